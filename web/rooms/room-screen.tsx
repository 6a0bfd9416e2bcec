import { useSignal } from '@preact/signals'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { Composer } from '../composer/composer.tsx'
import { goTo, leaveMessage, place } from '../place.ts'
import { Timeline } from '../timeline/timeline.tsx'
import { words } from '../words.ts'
import { useTitle } from './title.ts'
import './room-screen.css'

type Props = { client: Client; room: Room | undefined; isIn: boolean; isOver: boolean }

/** A room: its messages, and below them what I want to say. */
export function RoomScreen({ client, room, isIn, isOver }: Props) {
  const newest = useSignal(0)
  useTitle(room)
  if (!room) return <div class="room-empty late">{isIn && words.timeline.loading}</div>

  const slug = room.slug.value
  return (
    <div class="room" key={room.id}>
      <Timeline
        client={client}
        room={room}
        place={place}
        newest={newest}
        onVisit={(seq) => goTo(slug, seq)}
        onLeave={() => leaveMessage(slug)}
      />
      <Composer client={client} room={room} isIn={isIn && !isOver} onSent={() => newest.value++} />
    </div>
  )
}
