import { useRef, useState } from 'preact/hooks'
import type { Failure } from '../../protocol/errors.ts'
import type { Boot, User } from '../../protocol/models.ts'
import { keep, recall } from '../browser/storage.ts'
import { Problem } from '../ui/problem.tsx'
import { words } from '../words/first.ts'
import { codeOf } from './code.ts'
import { useFirstField } from './first-field.ts'
import { JoinHead } from './join-head.tsx'
import { lazy } from '../ui/lazy.tsx'
import { startSession } from './session.ts'
import { typedIn } from '../ui/typed-in.ts'
import './join.css'

const ByMail = lazy(async () => (await import('./arrival.tsx')).ByMail)

type Props = {
  access: Boot['access']
  room: string
  hasMail: boolean | undefined
  /** The number of unsent drafts of a guest who was signed out here. */
  unsent: number
  onJoined: (you: User) => void
}

type Joining = { state: 'idle' } | { state: 'asking' } | { state: 'refused'; failure: Failure }

/** One field and one button over the dimmed room. A second field is for returning users and for invitations. */
export function Join({ access, room, hasMail, unsent, onJoined }: Props) {
  const [joining, setJoining] = useState<Joining>({ state: 'idle' })
  const [hasPassword, setHasPassword] = useState(access === 'closed')
  const [name, setName] = useState(recall('name') ?? '')
  const form = useRef<HTMLFormElement>(null)
  const failure = joining.state === 'refused' ? joining.failure : undefined
  const needsInvite = access === 'invite' && !hasPassword

  useFirstField(form, [hasPassword])

  async function join(called: string) {
    if (joining.state === 'asking') return
    setJoining({ state: 'asking' })
    const result = await startSession({
      name: called,
      ...(hasPassword && { password: typedIn(form.current, 'password') }),
      ...(needsInvite && { invite: codeOf(typedIn(form.current, 'invitation')) }),
    })
    if (result.ok) {
      keep('name', result.value.user.name)
      onJoined(result.value.user)
    } else {
      setJoining({ state: 'refused', failure: result.error })
      form.current?.querySelector<HTMLInputElement>(hasPassword ? '[type=password]' : '#join-name')?.focus()
    }
  }

  function turn(toPassword: boolean) {
    setHasPassword(toPassword)
    setJoining({ state: 'idle' })
  }

  const suggestion = failure?.suggestion
  return (
    <form
      class="join"
      ref={form}
      aria-labelledby="join-heading"
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim() !== '') void join(name.trim())
      }}
    >
      <JoinHead heading={headingFor(access, room, hasPassword)} />
      {access !== 'open' && (access === 'closed' || !hasPassword) && <p>{words.join[access].text}</p>}
      {unsent > 0 && (
        <p>
          {words.connection.signedOut} {words.room.unsent(unsent)}
        </p>
      )}
      {needsInvite && (
        <>
          <label for="join-invitation">{words.join.invitation}</label>
          <input id="join-invitation" class="field" name="invitation" autocomplete="off" spellcheck={false} required />
        </>
      )}
      <label for="join-name">{words.join.label}</label>
      <div class="join-row">
        <input
          id="join-name"
          class="field"
          type="text"
          name="nickname"
          autocomplete={hasPassword ? 'username' : 'nickname'}
          autocapitalize="words"
          spellcheck={false}
          dir="auto"
          maxLength={200}
          required
          value={name}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
          aria-invalid={failure !== undefined}
          aria-describedby="join-failure"
        />
        {!hasPassword && <Submit label={words.join.button} isAsking={joining.state === 'asking'} />}
      </div>
      {hasPassword && (
        <>
          <label for="join-password">{words.join.password}</label>
          <div class="join-row">
            <input
              id="join-password"
              class="field"
              type="password"
              name="password"
              autocomplete="current-password"
              required
              aria-invalid={failure !== undefined}
              aria-describedby="join-failure"
            />
            <Submit label={words.join.signIn} isAsking={joining.state === 'asking'} />
          </div>
        </>
      )}
      <Problem failure={failure} id="join-failure" />
      {!hasPassword && failure?.code === 'conflict' && (
        <div class="join-ways">
          {suggestion !== undefined && (
            <button
              type="button"
              class="button"
              onClick={() => {
                setName(suggestion)
                void join(suggestion)
              }}
            >
              <bdi>{words.join.takeName(suggestion)}</bdi>
            </button>
          )}
          <button type="button" class="button" onClick={() => turn(true)}>
            {words.join.isMe}
          </button>
        </div>
      )}
      {hasPassword && hasMail && <ByMail to={name.trim()} />}
      {access !== 'closed' && (
        <button type="button" class="text-button join-other" onClick={() => turn(!hasPassword)}>
          {hasPassword ? words.join.isNew : words.join.hasPassword}
        </button>
      )}
    </form>
  )
}

function Submit({ label, isAsking }: { label: string; isAsking: boolean }) {
  return (
    <button type="submit" class="button button-main" aria-disabled={isAsking}>
      {label}
    </button>
  )
}

function headingFor(access: Boot['access'], room: string, hasPassword: boolean): string {
  if (hasPassword) return words.join.signInHeading
  return access === 'open' ? words.join.heading(room) : words.join[access].heading
}
