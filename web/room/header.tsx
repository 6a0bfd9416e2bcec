import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { chatName } from '../state/chat-look.ts'
import { openDialog } from '../state/open-dialog.ts'
import { ChatMark } from '../ui/chat-mark.tsx'
import { Lock } from '../ui/icons.tsx'
import { lazy } from '../ui/lazy.tsx'
import { words } from '../words/first.ts'
import './header.css'

const ThemeSwitch = lazy(async () => (await import('../ui/theme-switch.tsx')).ThemeSwitch)
const Linked = lazy(async () => (await import('../ui/linked.tsx')).Linked, {
  canWait: true,
  until: ({ text }) => text,
})
const RoomButtons = lazy(async () => (await import('./header-buttons.tsx')).RoomButtons)
const DirectNote = lazy(async () => (await import('./direct-note.tsx')).DirectNote, { canWait: true })
const DrawerButton = lazy(async () => (await import('./header-buttons.tsx')).DrawerButton)

/** In other topics there is no address to find. */
const MAY_LINK = /:\/\/|www\.|@/i

type Props = { room: Room | undefined; client: Client; isIn: boolean; isOver: boolean }

/** The name and the topic of the room. */
export function Header({ room, client, isIn, isOver }: Props) {
  return (
    <header class="header">
      {isIn ? (
        <DrawerButton client={client} room={room} isOver={isOver} />
      ) : (
        <span class="header-mark" aria-hidden="true">
          <ChatMark />
        </span>
      )}
      <div class="header-room">
        <h1>
          {room && isIn ? (
            <button
              type="button"
              class="header-title"
              aria-haspopup="dialog"
              disabled={isOver}
              onClick={() => openDialog({ kind: 'room', roomId: room.id, tab: 'about' })}
            >
              <bdi translate={false}>{room.name.value}</bdi>
            </button>
          ) : (
            <bdi translate={false}>{room?.name.value ?? chatName.value}</bdi>
          )}
          {room && <Signs room={room} />}
        </h1>
        <p class="header-topic" dir="auto" title={room?.topic.value}>
          {room &&
            (isIn && room.kind.value === 'direct' ? (
              <DirectNote room={room} />
            ) : isIn && MAY_LINK.test(room.topic.value) ? (
              <Linked text={topicOf(room)} />
            ) : (
              topicOf(room)
            ))}
        </p>
      </div>
      {isIn ? room && <RoomButtons client={client} room={room} isOver={isOver} /> : <ThemeSwitch />}
    </header>
  )
}

/** The topic; without one, a sentence about the room's audience. */
function topicOf({ kind, topic }: Room): string {
  if (kind.value === 'direct') return ''
  return topic.value || words.room.topicless[kind.value]
}

/** Signs of an unusual state: closed, archived, locked, slow. */
function Signs({ room }: { room: Room }) {
  const { kind, isArchived, isLocked, slowSeconds } = room.view.value
  return (
    <>
      {kind === 'closed' && <Lock />}
      {isArchived && <span class="sign">{words.room.archived}</span>}
      {isLocked && <span class="sign">{words.room.locked}</span>}
      {slowSeconds > 0 && (
        <span class="sign" title={words.room.slow(slowSeconds)}>
          {words.room.slowShort(slowSeconds)}
        </span>
      )}
    </>
  )
}
