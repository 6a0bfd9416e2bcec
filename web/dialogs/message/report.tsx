import { useRef } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import { closeDialog } from '../../state/open-dialog.ts'
import { Problem } from '../../ui/problem.tsx'
import { dialogWords } from '../../words/dialogs.ts'
import { useAction } from '../../ui/use-action.ts'
import { Field } from '../../ui/fields.tsx'
import { Done } from '../../ui/section.tsx'

type Props = { client: Client; roomId: string; seq: number }

/** A report of a message to the moderators. */
export function ReportMessage({ client, roomId, seq }: Props) {
  const says = dialogWords.report
  const reason = useRef<HTMLTextAreaElement>(null)
  const report = useAction(() =>
    client.run('message:report', { roomId, seq, reason: reason.current?.value.trim() ?? '' }),
  )
  if (report.acting.state === 'done') {
    return (
      <div class="stack">
        <Done>{says.done}</Done>
        <button type="button" class="button" onClick={closeDialog}>
          {dialogWords.close}
        </button>
      </div>
    )
  }
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void report.start()
      }}
    >
      <p class="soft">{says.text}</p>
      <Field label={says.reason}>
        {(props) => <textarea {...props} ref={reason} class="field" dir="auto" rows={3} maxLength={500} data-first />}
      </Field>
      <Problem failure={report.failure} />
      <div class="acts">
        <button type="submit" class="button button-main" aria-disabled={report.isRunning}>
          {says.button}
        </button>
        <button type="button" class="button" onClick={closeDialog}>
          {dialogWords.cancel}
        </button>
      </div>
    </form>
  )
}
