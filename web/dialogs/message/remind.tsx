import { useEffect, useRef, useState } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import { remindersOf } from '../../../client/reminders.ts'
import { rowNote } from '../../state/active-message.ts'
import { closeDialog } from '../../state/open-dialog.ts'
import { Field } from '../../ui/fields.tsx'
import { toLocalTime } from '../../ui/local-time.ts'
import { sayMoment } from '../../ui/moments.ts'
import { Problem } from '../../ui/problem.tsx'
import { useAction } from '../../ui/use-action.ts'
import { actionWords } from '../../words/actions.ts'
import { dialogWords } from '../../words/dialogs.ts'

const HOUR_MS = 3_600_000

type Props = { client: Client; roomId: string; seq: number }

/** The time of a message's reminder, to the minute. */
export function Remind({ client, roomId, seq }: Props) {
  const says = dialogWords.remind
  const reminders = remindersOf(client)
  const known = reminders.timeOf(roomId, seq)
  const field = useRef<HTMLInputElement>(null)
  const [isPast, setPast] = useState(false)
  const remind = useAction((at: string) => reminders.set(roomId, seq, at))
  useEffect(() => void reminders.load(), [reminders])

  async function submit() {
    const at = new Date(field.current?.value ?? '')
    const isLater = at.getTime() > Date.now()
    setPast(!isLater)
    if (!isLater) return
    const result = await remind.start(at.toISOString())
    if (!result?.ok) return
    closeDialog()
    rowNote.value = { roomId, seq, text: actionWords.remind.set(sayMoment(at.toISOString())) }
  }

  return (
    <form
      class="stack"
      // In our words, not the browser's.
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Field label={says.when} hint={says.hint}>
        {(props) => (
          <input
            {...props}
            ref={field}
            class="field"
            type="datetime-local"
            data-first
            aria-invalid={isPast}
            min={toLocalTime(new Date())}
            defaultValue={toLocalTime(known === undefined ? new Date(Date.now() + HOUR_MS) : new Date(known))}
          />
        )}
      </Field>
      <Problem failure={isPast ? { code: 'bad_request', message: says.past } : remind.failure} />
      <div class="acts">
        <button type="submit" class="button button-main" aria-disabled={remind.isRunning}>
          {says.button}
        </button>
        <button type="button" class="button" onClick={closeDialog}>
          {dialogWords.cancel}
        </button>
      </div>
    </form>
  )
}
