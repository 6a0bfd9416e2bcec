import { useRef, useState } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import type { Payload } from '../../../protocol/commands.ts'
import { LOBBY, MAX_TOPIC_CHARACTERS } from '../../../protocol/limits.ts'
import type { RoomView } from '../../../protocol/models.ts'
import { closeDialog } from '../../state/open-dialog.ts'
import { Problem } from '../../ui/problem.tsx'
import { dialogWords } from '../../words/dialogs.ts'
import { useAction, useChosen, useSetting } from '../../ui/use-action.ts'
import { Check, Choices, Field, NumberField } from '../../ui/fields.tsx'
import { ActionButton, Confirm } from '../../ui/buttons.tsx'
import { Done, Section } from '../../ui/section.tsx'
import { PictureField } from '../picture/picture-field.tsx'

type Props = { client: Client; room: RoomView; goTo: (slug: string) => void }
type Patch = Omit<Payload<'room:update'>, 'roomId'>

/** Slow mode: seconds between two messages of one person. */
const PACES = [0, 5, 15, 30, 60, 300, 900, 3_600]

/** A host's settings of a room. */
export function RoomSettings({ client, room, goTo }: Props) {
  const says = dialogWords.roomSettings
  const isLobby = room.id === LOBBY
  return (
    <>
      <Words client={client} room={room} />
      <PictureField
        of={room}
        hint={dialogWords.picture.rooms}
        set={(image = '') => client.run('room:update', { roomId: room.id, image })}
      />
      <Rules client={client} room={room} isLobby={isLobby} />
      {!isLobby && (
        <>
          <Archive client={client} room={room} />
          <Section heading={says.deleteHeading}>
            <DeleteRoom client={client} room={room} goTo={goTo} />
          </Section>
        </>
      )}
    </>
  )
}

function Words({ client, room }: { client: Client; room: RoomView }) {
  const says = dialogWords.roomSettings
  const name = useRef<HTMLInputElement>(null)
  const topic = useRef<HTMLTextAreaElement>(null)
  const update = useAction((patch: Patch) => client.run('room:update', { roomId: room.id, ...patch }))

  function save() {
    const patch: Patch = {}
    const named = name.current?.value.trim() ?? ''
    const about = topic.current?.value.trim() ?? ''
    if (named !== '' && named !== room.name) patch.name = named
    if (about !== room.topic) patch.topic = about
    if (Object.keys(patch).length > 0) void update.start(patch)
  }

  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <Field label={dialogWords.newRoom.name} hint={says.nameHint}>
        {(props) => (
          <input
            {...props}
            ref={name}
            class="field"
            dir="auto"
            maxLength={200}
            required
            autocomplete="off"
            defaultValue={room.name}
          />
        )}
      </Field>
      <Field label={dialogWords.newRoom.topic}>
        {(props) => (
          <textarea
            {...props}
            ref={topic}
            class="field"
            dir="auto"
            rows={3}
            maxLength={MAX_TOPIC_CHARACTERS}
            defaultValue={room.topic}
          />
        )}
      </Field>
      <Problem failure={update.failure} />
      <button type="submit" class="button" aria-disabled={update.isRunning}>
        {says.save}
      </button>
      {update.acting.state === 'done' && <Done>{says.saved}</Done>}
    </form>
  )
}

function Rules({ client, room, isLobby }: { client: Client; room: RoomView; isLobby: boolean }) {
  const says = dialogWords.roomSettings
  const update = useSetting((patch: Patch) => client.run('room:update', { roomId: room.id, ...patch }))
  const change = (patch: Patch) => update.start(patch)
  const [slowSeconds, setSlowSeconds] = useChosen(room.slowSeconds, (seconds: number) =>
    change({ slowSeconds: seconds }),
  )
  const paces = PACES.includes(room.slowSeconds) ? PACES : [...PACES, room.slowSeconds].sort((a, b) => a - b)
  return (
    <Section heading={says.rules}>
      {!isLobby && room.kind !== 'direct' && (
        <Choices
          legend={dialogWords.newRoom.who}
          name="kind"
          value={room.kind}
          onChoose={(kind) => change({ kind })}
          options={[
            { value: 'open', label: dialogWords.newRoom.open, hint: dialogWords.newRoom.openHint },
            { value: 'closed', label: dialogWords.newRoom.closed, hint: dialogWords.newRoom.closedHint },
          ]}
        />
      )}
      <Check
        label={says.locked}
        hint={says.lockedHint}
        checked={room.isLocked}
        onChange={(isLocked) => change({ isLocked })}
      />
      <Check
        label={says.previews}
        hint={says.previewsHint}
        checked={room.previews !== 'off'}
        onChange={(on) => change({ previews: on ? 'on' : 'off' })}
      />
      <NumberField
        label={says.slow}
        hint={says.slowHint}
        value={slowSeconds}
        options={paces}
        say={says.pace}
        onChoose={setSlowSeconds}
      />
      <Problem failure={update.failure} />
      {update.acting.state === 'done' && <Done>{says.saved}</Done>}
    </Section>
  )
}

function Archive({ client, room }: { client: Client; room: RoomView }) {
  const says = dialogWords.roomSettings
  const update = useAction(() => client.run('room:update', { roomId: room.id, isArchived: !room.isArchived }))
  return (
    <Section heading={says.archiveHeading}>
      <p class="soft">{room.isArchived ? says.restoreText : says.archiveText}</p>
      <ActionButton action={update}>{room.isArchived ? says.restore : says.archive}</ActionButton>
    </Section>
  )
}

function DeleteRoom({ client, room, goTo }: Props) {
  const says = dialogWords.roomSettings
  const [typed, setTyped] = useState('')
  const remove = useAction(() => client.run('room:delete', { roomId: room.id, name: typed.trim() }))
  return (
    <Confirm
      label={says.delete}
      doLabel={says.deleteForGood}
      question={<p>{says.deleteQuestion(room.memberCount, room.lastSeq)}</p>}
      action={remove}
      onDone={() => {
        closeDialog()
        goTo(LOBBY)
      }}
    >
      <Field
        label={says.typeName}
        hint={
          <>
            {says.typeThis} <bdi class="typed-name">{room.name}</bdi>
          </>
        }
      >
        {(props) => (
          <input
            {...props}
            class="field"
            dir="auto"
            autocomplete="off"
            spellcheck={false}
            value={typed}
            onInput={({ currentTarget }) => setTyped(currentTarget.value)}
          />
        )}
      </Field>
    </Confirm>
  )
}
