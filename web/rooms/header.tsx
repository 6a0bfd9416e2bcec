import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import type { Failure } from '../../protocol/errors.ts'
import { Mark } from '../ui/icons.tsx'
import { ThemeSwitch } from '../ui/theme-switch.tsx'
import { words } from '../words.ts'
import { You } from './you.tsx'
import './header.css'

type Props = { room: Room | undefined; client: Client; onSignOut: () => Promise<Failure | undefined> }

/** Which room this is, and who I am in it. */
export function Header({ room, client, onSignOut }: Props) {
  const you = client.you.value
  return (
    <header class="header">
      <span class="header-mark" aria-hidden="true">
        <Mark />
      </span>
      <div class="header-room">
        <h1>
          <bdi>{room?.name.value ?? words.product}</bdi>
        </h1>
        <p class="header-topic" dir="auto" title={room?.topic.value}>
          {room?.topic.value || words.room.topicless}
        </p>
      </div>
      {you && <You you={you} outbox={client.outbox} onSignOut={onSignOut} />}
      <ThemeSwitch />
    </header>
  )
}
