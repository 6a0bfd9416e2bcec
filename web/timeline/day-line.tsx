import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { lazy } from '../ui/lazy.tsx'
import { dayTitle } from '../ui/time.ts'
import { words } from '../words/first.ts'

const DayMenu = lazy(async () => (await import('./day-menu.tsx')).DayMenu)

type Props = { time: string; isNew: boolean; client: Client; room: Room; onVisit: (seq: number) => void }

/** The line above a new day. Its button jumps to another day. With "New" at the same place, both share one line. */
export function DayLine({ time, isNew, client, room, onVisit }: Props) {
  const isOpen = useSignal(false)
  const button = useRef<HTMLButtonElement>(null)
  const day = <time dateTime={time.slice(0, 10)}>{dayTitle(time)}</time>
  return (
    <div class={isNew ? 'day-line new-line' : 'day-line'}>
      {client.you.value ? (
        <button
          type="button"
          ref={button}
          aria-haspopup="menu"
          aria-expanded={isOpen.value}
          onClick={() => (isOpen.value = !isOpen.value)}
        >
          {day}
        </button>
      ) : (
        day
      )}
      {isOpen.value && (
        <DayMenu client={client} room={room} anchor={button} onVisit={onVisit} onClose={() => (isOpen.value = false)} />
      )}
      {isNew && <NewWord />}
    </div>
  )
}

/** The word "New" at the end of the line above unread messages. */
export const NewWord = () => (
  <span class="new-word" role="separator" aria-label={words.timeline.newLine}>
    <span aria-hidden="true">{words.timeline.newLine}</span>
  </span>
)
