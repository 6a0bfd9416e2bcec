import { useEffect, useRef, useState } from 'preact/hooks'
import type { Failure } from '../../protocol/errors.ts'
import type { Boot, User } from '../../protocol/models.ts'
import { keep, recall } from '../ui/kept.ts'
import { words } from '../words.ts'
import { startSession } from './session.ts'
import './join.css'

type Props = {
  access: Boot['access']
  room: string
  /** What is left of a guest who was signed out here. */
  unsent: number
  onJoined: (you: User) => void
}

/** One field and one button over the dimmed room. */
export function Join({ access, ...props }: Props) {
  if (access === 'open') return <NameForm {...props} />
  const { heading, text } = words.join[access]
  return (
    <section class="join" aria-labelledby="join-heading">
      <h1 id="join-heading">{heading}</h1>
      <p>{text}</p>
    </section>
  )
}

type Joining = { state: 'idle' } | { state: 'asking' } | { state: 'refused'; failure: Failure }

function NameForm({ room, unsent, onJoined }: Omit<Props, 'access'>) {
  const [joining, setJoining] = useState<Joining>({ state: 'idle' })
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const failure = joining.state === 'refused' ? joining.failure : undefined

  async function join() {
    const name = field.current?.value.trim() ?? ''
    if (name === '') {
      field.current?.focus()
      return
    }
    setJoining({ state: 'asking' })
    const result = await startSession(name)
    if (result.ok) {
      keep('name', name)
      onJoined(result.value.user)
    } else {
      setJoining({ state: 'refused', failure: result.error })
      field.current?.focus()
    }
  }

  return (
    <form
      class="join"
      aria-labelledby="join-heading"
      onSubmit={(event) => {
        event.preventDefault()
        if (joining.state !== 'asking') void join()
      }}
    >
      <h1 id="join-heading">{words.join.heading(room)}</h1>
      {unsent > 0 && (
        <p>
          {words.connection.signedOut} {words.room.unsent(unsent)}
        </p>
      )}
      <label for="join-name">{words.join.label}</label>
      <div class="join-row">
        <input
          id="join-name"
          ref={field}
          class="field"
          type="text"
          name="nickname"
          autocomplete="nickname"
          autocapitalize="words"
          spellcheck={false}
          dir="auto"
          maxLength={200}
          required
          defaultValue={recall('name') ?? ''}
          aria-invalid={failure !== undefined}
          aria-describedby={failure && 'join-failure'}
        />
        <button type="submit" class="button button-main" aria-disabled={joining.state === 'asking'}>
          {words.join.button}
        </button>
      </div>
      <p id="join-failure" class="join-failure" role="alert">
        {failure && sentenceFor(failure)}
      </p>
    </form>
  )
}

function sentenceFor({ message, retryAfterMs }: Failure): string {
  if (retryAfterMs === undefined) return message
  return `${message} ${words.join.tryAgainIn(Math.max(1, Math.ceil(retryAfterMs / 1_000)))}`
}
