import type { OutboxEntry } from '../../client/outbox.ts'
import { useSecondsUntil } from '../ui/use-seconds-until.ts'
import { sentenceOf } from '../words/language.ts'
import { laterWords } from '../words/later.ts'
import { shellWords } from '../words/shell.ts'
import './stuck-draft.css'

export type Deciding = { onRetry: (clientId: string) => void; onDiscard: (clientId: string) => void }
type Props = { draft: OutboxEntry } & Deciding

/** Why a message is not accepted yet, and what its author can do. */
export function Stuck(props: Props) {
  return (
    <>
      <Trouble {...props} />
      {!props.draft.saved && <p class="draft-note">{shellWords.draft.notSaved}</p>}
    </>
  )
}

function Trouble({ draft, onRetry, onDiscard }: Props) {
  const { status, clientId } = draft
  // The server named a time. An attempt before it would be refused again.
  const isTold = status.state === 'delayed' && status.failure.retryAfterMs !== undefined
  return (
    <div class="draft-trouble">
      {status.state === 'failed' && <span role="alert">{laterWords.draft.failed(sentenceOf(status.failure))}</span>}
      {isTold && <span>{sentenceOf(status.failure)}</span>}
      {status.state === 'delayed' && <Countdown retryAt={status.retryAt} reason={sentenceOf(status.failure)} />}
      {!isTold && (
        <button type="button" class="text-button" onClick={() => onRetry(clientId)}>
          {status.state === 'failed' ? laterWords.draft.retry : laterWords.draft.sendNow}
        </button>
      )}
      {status.state === 'failed' && (
        <button type="button" class="text-button" onClick={() => onDiscard(clientId)}>
          {laterWords.draft.delete}
        </button>
      )}
    </div>
  )
}

function Countdown({ retryAt, reason }: { retryAt: number; reason: string }) {
  const seconds = useSecondsUntil(retryAt)
  return <span title={reason}>{seconds > 0 ? laterWords.draft.sendsIn(seconds) : shellWords.draft.waiting}</span>
}
