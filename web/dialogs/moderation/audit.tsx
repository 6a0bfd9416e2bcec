import type { Client } from '../../../client/client.ts'
import { UNDO_HOURS } from '../../../protocol/limits.ts'
import type { AuditEntry, Me } from '../../../protocol/models.ts'
import { closeDialog } from '../../state/open-dialog.ts'
import { Problem } from '../../ui/problem.tsx'
import { dialogWords } from '../../words/dialogs.ts'
import { useAction, useLoaded } from '../../ui/use-action.ts'
import { isModerator } from '../../people/permissions.ts'
import { Listed } from '../../ui/loaded-list.tsx'
import { Done } from '../../ui/section.tsx'
import { sayAgo, sayMoment } from '../../ui/moments.ts'
import { sentenceFor } from './audit-sentences.ts'

type GoTo = (slug: string, seq?: number) => void

/** The audit log: each act, its author and its target, newest first. */
export function Audit({ client, me, goTo }: { client: Client; me: Me; goTo: GoTo }) {
  const loaded = useLoaded(() => client.run('audit:list', {}), [])
  const more = useAction((after: string) => client.run('audit:list', { after }))

  async function loadMore(after: string) {
    const page = await more.start(after)
    if (page?.ok) loaded.change((now) => ({ ...page.value, entries: [...now.entries, ...page.value.entries] }))
  }

  return (
    <Listed loaded={loaded} isEmpty={({ entries }) => entries.length === 0} empty={dialogWords.moderation.noAudit}>
      {({ entries, next }) => {
        const undone = new Set(
          entries.filter(({ act }) => act === 'removal:undo').map(({ details }) => details['removalId']),
        )
        return (
          <>
            <ol class="audit">
              {entries.map((entry) => (
                <Entry
                  key={entry.id}
                  client={client}
                  me={me}
                  entry={entry}
                  isUndone={undone.has(entry.details['removalId'])}
                  goTo={goTo}
                />
              ))}
            </ol>
            <Problem failure={more.failure} />
            {next !== undefined && (
              <button type="button" class="button" aria-disabled={more.isRunning} onClick={() => void loadMore(next)}>
                {dialogWords.more}
              </button>
            )}
          </>
        )
      }}
    </Listed>
  )
}

type EntryProps = { client: Client; me: Me; entry: AuditEntry; isUndone: boolean; goTo: GoTo }

function Entry({ client, me, entry, isUndone, goTo }: EntryProps) {
  const says = dialogWords.moderation
  const removalId = entry.act === 'user:removeMessages' ? entry.details['removalId'] : undefined
  const undo = useAction(() => client.run('removal:undo', { removalId: String(removalId) }))
  const isRecent = Date.now() - new Date(entry.at).getTime() < UNDO_HOURS * 3_600_000
  const mayUndo = removalId !== undefined && entry.details['count'] !== 0 && !isUndone && isRecent && isModerator(me)
  const { roomId, seq } = entry
  const reason = entry.details['reason']
  return (
    <li class="audit-entry">
      <p dir="auto">{sentenceFor(entry)}</p>
      {typeof reason === 'string' && reason !== '' && (
        <p class="soft">
          <bdi>{reason}</bdi>
        </p>
      )}
      <div class="acts">
        <time class="person-note" dateTime={entry.at} title={sayMoment(entry.at)}>
          {sayAgo(entry.at)}
        </time>
        {roomId !== undefined && seq !== undefined && (
          <button
            type="button"
            class="text-button"
            onClick={() => {
              closeDialog()
              goTo(client.rooms.get(roomId)?.slug.value ?? roomId, seq)
            }}
          >
            {says.show}
          </button>
        )}
        {mayUndo && undo.acting.state !== 'done' && (
          <button type="button" class="text-button" aria-disabled={undo.isRunning} onClick={() => void undo.start()}>
            {says.undoRemoval}
          </button>
        )}
      </div>
      {undo.acting.state === 'done' && <Done>{dialogWords.person.messages.undone}</Done>}
      <Problem failure={undo.failure} />
    </li>
  )
}
