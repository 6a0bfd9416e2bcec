import { useSignal } from '@preact/signals'
import { useEffect, useLayoutEffect, useMemo } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { isAttentive } from '../attention.ts'
import { Composer } from '../composer/composer.tsx'
import { overlay } from '../overlay.ts'
import { goTo, moveTo, place } from '../place.ts'
import { activeRow, editedSeq } from '../timeline/active-row.ts'
import { Reading } from '../timeline/reading.ts'
import { Timeline } from '../timeline/timeline.tsx'
import { words } from '../words.ts'
import './room-screen.css'

type Props = { client: Client; room: Room | undefined; isIn: boolean; isOver: boolean }

/** A room that is only looked at is not heard: it is asked for again so often, in milliseconds. */
const LOOK_AGAIN = 10_000

export function RoomScreen({ room, ...props }: Props) {
  if (!room) return <div class="room-empty late">{props.isIn && words.timeline.loading}</div>
  return <OpenRoom key={room.id} room={room} {...props} />
}

/** A room: its messages, and below them what I want to say. */
function OpenRoom({ client, room, isIn, isOver }: Props & { room: Room }) {
  const newest = useSignal(0)
  const reading = useMemo(() => new Reading(room), [room])
  const slug = room.slug.value
  const isVisitor = isIn && !room.isMember.value

  useLayoutEffect(() => {
    const end = isIn ? reading.begin() : undefined
    return () => {
      end?.()
      activeRow.value = undefined
      editedSeq.value = undefined
    }
  }, [reading, isIn])

  useEffect(() => {
    function hear(event: KeyboardEvent) {
      const isTaken = event.defaultPrevented || overlay.peek() || document.querySelector(':popover-open')
      if (event.key === 'Escape' && !isTaken) reading.readAll()
    }
    const stop = () => room.leave()
    addEventListener('keydown', hear)
    addEventListener('pagehide', stop)
    return () => {
      removeEventListener('keydown', hear)
      removeEventListener('pagehide', stop)
    }
  }, [reading])

  useEffect(() => {
    if (!isVisitor) return
    const timer = setInterval(() => isAttentive.peek() && void client.rooms.visit(room.id), LOOK_AGAIN)
    return () => clearInterval(timer)
  }, [isVisitor])

  return (
    <div class="room" inert={isOver}>
      <Timeline
        client={client}
        room={room}
        reading={reading}
        place={place}
        newest={newest}
        onVisit={(seq) => goTo(slug, seq)}
        // Reading on at the bottom: the address no longer names a message, and Back does not return to each.
        onLeave={() => moveTo(slug)}
      />
      <Composer
        client={client}
        room={room}
        isIn={isIn && !isOver}
        onSent={() => {
          reading.wrote()
          newest.value++
        }}
      />
    </div>
  )
}
