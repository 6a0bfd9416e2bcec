import { useSignal, useSignalEffect } from '@preact/signals'
import type { Client } from '../../../client/client.ts'
import { Listed } from '../../ui/loaded-list.tsx'
import { useLoaded } from '../../ui/use-action.ts'
import { sayMoment } from '../../ui/moments.ts'
import { exactTime } from '../../ui/time.ts'
import { findingWords } from '../../words/finding.ts'
import { type Change, changesBetween } from './changes-between.ts'
import './versions.css'

const words = findingWords.versions

type Version = { body: string; at: string }

/** Earlier versions of a message, the latest first, with the changes of each edit. */
export function MessageVersions({ client, roomId, seq }: { client: Client; roomId: string; seq: number }) {
  const rev = useSignal(0)
  // An edit or a deletion meanwhile changes or empties the list of versions.
  useSignalEffect(() => {
    const changed = client.rooms.latest.value?.messages.find((one) => one.roomId === roomId && one.seq === seq)
    if (changed) rev.value = changed.rev
  })
  const loaded = useLoaded(async () => {
    const [before, now] = await Promise.all([
      client.run('message:versions', { roomId, seq }),
      client.run('room:history', { roomId, around: seq, limit: 1 }),
    ])
    if (!before.ok) return before
    if (!now.ok) return now
    const message = now.value.messages.find((one) => one.seq === seq)
    const latest = message?.editedAt === undefined ? [] : [{ body: message.body, at: message.editedAt }]
    return { ok: true as const, value: [...before.value.versions, ...latest] }
  }, [roomId, seq, rev.value])
  return (
    <Listed loaded={loaded} isEmpty={(versions) => versions.length < 2} empty={words.none}>
      {(versions) => (
        <>
          <p class="hint">{words.legend}</p>
          <ol class="versions" reversed>
            {versions.map((version, index) => <Shown version={version} before={versions[index - 1]} />).toReversed()}
          </ol>
        </>
      )}
    </Listed>
  )
}

function Shown({ version, before }: { version: Version; before: Version | undefined }) {
  return (
    <li>
      <h2>
        <time dateTime={version.at} title={exactTime(version.at)}>
          {before ? words.at(sayMoment(version.at)) : `${words.first}, ${sayMoment(version.at)}`}
        </time>
      </h2>
      <p class="version" dir="auto">
        {before ? changesBetween(before.body, version.body).map(draw) : version.body}
      </p>
    </li>
  )
}

function draw({ kind, text }: Change) {
  if (kind === 'same') return text
  return kind === 'added' ? <ins>{text}</ins> : <del>{text}</del>
}
