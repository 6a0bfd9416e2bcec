import { useComputed, useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { openOverlay } from '../overlay.ts'
import { openPanel } from '../panel.ts'
import { lazy } from '../ui/lazy.tsx'
import { aroundWords as words } from '../words-around.ts'
import { isDrawerOpen } from './drawer.ts'
import { newsOf } from './order.ts'
import './header-buttons.css'

const RoomMenu = lazy(async () => (await import('./room-menu.tsx')).RoomMenu)

/** Who is in the room, and what one can do with it. */
export function RoomButtons({ room, isOver }: { room: Room; isOver: boolean }) {
  return (
    <div class="header-buttons" inert={isOver}>
      {room.kind.value !== 'direct' && <People room={room} />}
      <span class="wide">
        <Round label={words.room.pinned} onClick={() => openPanel({ kind: 'pinned' })}>
          <path d="M9 4h6l-1 6 3 3H7l3-3ZM12 13v7" />
        </Round>
      </span>
      <Round label={words.room.search} onClick={() => openPanel({ kind: 'search', query: '' })}>
        <path d="M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 20 20" />
      </Round>
      <MenuButton room={room} />
    </div>
  )
}

function Round({ label, onClick, children }: { label: string; onClick: () => void; children: ComponentChildren }) {
  return (
    <button type="button" class="icon-button" aria-label={label} title={label} onClick={onClick}>
      <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        {children}
      </svg>
    </button>
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
      <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        <path d="M4 7h16M4 12h16M4 17h10" />
      </svg>
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
      onClick={() => openOverlay({ kind: 'room', roomId: room.id, tab: 'members' })}
    >
      <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        <path d="M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM3 20c0-3.5 2.5-6 6-6s6 2.5 6 6M16 4.5a3.5 3.5 0 0 1 0 6.5M17.5 14.5c2.2.8 3.5 2.900 3.5 5.5" />
      </svg>
      <span>{here ?? memberCount}</span>
    </button>
  )
}

function MenuButton({ room }: { room: Room }) {
  const isOpen = useSignal(false)
  const button = useRef<HTMLButtonElement>(null)
  return (
    <>
      <button
        type="button"
        class="icon-button"
        ref={button}
        aria-label={words.room.menu}
        title={words.room.menu}
        aria-haspopup="menu"
        aria-expanded={isOpen.value}
        onClick={() => (isOpen.value = !isOpen.value)}
      >
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
          <path d="M12 6h.01M12 12h.01M12 18h.01" stroke-width="2.5" />
        </svg>
      </button>
      {isOpen.value && <RoomMenu room={room} anchor={button} onClose={() => (isOpen.value = false)} />}
    </>
  )
}
