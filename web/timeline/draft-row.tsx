import type { OutboxEntry } from '../../client/outbox.ts'
import type { User } from '../../protocol/models.ts'
import type { Client } from '../../client/client.ts'
import { FilesRoom } from '../files/files-room.tsx'
import { lazy } from '../ui/lazy.tsx'
import { shellWords } from '../words/shell.ts'
import { Body } from './body.tsx'
import { RowFrame } from './row-frame.tsx'
import type { Deciding } from './stuck-draft.tsx'
import './draft-row.css'

const DraftFiles = lazy(async () => (await import('../files/files.tsx')).DraftFiles, {
  until: (props) => FilesRoom(props),
})
const Stuck = lazy(async () => (await import('./stuck-draft.tsx')).Stuck)

/** A message of mine that the server has not accepted yet. */
export function DraftRow(props: { client: Client; draft: OutboxEntry; author: User; isHead: boolean } & Deciding) {
  const { client, draft, author, isHead, onDiscard } = props
  const isStuck = draft.status.state === 'failed' || draft.status.state === 'delayed'
  return (
    <article class="row draft" data-state={draft.status.state} data-head={isHead} aria-label={author.name}>
      <RowFrame author={author} isHead={isHead} aside={<Progress draft={draft} />}>
        {draft.body !== '' && <Body text={draft.body} author={author.name} />}
        {draft.files && <DraftFiles client={client} draft={draft} files={draft.files} onDiscard={onDiscard} />}
        {isStuck && <Stuck {...props} />}
      </RowFrame>
    </article>
  )
}

/** The state, in the place of the time. CSS delays it: "Sending…" would otherwise flash for 20 ms. */
function Progress({ draft: { status, saved } }: { draft: OutboxEntry }) {
  if (status.state !== 'waiting' && status.state !== 'sending') return null
  const label = shellWords.draft[status.state]
  return (
    <span
      class="progress"
      role="img"
      title={saved ? label : `${label}. ${shellWords.draft.notSaved}`}
      aria-label={label}
    >
      <span class="progress-dots" aria-hidden="true" />
    </span>
  )
}
