import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Failure, Result } from '../../protocol/errors.ts'
import { LOBBY, MAX_PASSWORD_CHARACTERS, MIN_PASSWORD_CHARACTERS } from '../../protocol/limits.ts'
import type { Boot, NewSession, RoomView, User } from '../../protocol/models.ts'
import { keep, recall } from '../ui/kept.ts'
import { Problem } from '../ui/problem.tsx'
import { overlayWords } from '../words-overlays.ts'
import { useFirstField } from './first-field.ts'
import { ask, post, startOwner, startSession } from './session.ts'
import { typedIn } from './typed.ts'
import './join.css'

type Path = '/owner' | '/invite' | '/sign-in'
type Arrived = (you: User, slug?: string) => void
type Props = { path: Path; boot: Boot; onArrived: Arrived }
type ScreenProps = { code: string; boot: Boot; onArrived: Arrived }

const says = overlayWords.arrival

const codeHere = (): string => location.hash.slice(1)

/** The screens behind a link whose secret stands after #, where no server and no log is told of it. */
export function Arrival({ path, boot, onArrived }: Props) {
  const [code, setCode] = useState(codeHere)

  useEffect(() => {
    // The whole link pasted over the half one loads no new page.
    const look = () => setCode(codeHere())
    addEventListener('hashchange', look)
    return () => removeEventListener('hashchange', look)
  }, [])

  /** Once it is used it is nobody's business: not the history's, not that of whoever looks at the screen. */
  const arrive: Arrived = (you, slug) => {
    history.replaceState(null, '', path)
    onArrived(you, slug)
  }

  if (code === '') return <Incomplete />
  const screen = { code, boot, onArrived: arrive }
  if (path === '/owner') return <Owner {...screen} />
  if (path === '/sign-in') return <SignIn {...screen} />
  // One who is here already takes a seat; a new one gives a name first.
  return boot.you ? <Redeem {...screen} you={boot.you} /> : <Invited {...screen} />
}

function Incomplete() {
  return (
    <section class="join" aria-labelledby="join-heading">
      <h1 id="join-heading">{says.empty.heading}</h1>
      <p>{says.empty.text}</p>
      <a class="button" href="/">
        {says.toChat}
      </a>
    </section>
  )
}

/** Gives the order once at a time; `failure` is what came of the last try. */
function useArriving() {
  const [failure, setFailure] = useState<Failure>()
  const [isAsking, setAsking] = useState(false)
  async function arrive<T>(order: () => Promise<Result<T>>, done: (value: T) => void) {
    if (isAsking) return
    setAsking(true)
    setFailure(undefined)
    const result = await order()
    setAsking(false)
    if (result.ok) done(result.value)
    else setFailure(result.error)
  }
  return { failure, setFailure, isAsking, arrive }
}

type FrameProps = {
  heading: string
  text: ComponentChildren
  button: string
  failure: Failure | undefined
  isAsking: boolean
  onSubmit: (form: HTMLFormElement) => void
  children?: ComponentChildren
  /** Where a used-up link leaves one. */
  isWayOut?: boolean
}

function Frame({ heading, text, button, failure, isAsking, onSubmit, children, isWayOut = false }: FrameProps) {
  const form = useRef<HTMLFormElement>(null)
  useFirstField(form)
  return (
    <form
      class="join"
      ref={form}
      aria-labelledby="join-heading"
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit(event.currentTarget)
      }}
    >
      <h1 id="join-heading">{heading}</h1>
      <p>{text}</p>
      {children}
      <Problem failure={failure} id="join-failure" />
      <button type="submit" class="button button-main" aria-disabled={isAsking}>
        {button}
      </button>
      {(isWayOut || failure?.code === 'forbidden') && (
        <a class="text-button join-other" href="/">
          {says.toChat}
        </a>
      )}
    </form>
  )
}

function NameField({ isInvalid, isAccount }: { isInvalid: boolean; isAccount: boolean }) {
  return (
    <>
      <label for="join-name">{says.name}</label>
      <input
        id="join-name"
        class="field"
        name="nickname"
        autocomplete={isAccount ? 'username' : 'nickname'}
        autocapitalize="words"
        spellcheck={false}
        dir="auto"
        maxLength={200}
        required
        defaultValue={recall('name') ?? ''}
        aria-invalid={isInvalid}
        aria-describedby="join-failure"
      />
    </>
  )
}

function NewPasswordField({ id, label }: { id: string; label: string }) {
  return (
    <>
      <label for={`join-${id}`}>{label}</label>
      <input
        id={`join-${id}`}
        class="field"
        type="password"
        name={id}
        autocomplete="new-password"
        minLength={MIN_PASSWORD_CHARACTERS}
        maxLength={MAX_PASSWORD_CHARACTERS}
        required
        aria-describedby="join-failure"
      />
    </>
  )
}

/** Somebody new. Where only people with an account come in, the invitation makes one. */
function Invited({ code, boot, onArrived }: ScreenProps) {
  const { failure, isAsking, arrive } = useArriving()
  const needsPassword = boot.access === 'closed'
  const form = useRef<HTMLFormElement | undefined>(undefined)

  function submit(at: HTMLFormElement, name: string) {
    form.current = at
    const password = needsPassword ? { password: typedIn(at, 'password') } : {}
    void arrive(() => startSession({ name, invite: code, ...password }), enter(onArrived))
  }

  const suggestion = failure?.suggestion
  return (
    <Frame
      heading={says.invite.heading}
      text={needsPassword ? says.invite.passwordText : says.invite.text}
      button={says.invite.button}
      failure={failure}
      isAsking={isAsking}
      onSubmit={(at) => {
        const name = typedIn(at, 'nickname').trim()
        if (name !== '') submit(at, name)
      }}
    >
      <NameField isInvalid={failure !== undefined} isAccount={needsPassword} />
      {needsPassword && <NewPasswordField id="password" label={says.password} />}
      {suggestion !== undefined && (
        <button
          type="button"
          class="button"
          onClick={() => {
            const at = form.current
            const field = at?.querySelector<HTMLInputElement>('#join-name')
            if (!at || !field) return
            field.value = suggestion
            submit(at, suggestion)
          }}
        >
          <bdi>{says.takeName(suggestion)}</bdi>
        </button>
      )}
    </Frame>
  )
}

const enter =
  (onArrived: Arrived) =>
  ({ user }: NewSession) => {
    keep('name', user.name)
    onArrived(user)
  }

function Redeem({ code, you, onArrived }: ScreenProps & { you: User }) {
  const { failure, isAsking, arrive } = useArriving()
  return (
    <Frame
      heading={says.invite.heading}
      text={<bdi>{says.invite.knownText(you.name)}</bdi>}
      button={says.invite.button}
      failure={failure}
      isAsking={isAsking}
      isWayOut
      onSubmit={() =>
        void arrive(
          () => ask<RoomView>('/api/invites/redeem', post({ invite: code })),
          ({ slug }) => onArrived(you, slug),
        )
      }
    />
  )
}

function Owner({ code, onArrived }: ScreenProps) {
  const { failure, setFailure, isAsking, arrive } = useArriving()
  return (
    <Frame
      heading={says.owner.heading}
      text={says.owner.text}
      button={says.owner.button}
      failure={failure}
      isAsking={isAsking}
      onSubmit={(form) => {
        const password = typedIn(form, 'password')
        if (password !== typedIn(form, 'again')) {
          setFailure({ code: 'bad_request', message: says.unequal })
          return
        }
        const name = typedIn(form, 'nickname').trim()
        void arrive(
          () => startOwner({ code, name, password }),
          enter((you) => onArrived(you, LOBBY)),
        )
      }}
    >
      <NameField isInvalid={failure !== undefined} isAccount />
      <NewPasswordField id="password" label={says.password} />
      <NewPasswordField id="again" label={says.again} />
    </Frame>
  )
}

/** Never by itself: whatever looks at links before people do must not use it up. */
function SignIn({ code, boot, onArrived }: ScreenProps) {
  const { failure, isAsking, arrive } = useArriving()
  return (
    <Frame
      heading={says.signIn.heading}
      text={
        <>
          {says.signIn.text} {boot.you && <bdi>{says.signIn.warning(boot.you.name)}</bdi>}
        </>
      }
      button={says.signIn.button}
      failure={failure}
      isAsking={isAsking}
      onSubmit={() => void arrive(() => startSession({ code }), enter(onArrived))}
    />
  )
}
