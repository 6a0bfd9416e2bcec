import type { Client } from '../../client/client.ts'
import { remindersOf } from '../../client/reminders.ts'
import type { Result } from '../../protocol/errors.ts'
import type { Message } from '../../protocol/models.ts'
import { openDialog } from '../state/open-dialog.ts'
import { MenuItem } from '../ui/menu.tsx'
import { sayMoment } from '../ui/moments.ts'
import { clockTime } from '../ui/time.ts'
import { actionWords } from '../words/actions.ts'
import { MENU_ICONS } from '../ui/menu-icons.ts'

const words = actionWords.remind
const MINUTE_MS = 60_000

type Props = {
  client: Client
  message: Message
  onBack: () => void
  /** Runs a command, and shows this note at the row when it succeeds. */
  attempt: (order: Promise<Result<unknown>>, note: string) => Promise<void>
}

/** The page of the menu with the times for a reminder of a message. */
export function RemindPage({ client, message: { roomId, seq }, onBack, attempt }: Props) {
  const reminders = remindersOf(client)
  const known = reminders.timeOf(roomId, seq)
  const set = (at: Date) =>
    void attempt(reminders.set(roomId, seq, at.toISOString()), words.set(sayMoment(at.toISOString())))
  const times = [
    { label: words.halfHour, at: inMinutes(30) },
    { label: words.hour, at: inMinutes(60) },
    { label: words.tomorrow(clockTime(tomorrowAtNine().toISOString())), at: tomorrowAtNine() },
  ]
  return (
    <>
      <div data-stays>
        <MenuItem icon={MENU_ICONS.back} onClick={onBack}>
          {words.back}
        </MenuItem>
      </div>
      <hr />
      {known !== undefined && <p class="menu-heading">{words.known(sayMoment(known))}</p>}
      <div data-stays>
        {times.map(({ label, at }, place) => (
          <MenuItem key={label} icon={MENU_ICONS.clock} onClick={() => set(at)}>
            {label}
            {place < 2 && <span class="menu-when">{clockTime(at.toISOString())}</span>}
          </MenuItem>
        ))}
        {known !== undefined && (
          <MenuItem icon={MENU_ICONS.remove} onClick={() => void attempt(reminders.set(roomId, seq), words.removed)}>
            {words.remove}
          </MenuItem>
        )}
      </div>
      <MenuItem icon={MENU_ICONS.choose} onClick={() => openDialog({ kind: 'remind', roomId, seq })}>
        {words.choose}
      </MenuItem>
    </>
  )
}

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * MINUTE_MS)

function tomorrowAtNine(): Date {
  const now = new Date()
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 9)
}
