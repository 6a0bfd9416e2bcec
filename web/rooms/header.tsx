import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { Lock, Mark } from '../ui/icons.tsx'
import { lazy } from '../ui/lazy.tsx'
import { words } from '../words.ts'
import './header.css'

const ThemeSwitch = lazy(async () => (await import('../ui/theme-switch.tsx')).ThemeSwitch)
const RoomButtons = lazy(async () => (await import('./header-buttons.tsx')).RoomButtons)
const DrawerButton = lazy(async () => (await import('./header-buttons.tsx')).DrawerButton)

type Props = { room: Room | undefined; client: Client; isIn: boolean; isOver: boolean }

/** Which room this is, and what one may want to know of it. */
export function Header({ room, client, isIn, isOver }: Props) {
  return (
    <header class="header">
      {isIn ? (
        <DrawerButton client={client} room={room} isOver={isOver} />
      ) : (
        <span class="header-mark" aria-hidden="true">
          <Mark />
        </span>
      )}
      <div class="header-room">
        <h1>
          <bdi>{room?.name.value ?? words.product}</bdi>
          {room && <Signs room={room} />}
        </h1>
        <p class="header-topic" dir="auto" title={room?.topic.value}>
          {room?.kind.value === 'direct' ? '' : room?.topic.value || words.room.topicless}
        </p>
      </div>
      {isIn ? room && <RoomButtons room={room} isOver={isOver} /> : <ThemeSwitch />}
    </header>
  )
}

/** What is unusual about the room. */
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
