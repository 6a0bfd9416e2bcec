import { useComputed } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { type AnyDialog, openDialog } from '../state/open-dialog.ts'
import { type Panel, openPanel } from '../state/open-panel.ts'
import { follow, goTo, pathTo } from '../state/address.ts'
import { LOBBY } from '../../protocol/limits.ts'
import { useBegunRooms } from '../drafts/drafts.ts'
import { chatName } from '../state/chat-look.ts'
import { ChatMark } from '../ui/chat-mark.tsx'
import { controlKey } from '../browser/control-key.ts'
import { IconButton, MenuButton } from '../ui/icon-button.tsx'
import { lazy } from '../ui/lazy.tsx'
import { ThemeSwitch } from '../ui/theme-switch.tsx'
import { shellWords } from '../words/shell.ts'
import { isDrawerOpen, leaveDrawerFor } from '../state/drawer.ts'
import { dueCount } from '../state/due-reminders.ts'
import { type Section, arrangementOf, toggleFold } from './arrangement.ts'
import { PeopleHere } from './people-here.tsx'
import type { Grabbed } from './put-in-order.ts'
import { newsOf, shelfOf } from './room-order.ts'
import { RoomLink } from './room-link.tsx'
import { MyButton } from './my-button.tsx'
import { mayMakeRooms } from '../people/may-make-rooms.ts'
import { Icon } from '../ui/icon.tsx'
import './sidebar.css'

const SidebarMenu = lazy(async () => (await import('./sidebar-menu.tsx')).SidebarMenu)

type Props = { client: Client; room: Room | undefined; isOver: boolean }

const close = () => (isDrawerOpen.value = false)

const open = (dialog: AnyDialog) => leaveDrawerFor(() => openDialog(dialog))
const show = (panel: Panel) => leaveDrawerFor(() => openPanel(panel))

/** The sidebar: rooms, people, and at the foot my own button. */
export function Sidebar({ client, room, isOver }: Props) {
  const { me, settings } = client
  const shelf = useComputed(() => shelfOf(client)).value
  const role = me.value?.role
  const isLimited = me.value?.onlyRoomId !== undefined
  const isModerator = role === 'owner' || role === 'moderator'
  const mayMake = me.value !== undefined && mayMakeRooms(me.value, settings.value)
  const you = client.you.value
  const arrangement = arrangementOf(client)
  useBegunRooms(you?.id ?? '')

  const linksTo = (some: readonly Room[]) => some.map((one) => <RoomLink key={one.id} room={one} onGo={close} />)
  // Each section with its contents; an empty one is not drawn.
  const sections: Record<Section, ComponentChildren> = {
    favourites: shelf.favourites.length > 0 && (
      <Group key="favourites" client={client} name="favourites">
        {shelf.favourites.map((one) => (
          <RoomLink
            key={one.id}
            room={one}
            onGo={close}
            onGrab={(event) => grab(event, client, { room: one, among: shelf.favourites })}
          />
        ))}
      </Group>
    ),
    rooms: (
      <Group
        key="rooms"
        client={client}
        name="rooms"
        action={mayMake && <Add label={shellWords.sidebar.newRoom} onClick={() => open({ kind: 'new-room' })} />}
      >
        {linksTo(shelf.rooms)}
        {!isLimited && (
          <li>
            <button type="button" class="side-link side-more" onClick={() => open({ kind: 'browse' })}>
              {shellWords.sidebar.browse}
            </button>
          </li>
        )}
      </Group>
    ),
    directs: (!isLimited || shelf.directs.length > 0) && (
      <Group
        key="directs"
        client={client}
        name="directs"
        action={!isLimited && <Add label={shellWords.sidebar.newDirect} onClick={() => open({ kind: 'new-direct' })} />}
      >
        {linksTo(shelf.directs)}
        <li>
          <button type="button" class="side-link side-people" onClick={() => open({ kind: 'directory' })}>
            {shellWords.sidebar.people}
          </button>
        </li>
      </Group>
    ),
    requests: shelf.requests.length > 0 && (
      <Group key="requests" client={client} name="requests" count={shelf.requests.length}>
        {linksTo(shelf.requests)}
      </Group>
    ),
    archived: shelf.archived.length > 0 && (
      <Group key="archived" client={client} name="archived">
        {linksTo(shelf.archived)}
      </Group>
    ),
    here: room && (
      <Group key="here" client={client} name="here" count={room.presence.value?.count}>
        <PeopleHere room={room} />
      </Group>
    ),
  }

  return (
    <nav
      class="sidebar"
      id="sidebar"
      aria-label={shellWords.sidebar.label}
      data-open={isDrawerOpen.value}
      inert={isOver}
    >
      <div class="side-top">
        <a
          class="side-home"
          href={pathTo()}
          onClick={(event) =>
            follow(event, () => {
              goTo(LOBBY)
              close()
            })
          }
        >
          <ChatMark />
          <bdi class="side-name" translate={false}>
            {chatName}
          </bdi>
        </a>
        <MenuButton
          label={shellWords.sidebar.menu}
          dots="M6 12h.01M12 12h.01M18 12h.01"
          menu={(anchor, onClose) => (
            <SidebarMenu
              client={client}
              anchor={anchor}
              onArrange={() => open({ kind: 'arrange' })}
              onClose={onClose}
            />
          )}
        />
        <span class="narrow">
          <IconButton label={shellWords.sidebar.close} onClick={close}>
            <path d="M6 6l12 12M18 6 6 18" />
          </IconButton>
        </span>
      </div>
      <button
        type="button"
        class="side-search"
        aria-keyshortcuts="Control+K"
        onClick={() => open({ kind: 'switcher' })}
      >
        <Icon path="M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 20 20" />
        <span class="side-name">{shellWords.sidebar.switch}</span>
        <kbd aria-hidden="true" translate={false}>
          {controlKey} K
        </kbd>
      </button>
      <div class="side-scroll">
        <ul class="side-mine">
          <li>
            <InboxButton client={client} />
          </li>
          <li>
            <button type="button" class="side-link" onClick={() => show({ kind: 'saved' })}>
              <Icon class="side-sign" path="M7 4h10v16l-5-4-5 4Z" />
              <span class="side-name">{shellWords.sidebar.saved}</span>
            </button>
          </li>
        </ul>
        {arrangement.sections.map((section) => sections[section])}
      </div>
      <div class="side-foot">
        {you && (
          <MyButton
            you={you}
            me={me.value}
            onOpen={() => open({ kind: 'account' })}
            onStatus={() => open({ kind: 'status' })}
          />
        )}
        {isModerator && <Moderation count={client.openReports.value} />}
        <ThemeSwitch />
      </div>
    </nav>
  )
}

type GroupProps = {
  client: Client
  name: Section
  count?: number | undefined
  action?: ComponentChildren
  children: ComponentChildren
}

/** A section: a heading that folds its contents, and that can be dragged to another place. */
function Group({ client, name, count, action, children }: GroupProps) {
  const isOpen = !arrangementOf(client).folded.includes(name)
  return (
    <section class="side-group" data-drag="section" data-section={name}>
      <h2 onPointerDown={(event) => grab(event, client, { section: name })}>
        <button type="button" class="side-fold" aria-expanded={isOpen} onClick={() => toggleFold(client, name)}>
          <Icon class="side-arrow" path="M9 6l6 6-6 6" />
          {shellWords.sidebar[name]}
          {count !== undefined && <span class="side-count">{count}</span>}
        </button>
        {action}
      </h2>
      {isOpen && <ul>{children}</ul>}
    </section>
  )
}

/** Begins to drag the item under the pointer, with the first button of a mouse or with a pen. */
function grab({ currentTarget, pointerType, button, clientY }: PointerEvent, client: Client, grabbed: Grabbed): void {
  const item = currentTarget instanceof Element && currentTarget.closest<HTMLElement>('[data-drag]')
  if (!item || pointerType === 'touch' || button !== 0) return
  void import('./put-in-order.ts').then(({ putInOrder }) => putInOrder(client, clientY, item, grabbed))
}

function InboxButton({ client }: { client: Client }) {
  const mentions = useComputed(() => client.rooms.all.value.reduce((sum, room) => sum + newsOf(room).mentions, 0)).value
  const due = dueCount.value
  const count = mentions + due
  return (
    <button type="button" class="side-link" data-unread={count > 0} onClick={() => show({ kind: 'inbox' })}>
      <Icon class="side-sign" path="M4 13 6.5 5h11l2.5 8v6H4ZM4 13h5a3 3 0 0 0 6 0h5" />
      <span class="side-name">{shellWords.sidebar.inbox}</span>
      {count > 0 && (
        <span class="badge" data-mention="true">
          <span aria-hidden="true">{count > 99 ? '99+' : count}</span>
          <span class="unseen">
            {mentions > 0 && shellWords.sidebar.mentions(mentions)}
            {due > 0 && ` ${shellWords.sidebar.reminders(due)}`}
          </span>
        </span>
      )}
    </button>
  )
}

function Add({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <IconButton label={label} onClick={onClick}>
      <path d="M12 6v12M6 12h12" />
    </IconButton>
  )
}

function Moderation({ count }: { count: number }) {
  return (
    <IconButton
      label={
        count > 0 ? shellWords.sidebar.moderation + shellWords.sidebar.reports(count) : shellWords.sidebar.moderation
      }
      badge={count}
      onClick={() => open({ kind: 'moderation' })}
    >
      <path d="M12 3.5 5 6v6c0 4 3 7 7 8.5 4-1.5 7-4.5 7-8.5V6Z" />
    </IconButton>
  )
}
