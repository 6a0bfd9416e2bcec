import type { Client } from '../../../client/client.ts'
import { UNDO_HOURS } from '../../../protocol/limits.ts'
import type { AuditEntry, Me } from '../../../protocol/models.ts'
import { closeOverlay } from '../../overlay.ts'
import { Problem } from '../../ui/problem.tsx'
import { overlayWords } from '../../words-overlays.ts'
import { useAction, useLoaded } from '../action.ts'
import { isModerator } from '../may.ts'
import { Listed } from '../parts/listed.tsx'
import { Done } from '../parts/section.tsx'
import { sayAgo, sayMoment } from '../when.ts'
import { sentenceFor } from './audit-sentences.ts'

type GoTo = (slug: string, seq?: number) => void

/** What was done, by whom and to whom, newest first. */
export function Audit({ client, me, goTo }: { client: Client; me: Me; goTo: GoTo }) {
  const loaded = useLoaded(() => client.run('audit:list', {}), [])
  const more = useAction((before: number) => client.run('audit:list', { before }))

  async function loadMore(before: number) {
    const page = await more.start(before)
    if (page?.ok) loaded.change((now) => ({ entries: [...now.entries, ...page.value.entries], more: page.value.more }))
  }

  return (
    <Listed loaded={loaded} isEmpty={({ entries }) => entries.length === 0} empty={overlayWords.moderation.noAudit}>
      {({ entries, more: hasMore }) => {
        const last = entries.at(-1)
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
            {hasMore && last && (
              <button
                type="button"
                class="button"
                aria-disabled={more.isRunning}
                onClick={() => void loadMore(last.id)}
              >
                {overlayWords.more}
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
  const says = overlayWords.moderation
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
              closeOverlay()
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
      {undo.acting.state === 'done' && <Done>{overlayWords.person.messages.undone}</Done>}
      <Problem failure={undo.failure} />
    </li>
  )
}
