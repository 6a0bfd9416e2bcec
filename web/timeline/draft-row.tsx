import type { OutboxEntry } from '../../client/outbox.ts'
import type { User } from '../../protocol/models.ts'
import { useSecondsUntil } from '../ui/seconds-until.ts'
import { aroundWords } from '../words-around.ts'
import { Body } from './body.tsx'
import { RowFrame } from './row-frame.tsx'
import './draft-row.css'

type Deciding = { onRetry: (clientId: string) => void; onDiscard: (clientId: string) => void }

/** What I have said and nobody has accepted yet. */
export function DraftRow(props: { draft: OutboxEntry; author: User; isHead: boolean } & Deciding) {
  const { draft, author, isHead } = props
  const isStuck = draft.status.state === 'failed' || draft.status.state === 'delayed'
  return (
    <article class="row draft" data-state={draft.status.state} data-head={isHead}>
      <RowFrame author={author} isHead={isHead} aside={<Progress draft={draft} />}>
        <Body text={draft.body} author={author.name} />
        {isStuck && <Trouble {...props} />}
        {!draft.saved && isStuck && <p class="draft-note">{aroundWords.draft.notSaved}</p>}
      </RowFrame>
    </article>
  )
}

/** A word in the place of the time. It comes late in the ordinary case, by css: nobody needs to read "Sending…" for 20 ms. */
function Progress({ draft: { status, saved } }: { draft: OutboxEntry }) {
  if (status.state !== 'waiting' && status.state !== 'sending') return null
  const label = aroundWords.draft[status.state]
  return (
    <span
      class="progress"
      role="img"
      title={saved ? label : `${label}. ${aroundWords.draft.notSaved}`}
      aria-label={label}
    >
      <span class="progress-dots" aria-hidden="true" />
    </span>
  )
}

function Trouble({ draft, onRetry, onDiscard }: { draft: OutboxEntry } & Deciding) {
  const { status, clientId } = draft
  return (
    <div class="draft-trouble">
      {status.state === 'failed' && <span role="alert">{aroundWords.draft.failed(status.failure)}</span>}
      {status.state === 'delayed' && <Countdown retryAt={status.retryAt} reason={status.failure.message} />}
      <button type="button" class="text-button" onClick={() => onRetry(clientId)}>
        {status.state === 'failed' ? aroundWords.draft.retry : aroundWords.draft.sendNow}
      </button>
      {status.state === 'failed' && (
        <button type="button" class="text-button" onClick={() => onDiscard(clientId)}>
          {aroundWords.draft.delete}
        </button>
      )}
    </div>
  )
}

function Countdown({ retryAt, reason }: { retryAt: number; reason: string }) {
  const seconds = useSecondsUntil(retryAt)
  return <span title={reason}>{seconds > 0 ? aroundWords.draft.sendsIn(seconds) : aroundWords.draft.waiting}</span>
}
