import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import type { FileDeletion, FilesUsage } from '../../../protocol/models.ts'
import { Listed } from '../../ui/loaded-list.tsx'
import { sayDay, sayMoment } from '../../ui/moments.ts'
import { Problem } from '../../ui/problem.tsx'
import { Section } from '../../ui/section.tsx'
import { useAction, useLoaded } from '../../ui/use-action.ts'
import { dialogWords } from '../../words/dialogs.ts'
import { DeleteOlder } from './delete-older.tsx'
import { sayBytes, titleOf } from './say-files.ts'
import { UsageLists } from './usage-lists.tsx'
import './disk.css'

/** How soon to look again while files are being deleted or restored. */
const LOOK_AGAIN_MS = 1_000

/** The use of the disk, and a way to delete older files, for owners. */
export function Disk({ client }: { client: Client }) {
  const loaded = useLoaded(() => client.run('files:usage', {}), [])
  const { value, again } = loaded
  const isMoving = value?.deletions.some(({ state }) => state !== 'done') ?? false
  useEffect(() => {
    if (!isMoving) return
    const timer = setTimeout(again, LOOK_AGAIN_MS)
    return () => clearTimeout(timer)
  }, [value])

  return (
    <Listed loaded={loaded} isEmpty={() => false} empty={null}>
      {(usage) => (
        <>
          <Facts usage={usage} />
          <UsageLists client={client} usage={usage} />
          <DeleteOlder client={client} usage={usage} onDone={again} />
          <Deletions client={client} deletions={usage.deletions} onRestored={again} />
        </>
      )}
    </Listed>
  )
}

function Facts({ usage: { bytes, limit, free, all, kept } }: { usage: FilesUsage }) {
  const says = dialogWords.moderation.disk
  return (
    <div class="disk-facts">
      <p>
        {says.all(sayBytes(bytes))} {limit !== undefined && says.limit(sayBytes(limit))}
      </p>
      {free !== undefined && all !== undefined && (
        <>
          <p>{says.free(sayBytes(free), sayBytes(all))}</p>
          <span class="share" aria-hidden="true" style={{ '--share': String(1 - free / all) }} />
        </>
      )}
      {kept.files > 0 && <p class="soft">{says.kept(sayBytes(kept.bytes))}</p>}
    </div>
  )
}

type DeletionsProps = { client: Client; deletions: FileDeletion[]; onRestored: () => void }

function Deletions({ client, deletions, onRestored }: DeletionsProps) {
  const says = dialogWords.moderation.disk
  const [isRestored, setRestored] = useState(false)
  const note = useRef<HTMLParagraphElement>(null)
  // The button that was pressed goes away with its row.
  useEffect(() => note.current?.focus(), [isRestored])
  if (deletions.length === 0 && !isRestored) return null
  return (
    <Section heading={says.deletions}>
      {isRestored && (
        <p class="done" role="status" tabIndex={-1} ref={note}>
          {says.restored}
        </p>
      )}
      <ul class="deletions">
        {deletions.map((deletion) => (
          <Deletion
            key={deletion.deletionId}
            client={client}
            deletion={deletion}
            onRestored={() => {
              setRestored(true)
              onRestored()
            }}
          />
        ))}
      </ul>
    </Section>
  )
}

function Deletion({
  client,
  deletion,
  onRestored,
}: {
  client: Client
  deletion: FileDeletion
  onRestored: () => void
}) {
  const says = dialogWords.moderation.disk
  const { deletionId, by, before, kind, room, user, files, bytes, state, undoUntil } = deletion
  const restore = useAction(() => client.run('files:restore', { deletionId }))
  const count = says.files(files)
  const details = useMemo(
    () => [
      says.before(sayMoment(before)),
      ...(kind ? [titleOf(client, { kind, room })] : []),
      ...(user ? [says.of(user.name)] : []),
      ...(state === 'done' ? [says.until(sayMoment(undoUntil))] : []),
    ],
    [deletion],
  )
  return (
    <li class="deletion">
      <p dir="auto">{says.deleted(`\u2068${by.name}\u2069`, count, sayBytes(bytes))}</p>
      <p class="soft">
        {details.map((detail, place) => (
          <span key={place}>
            {place > 0 && ' · '}
            <bdi>{detail}</bdi>
          </span>
        ))}
      </p>
      {state !== 'done' && (
        <p class="soft" role="status">
          {says[state]}
        </p>
      )}
      {state !== 'restoring' && (
        <button
          type="button"
          class="text-button"
          aria-label={says.restoreOne(count, sayDay(before))}
          aria-disabled={restore.isRunning}
          onClick={() => void restore.start().then((result) => result?.ok && onRestored())}
        >
          {says.restore}
        </button>
      )}
      <Problem failure={restore.failure} />
    </li>
  )
}
