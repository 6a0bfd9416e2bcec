import type { Me } from '../../protocol/models.ts'
import { openDialog } from '../state/open-dialog.ts'
import { sayMoment } from '../ui/moments.ts'
import { peopleWords } from '../words/people.ts'
import { useStatusNow } from './use-status-now.ts'

/** My status, as a button to change it. */
export function StatusButton({ me }: { me: Me }) {
  const says = peopleWords.status
  const status = useStatusNow(me.status)
  const words = [status?.emoji, status?.text].filter(Boolean).join(' ')
  return (
    <button
      type="button"
      class="field status-button"
      aria-label={status ? says.change(words) : undefined}
      onClick={() => openDialog({ kind: 'status' })}
    >
      <bdi class={status ? undefined : 'soft'}>{status ? words : says.set}</bdi>
      {status?.until !== undefined && <span class="hint">{says.endsAt(sayMoment(status.until))}</span>}
    </button>
  )
}
