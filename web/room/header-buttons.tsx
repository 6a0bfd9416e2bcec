import { useComputed } from '@preact/signals'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { openDialog } from '../state/open-dialog.ts'
import { openPanel } from '../state/open-panel.ts'
import { IconButton, MenuButton } from '../ui/icon-button.tsx'
import { lazy } from '../ui/lazy.tsx'
import { shellWords as words } from '../words/shell.ts'
import { isDrawerOpen } from '../state/drawer.ts'
import { newsOf } from '../shell/room-order.ts'
import { Icon } from '../ui/icon.tsx'
import './header-buttons.css'

const RoomMenu = lazy(async () => (await import('./room-menu.tsx')).RoomMenu)

/** The people in the room, and the actions on it. */
export function RoomButtons({ client, room, isOver }: { client: Client; room: Room; isOver: boolean }) {
  return (
    <div class="header-buttons" inert={isOver}>
      {room.kind.value !== 'direct' && <People room={room} />}
      <span class="wide">
        <IconButton label={words.room.pinned} onClick={() => openPanel({ kind: 'pinned' })}>
          <path d="M9 4h6l-1 6 3 3H7l3-3ZM12 13v7" />
        </IconButton>
      </span>
      <IconButton label={words.room.search} onClick={() => openPanel({ kind: 'search', query: '' })}>
        <path d="M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 20 20" />
      </IconButton>
      <MenuButton
        label={words.room.menu}
        dots="M12 6h.01M12 12h.01M12 18h.01"
        menu={(anchor, onClose) => <RoomMenu client={client} room={room} anchor={anchor} onClose={onClose} />}
      />
    </div>
  )
}

export function DrawerButton(props: { client: Client; room: Room | undefined; isOver: boolean }) {
  const { client, room, isOver } = props
  const isNews = useComputed(() => client.rooms.all.value.some((one) => one !== room && newsOf(one).count > 0))
  const label = isNews.value ? words.sidebar.openUnread : words.sidebar.open
  return (
    <button
      type="button"
      class="icon-button narrow"
      inert={isOver}
      aria-label={label}
      aria-expanded={isDrawerOpen.value}
      aria-controls="sidebar"
      data-news={isNews.value}
      onClick={() => (isDrawerOpen.value = true)}
    >
      <Icon path="M4 7h16M4 12h16M4 17h10" />
    </button>
  )
}

function People({ room }: { room: Room }) {
  const { memberCount } = room.view.value
  const here = room.presence.value?.count
  const label = [words.room.members(memberCount), ...(here === undefined ? [] : [words.room.here(here)])].join(', ')
  return (
    <button
      type="button"
      class="header-people"
      aria-label={label}
      title={label}
      onClick={() => openDialog({ kind: 'room', roomId: room.id, tab: 'members' })}
    >
      <Icon path="M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM3 20c0-3.5 2.5-6 6-6s6 2.5 6 6M16 4.5a3.5 3.5 0 0 1 0 6.5M17.5 14.5c2.2.8 3.5 2.900 3.5 5.5" />
      {/* Without a connection the people online are unknown, and the number of members is a different number. */}
      <span>{here}</span>
    </button>
  )
}
