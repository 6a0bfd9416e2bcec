import { useComputed, useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { type Overlay, openOverlay } from '../overlay.ts'
import { type Panel, openPanel } from '../panel.ts'
import { follow, goTo } from '../place.ts'
import { LOBBY } from '../../protocol/limits.ts'
import { Mark } from '../ui/icons.tsx'
import { keep, recall } from '../ui/kept.ts'
import { ThemeSwitch } from '../ui/theme-switch.tsx'
import { words } from '../words.ts'
import { aroundWords } from '../words-around.ts'
import { isDrawerOpen } from './drawer.ts'
import { Here } from './here.tsx'
import { newsOf, shelfOf } from './order.ts'
import { RoomLink } from './room-link.tsx'
import { You } from './you.tsx'
import './sidebar.css'

type Props = { client: Client; room: Room | undefined; isOver: boolean }

const close = () => (isDrawerOpen.value = false)

const open = (overlay: Overlay) => leaveFor(() => openOverlay(overlay))
const show = (panel: Panel) => leaveFor(() => openPanel(panel))

/** What is opened out of the drawer comes when the focus is back where the drawer got it: that is where it goes in the end. */
function leaveFor(next: () => void) {
  if (!isDrawerOpen.peek()) return next()
  close()
  requestAnimationFrame(next)
}

/** Where one can go: rooms, people, and at the foot I myself. */
export function Sidebar({ client, room, isOver }: Props) {
  const { rooms, me, settings } = client
  const shelf = useComputed(() => shelfOf(rooms)).value
  const role = me.value?.role
  const isLimited = me.value?.onlyRoomId !== undefined
  const isModerator = role === 'owner' || role === 'moderator'
  const by = settings.value?.roomsBy ?? 'everyone'
  const mayMake = !isLimited && (by === 'everyone' || isModerator || (by === 'members' && role === 'member'))
  const you = client.you.value

  return (
    <nav
      class="sidebar"
      id="sidebar"
      aria-label={aroundWords.sidebar.label}
      data-open={isDrawerOpen.value}
      inert={isOver}
    >
      <div class="side-top">
        <a
          class="side-home"
          href="/"
          onClick={(event) =>
            follow(event, () => {
              goTo(LOBBY)
              close()
            })
          }
        >
          <Mark />
          {words.product}
        </a>
        <IconButton label={aroundWords.sidebar.switch} onClick={() => open({ kind: 'switcher' })}>
          <path d="M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM15.5 8.5l-2 5-5 2 2-5Z" />
        </IconButton>
        <span class="narrow">
          <IconButton label={aroundWords.sidebar.close} onClick={close}>
            <path d="M6 6l12 12M18 6 6 18" />
          </IconButton>
        </span>
      </div>
      <div class="side-scroll">
        <ul class="side-mine">
          <li>
            <InboxButton client={client} />
          </li>
          <li>
            <button type="button" class="side-link" onClick={() => show({ kind: 'saved' })}>
              <svg class="icon side-sign" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
                <path d="M7 4h10v16l-5-4-5 4Z" />
              </svg>
              <span class="side-name">{aroundWords.sidebar.saved}</span>
            </button>
          </li>
        </ul>
        <Group
          name="rooms"
          action={mayMake && <Add label={aroundWords.sidebar.newRoom} onClick={() => open({ kind: 'new-room' })} />}
        >
          {shelf.rooms.map((one) => (
            <RoomLink key={one.id} room={one} onGo={close} />
          ))}
          {!isLimited && (
            <li>
              <button type="button" class="side-link side-more" onClick={() => open({ kind: 'browse' })}>
                {aroundWords.sidebar.browse}
              </button>
            </li>
          )}
        </Group>
        {(!isLimited || shelf.directs.length > 0) && (
          <Group
            name="directs"
            action={
              !isLimited && <Add label={aroundWords.sidebar.newDirect} onClick={() => open({ kind: 'new-direct' })} />
            }
          >
            {shelf.directs.map((one) => (
              <RoomLink key={one.id} room={one} onGo={close} />
            ))}
          </Group>
        )}
        {shelf.archived.length > 0 && (
          <Group name="archived" startsClosed>
            {shelf.archived.map((one) => (
              <RoomLink key={one.id} room={one} onGo={close} />
            ))}
          </Group>
        )}
        {room && (
          <Group name="here" count={room.presence.value?.count}>
            <Here room={room} onPick={(user) => open({ kind: 'person', user, roomId: room.id })} />
          </Group>
        )}
      </div>
      <div class="side-foot">
        {you && <You you={you} onOpen={() => open({ kind: 'account' })} />}
        {isModerator && <Moderation count={client.openReports.value} />}
        <ThemeSwitch />
      </div>
    </nav>
  )
}

type GroupProps = {
  name: 'rooms' | 'directs' | 'archived' | 'here'
  count?: number | undefined
  action?: ComponentChildren
  startsClosed?: boolean
  children: ComponentChildren
}

/** A heading that folds what is below it, and remembers. */
function Group({ name, count, action, startsClosed = false, children }: GroupProps) {
  const key = `fold:${name}`
  const isOpen = useSignal((recall(key) ?? (startsClosed ? 'closed' : 'open')) === 'open')
  return (
    <section class="side-group">
      <h2>
        <button
          type="button"
          class="side-fold"
          aria-expanded={isOpen.value}
          onClick={() => {
            isOpen.value = !isOpen.value
            keep(key, isOpen.value ? 'open' : 'closed')
          }}
        >
          <svg class="icon side-arrow" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d="M9 6l6 6-6 6" />
          </svg>
          {aroundWords.sidebar[name]}
          {count !== undefined && <span class="side-count">{count}</span>}
        </button>
        {action}
      </h2>
      {isOpen.value && <ul>{children}</ul>}
    </section>
  )
}

function InboxButton({ client }: { client: Client }) {
  const count = useComputed(() => client.rooms.all.value.reduce((sum, room) => sum + newsOf(room).mentions, 0)).value
  return (
    <button type="button" class="side-link" data-unread={count > 0} onClick={() => show({ kind: 'inbox' })}>
      <svg class="icon side-sign" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        <path d="M4 13 6.5 5h11l2.5 8v6H4ZM4 13h5a3 3 0 0 0 6 0h5" />
      </svg>
      <span class="side-name">{aroundWords.sidebar.inbox}</span>
      {count > 0 && (
        <span class="badge" data-mention="true">
          <span aria-hidden="true">{count > 99 ? '99+' : count}</span>
          <span class="unseen">{aroundWords.sidebar.mentions(count)}</span>
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
        count > 0 ? aroundWords.sidebar.moderation + aroundWords.sidebar.reports(count) : aroundWords.sidebar.moderation
      }
      badge={count}
      onClick={() => open({ kind: 'moderation' })}
    >
      <path d="M12 3.5 5 6v6c0 4 3 7 7 8.5 4-1.5 7-4.5 7-8.5V6Z" />
    </IconButton>
  )
}

type IconButtonProps = { label: string; onClick: () => void; badge?: number; children: ComponentChildren }

function IconButton({ label, onClick, badge = 0, children }: IconButtonProps) {
  return (
    <button type="button" class="icon-button" aria-label={label} title={label} onClick={onClick}>
      <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        {children}
      </svg>
      {badge > 0 && (
        <span class="badge" data-mention="true" aria-hidden="true">
          {badge > 99 ? '99+' : badge}
        </span>
      )}
    </button>
  )
}
