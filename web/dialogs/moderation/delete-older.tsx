import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import type { Output } from '../../../protocol/commands.ts'
import { UNDO_HOURS } from '../../../protocol/limits.ts'
import type { FilesUsage } from '../../../protocol/models.ts'
import { Confirm } from '../../ui/buttons.tsx'
import { Field, NumberField } from '../../ui/fields.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Section } from '../../ui/section.tsx'
import { useAction, useLoaded } from '../../ui/use-action.ts'
import { dialogWords } from '../../words/dialogs.ts'
import { sayBytes, titleOf } from './say-files.ts'

const AGES = [7, 30, 90, 180, 365, 730]
const DAY_MS = 24 * 60 * 60 * 1_000
const ALL = ''

type Props = { client: Client; usage: FilesUsage; onDone: () => void }

/** Says what a deletion would take before it is confirmed. */
export function DeleteOlder({ client, usage, onDone }: Props) {
  const says = dialogWords.moderation.disk
  const [days, setDays] = useState(365)
  const [roomId, setRoom] = useState(ALL)
  const [userId, setUser] = useState(ALL)
  // The same moment for the preview and the deletion.
  const before = useMemo(() => new Date(Date.now() - days * DAY_MS).toISOString(), [days])
  const chosen = { before, ...(roomId !== ALL && { roomId }), ...(userId !== ALL && { userId }) }
  const moved = usage.deletions.map(({ deletionId, state }) => `${deletionId} ${state}`).join()
  const older = useLoaded(() => client.run('files:older', chosen), [before, roomId, userId, moved])
  const deletion = useAction(() => client.run('files:deleteOlder', chosen))
  const found = older.loading.state === 'loaded' ? older.loading.value : undefined

  const preview = useRef<HTMLParagraphElement>(null)
  const isNothing = found?.files === 0
  // After a deletion its button goes away.
  useEffect(() => {
    if (isNothing && document.activeElement === document.body) preview.current?.focus()
  }, [isNothing])

  return (
    <Section heading={says.older}>
      <NumberField label={says.age} value={days} options={AGES} say={says.ago} onChoose={setDays} />
      <Select
        label={says.room}
        value={roomId}
        all={says.everywhere}
        options={usage.rooms.flatMap((row) => (row.room ? [{ id: row.room.id, name: titleOf(client, row) }] : []))}
        onChoose={setRoom}
      />
      <Select
        label={says.person}
        value={userId}
        all={says.everybody}
        options={usage.people.map(({ user }) => user)}
        onChoose={setUser}
      />
      <p role="status" tabIndex={-1} ref={preview}>
        {found ? sayOlder(found) : older.loading.state === 'failed' ? '' : says.counting}
      </p>
      {older.loading.state === 'failed' && <Problem failure={older.loading.failure} />}
      {(older.value?.files ?? 0) > 0 && (
        <Confirm
          label={says.button}
          doLabel={says.doIt(says.files(older.value!.files))}
          question={<p>{says.question(says.files(older.value!.files), UNDO_HOURS)}</p>}
          action={deletion}
          onDone={onDone}
        />
      )}
    </Section>
  )
}

function sayOlder({ files, bytes, frees }: Output<'files:older'>): string {
  const says = dialogWords.moderation.disk
  return files === 0 ? says.nothing : says.takes(says.files(files), sayBytes(bytes), sayBytes(frees))
}

type SelectProps = {
  label: string
  value: string
  /** The first option, which is no single one. */
  all: string
  options: { id: string; name: string }[]
  onChoose: (id: string) => void
}

/** A chosen one stays among the options, also when its files are gone. */
function Select({ label, value, all, options, onChoose }: SelectProps) {
  const known = useRef(new Map<string, string>())
  for (const { id, name } of options) known.current.set(id, name)
  return (
    <Field label={label}>
      {(props) => (
        <select {...props} class="field" value={value} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
          <option value={ALL}>{all}</option>
          {[...known.current].map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
