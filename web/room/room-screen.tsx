import { useSignal } from '@preact/signals'
import { useEffect, useLayoutEffect, useMemo } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { isAttentive } from '../state/attention.ts'
import { Composer } from '../composer/composer.tsx'
import { card } from '../state/open-card.ts'
import { dialog } from '../state/open-dialog.ts'
import { goTo, moveTo, address } from '../state/address.ts'
import { activeRow, editedSeq } from '../state/active-message.ts'
import { Reading } from '../timeline/reading.ts'
import { Timeline } from '../timeline/timeline.tsx'
import { Broken } from '../ui/broken.tsx'
import { lazy } from '../ui/lazy.tsx'
import { words } from '../words/first.ts'
import './room-screen.css'

const RequestBar = lazy(async () => (await import('./request-bar.tsx')).RequestBar)

type Props = { client: Client; room: Room | undefined; isIn: boolean; isOver: boolean }

/** A visited room sends no live events. It is loaded again at this interval, in milliseconds. */
const LOOK_AGAIN = 10_000

export function RoomScreen({ room, ...props }: Props) {
  if (!room) return <div class="room-empty late">{props.isIn && words.timeline.loading}</div>
  return <OpenRoom key={room.id} room={room} {...props} />
}

/** A room: its messages, and the composer below them. */
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
      const isTaken = event.defaultPrevented || dialog.peek() || card.peek() || document.querySelector(':popover-open')
      if (event.key === 'Escape' && !event.shiftKey && !isTaken) reading.readAll()
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
      <Broken>
        <Timeline
          client={client}
          room={room}
          reading={reading}
          address={address}
          newest={newest}
          onVisit={(seq) => goTo(slug, seq)}
          // A reader who scrolls on drops the message from the address, so that Back does not return to each.
          onLeave={() => moveTo(slug)}
        />
      </Broken>
      {isIn && room.askedBy.value && <RequestBar client={client} room={room} by={room.askedBy.value} />}
      <Broken>
        <Composer
          client={client}
          room={room}
          isIn={isIn && !isOver}
          onSent={() => {
            reading.wrote()
            newest.value++
          }}
        />
      </Broken>
    </div>
  )
}
