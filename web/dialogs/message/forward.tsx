import { useRef, useState } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import { newClientId } from '../../../client/client-id.ts'
import type { Room } from '../../../client/rooms.ts'
import { MAX_BODY_BYTES } from '../../../protocol/limits.ts'
import { preview } from '../../../protocol/markdown/plain-words.ts'
import { matchOf } from '../../people/match.ts'
import { rowNote } from '../../state/active-message.ts'
import { closeDialog } from '../../state/open-dialog.ts'
import { Field, SearchField } from '../../ui/fields.tsx'
import { Problem } from '../../ui/problem.tsx'
import { useAction } from '../../ui/use-action.ts'
import { actionWords } from '../../words/actions.ts'
import { dialogWords } from '../../words/dialogs.ts'
import './forward.css'

type Props = { client: Client; roomId: string; seq: number }

/** Forwards a message to another room, with an optional note. */
export function Forward({ client, roomId, seq }: Props) {
  const says = dialogWords.forward
  const [typed, setTyped] = useState('')
  const [chosen, choose] = useState<string | undefined>(undefined)
  const note = useRef<HTMLTextAreaElement>(null)
  // Another attempt with the same words has the same id, and posts nothing twice.
  const attempt = useRef({ words: '', clientId: '' })
  const message = client.rooms.get(roomId)?.timeline.find(seq)
  const goals = goalsOf(client, roomId, typed.trim())
  // After typing, the best match is chosen by default.
  const goal = goals.find(({ room }) => room.id === chosen) ?? (typed.trim() !== '' ? goals[0] : undefined)

  const forward = useAction((toRoomId: string) => {
    const comment = note.current?.value.trim() ?? ''
    const words = `${toRoomId} ${comment}`
    if (attempt.current.words !== words) attempt.current = { words, clientId: newClientId() }
    const { clientId } = attempt.current
    return client.run('message:forward', { roomId, seq, toRoomId, clientId, ...(comment !== '' && { comment }) })
  })

  async function submit() {
    if (!goal) return
    const result = await forward.start(goal.room.id)
    if (!result?.ok) return
    closeDialog()
    rowNote.value = { roomId, seq, text: actionWords.message.isForwarded(goal.title) }
  }

  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      {message && (
        <blockquote class="forwarded">
          <bdi class="forwarded-by">{message.author.name}</bdi> <bdi>{preview(message)}</bdi>
        </blockquote>
      )}
      <SearchField label={says.search} value={typed} onType={setTyped} isFirst />
      {goals.length > 0 ? (
        <fieldset class="choices forward-rooms">
          <legend class="unseen">{says.rooms}</legend>
          {goals.map(({ room, title }) => (
            <label class="choice" key={room.id}>
              <input
                type="radio"
                name="room"
                value={room.id}
                checked={room.id === goal?.room.id}
                onChange={() => choose(room.id)}
              />
              <span>
                {room.kind.value !== 'direct' && '#'}
                <bdi translate={false}>{title}</bdi>
              </span>
            </label>
          ))}
        </fieldset>
      ) : (
        <p class="soft" role="status">
          {typed.trim() === '' ? says.none : says.nothing}
        </p>
      )}
      <Field label={says.note}>
        {(props) => <textarea {...props} ref={note} class="field" dir="auto" rows={2} maxLength={MAX_BODY_BYTES} />}
      </Field>
      <Problem failure={forward.failure} />
      <div class="acts">
        <button type="submit" class="button button-main" aria-disabled={!goal || forward.isRunning}>
          {says.button}
        </button>
        <button type="button" class="button" onClick={closeDialog}>
          {dialogWords.cancel}
        </button>
      </div>
    </form>
  )
}

/** The other rooms in which I may write, best first. */
function goalsOf(client: Client, roomId: string, query: string): { room: Room; title: string }[] {
  return client.rooms.all.value
    .filter((room) => room.id !== roomId && room.isMember.value && room.writing.value.may)
    .map((room) => ({ room, title: room.name.value }))
    .map(({ room, title }) => ({ room, title, match: matchOf(title, query) }))
    .filter(({ match }) => match !== undefined)
    .sort((a, b) => (a.match ?? 0) - (b.match ?? 0) || a.title.localeCompare(b.title))
}
