import type { RefObject } from 'preact'
import { useId } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { toLocalDate } from '../ui/local-time.ts'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { sayBriefly } from '../ui/say-briefly.ts'
import { sentenceOf } from '../words/language.ts'
import { words } from '../words/first.ts'
import { laterWords } from '../words/later.ts'
import './day-menu.css'

type Props = {
  client: Client
  room: Room
  anchor: RefObject<HTMLElement | null>
  onVisit: (seq: number) => void
  onClose: () => void
}

/** Midnight in the reader's time zone, this many days ago. */
function daysAgo(days: number): Date {
  const now = new Date()
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - days)
}

/** Jumps to the first message of a day. If the day has none, to the next message after it. */
export function DayMenu({ client, room, anchor, onVisit, onClose }: Props) {
  const says = laterWords.jump
  const id = useId()

  async function jump(to: Date) {
    const result = await client.run('room:at', { roomId: room.id, at: to.toISOString() })
    if (!result.ok) return sayBriefly(sentenceOf(result.error))
    if (result.value.seq === undefined) sayBriefly(says.none)
    onVisit(result.value.seq ?? room.view.peek().lastSeq)
  }

  return (
    <Menu
      label={says.label}
      anchor={anchor}
      onClose={onClose}
      above={
        <form
          class="day-form"
          // Arrow keys change the date here. They do not move through the menu.
          onKeyDown={(event) => event.key !== 'Escape' && event.stopPropagation()}
          onSubmit={(event) => {
            event.preventDefault()
            const typed = new FormData(event.currentTarget).get('date')
            // Without a zone, a date alone would mean midnight UTC.
            const date = new Date(`${typeof typed === 'string' ? typed : ''}T00:00`)
            if (Number.isNaN(date.getTime())) return
            event.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover()
            void jump(date)
          }}
        >
          <label for={id}>{says.date}</label>
          <div>
            <input id={id} class="field" type="date" name="date" required max={toLocalDate(new Date())} />
            <button type="submit" class="button">
              {says.go}
            </button>
          </div>
        </form>
      }
    >
      <MenuItem onClick={() => void jump(daysAgo(0))}>{words.timeline.today}</MenuItem>
      <MenuItem onClick={() => void jump(daysAgo(1))}>{words.timeline.yesterday}</MenuItem>
      <MenuItem onClick={() => void jump(daysAgo(7))}>{says.lastWeek}</MenuItem>
      <MenuItem onClick={() => onVisit(1)}>{says.first}</MenuItem>
    </Menu>
  )
}
