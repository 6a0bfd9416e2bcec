import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Failure, Result } from '../../protocol/errors.ts'
import { isRetryable } from '../../protocol/error-codes.ts'
import { LOBBY, MAX_PASSWORD_CHARACTERS, MIN_PASSWORD_CHARACTERS } from '../../protocol/limits.ts'
import type { Boot, InviteLook, MailSettings, NewSession, RoomView, User } from '../../protocol/models.ts'
import { keep, recall } from '../browser/storage.ts'
import { Avatar } from '../people/avatar.tsx'
import { chatName } from '../state/chat-look.ts'
import { Problem } from '../ui/problem.tsx'
import { pathTo } from '../state/address.ts'
import { dialogWords } from '../words/dialogs.ts'
import { words } from '../words/first.ts'
import { useFirstField } from './first-field.ts'
import { JoinHead } from './join-head.tsx'
import { ask, post, startSession } from './session.ts'
import { SharedComputer } from './shared-computer.tsx'
import { typedIn } from '../ui/typed-in.ts'
import './join.css'

export { ByMail } from './by-mail.tsx'

/** Undefined is the plain way in, which is closed to a browser without cookies. */
type Path = '/owner' | '/invite' | '/sign-in' | '/new-password' | '/confirm-mail'
type Arrived = (you: User, slug?: string) => void
type Props = { path?: Path; boot: Boot; onArrived: Arrived }
type ScreenProps = { code: string; boot: Boot; onArrived: Arrived }

const says = dialogWords.arrival

const codeHere = (): string => location.hash.slice(1)

/** The screens behind a link with a secret after #. Browsers send that part to no server, so no log has it. */
export function Arrival({ path, boot, onArrived }: Props) {
  const [code, setCode] = useState(codeHere)

  useEffect(() => {
    // Pasting a whole link over an incomplete one loads no new page.
    const look = () => setCode(codeHere())
    addEventListener('hashchange', look)
    return () => removeEventListener('hashchange', look)
  }, [])

  /** Removes a used secret from the address, so that it is not in the history or on the screen. */
  const arrive: Arrived = (you, slug) => {
    history.replaceState(null, '', pathTo(path?.slice(1)))
    onArrived(you, slug)
  }

  if (path === undefined || !navigator.cookieEnabled) return <Cookieless />
  if (code === '') return <Incomplete />
  const screen = { code, boot, onArrived: arrive }
  if (path === '/invite') return <Invitation key={code} {...screen} />
  if (path === '/confirm-mail') return <ConfirmMail key={code} {...screen} />
  const [look, Screen] = CHECKED[path]
  return (
    <Checked key={code} path={look} payload={{ code }} bad={says.bad}>
      {() => <Screen {...screen} />}
    </Checked>
  )
}

/** How each link is checked, and its screen. */
const CHECKED = {
  '/owner': ['/api/owner/look', Owner],
  '/sign-in': ['/api/session/look', SignIn],
  '/new-password': ['/api/password/look', NewPassword],
} as const

/** The form is shown once the invitation is known to be valid, and its goal is known. */
function Invitation(screen: ScreenProps) {
  const { code, boot } = screen
  return (
    <Checked<InviteLook> path="/api/invites/look" payload={{ invite: code }} bad={says.invite.bad}>
      {(look) =>
        // A signed-in user joins at once; a new user enters a name first.
        boot.you ? <Redeem {...screen} look={look} you={boot.you} /> : <Invited {...screen} look={look} />
      }
    </Checked>
  )
}

type CheckedProps<T> = { path: string; payload: object; bad: string; children: (look: T) => ComponentChildren }

/** Asks the server about a link first, which does not use it up. A link that does not work says so at once. */
function Checked<T>({ path, payload, bad, children }: CheckedProps<T>) {
  const [looked, setLooked] = useState<Result<T>>()
  const [times, setTimes] = useState(0)

  useEffect(() => {
    let isWanted = true
    void ask<T>(path, post(payload)).then((result) => isWanted && setLooked(result))
    return () => void (isWanted = false)
  }, [times])

  if (!looked) return <p class="join late">{says.looking}</p>
  if (looked.ok) return <>{children(looked.value)}</>
  return (
    <Unfit
      heading={bad}
      failure={looked.error}
      onAgain={() => {
        setLooked(undefined)
        setTimes((count) => count + 1)
      }}
    />
  )
}

/** A link that is invalid or could not be checked. */
function Unfit({ heading, failure, onAgain }: { heading: string; failure: Failure; onAgain: () => void }) {
  return (
    <section class="join" aria-labelledby="join-heading">
      <JoinHead heading={heading} />
      <Problem failure={failure} id="join-failure" />
      {isRetryable(failure.code) ? (
        <button type="button" class="button button-main" onClick={onAgain}>
          {says.invite.again}
        </button>
      ) : (
        <a class="button" href={pathTo()}>
          {says.toChat}
        </a>
      )}
    </section>
  )
}

/** The inviter, and the room or chat of the invitation. */
function Inviter({ look: { by, room } }: { look: InviteLook }) {
  return (
    <span class="join-by">
      <Avatar name={by.name} id={by.id} />
      <span>
        <bdi>{says.invite.by(by.name)}</bdi>
        {room && <span class="join-note">{says.invite.onlyRoom}</span>}
      </span>
    </span>
  )
}

/** The name of the room, or of the chat as a whole. */
const goalOf = ({ room, chat }: InviteLook): string => room?.name ?? chat?.name ?? chatName.value

function Incomplete() {
  return (
    <section class="join" aria-labelledby="join-heading">
      <JoinHead heading={says.empty.heading} />
      <p>{says.empty.text}</p>
      <a class="button" href={pathTo()}>
        {says.toChat}
      </a>
    </section>
  )
}

/** Without cookies, each reload would create another guest. */
function Cookieless() {
  return (
    <section class="join" role="alert" aria-labelledby="join-heading">
      <JoinHead heading={says.cookies.heading} />
      <p>{says.cookies.text}</p>
      <button type="button" class="button" onClick={() => location.reload()}>
        {words.connection.reload}
      </button>
    </section>
  )
}

/** Runs one request at a time; `failure` is the error of the last attempt. */
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
  above?: ComponentChildren
  text: ComponentChildren
  button: string
  failure: Failure | undefined
  isAsking: boolean
  onSubmit: (form: HTMLFormElement) => void
  children?: ComponentChildren
  /** A link out of this screen, for a link that is used up. */
  isWayOut?: boolean
}

function Frame({ heading, above, text, button, failure, isAsking, onSubmit, children, isWayOut = false }: FrameProps) {
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
      <JoinHead heading={heading} />
      {above}
      <p>{text}</p>
      {children}
      <Problem failure={failure} id="join-failure" />
      <button type="submit" class="button button-main" aria-disabled={isAsking}>
        {button}
      </button>
      {(isWayOut || failure?.code === 'forbidden') && (
        <a class="text-button join-other" href={pathTo()}>
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

/** A new user. If only accounts are admitted, the invitation creates one. */
function Invited({ code, boot, look, onArrived }: ScreenProps & { look: InviteLook }) {
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
      heading={says.invite.heading(goalOf(look))}
      above={<Inviter look={look} />}
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

function Redeem({ code, you, look, onArrived }: ScreenProps & { you: User; look: InviteLook }) {
  const { failure, isAsking, arrive } = useArriving()
  return (
    <Frame
      heading={says.invite.heading(goalOf(look))}
      above={<Inviter look={look} />}
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
          () => ask<NewSession>('/api/owner', post({ code, name, password })),
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

/** Only after a click: programs that open links in advance must not use it up. */
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
    >
      <SharedComputer />
    </Frame>
  )
}

/** By a mailed link. It signs out all other devices. */
function NewPassword({ code, onArrived }: ScreenProps) {
  const { failure, setFailure, isAsking, arrive } = useArriving()
  return (
    <Frame
      heading={says.newPassword.heading}
      text={says.newPassword.text}
      button={says.newPassword.button}
      failure={failure}
      isAsking={isAsking}
      onSubmit={(form) => {
        const password = typedIn(form, 'password')
        if (password !== typedIn(form, 'again')) {
          setFailure({ code: 'bad_request', message: says.unequal })
          return
        }
        void arrive(() => ask<NewSession>('/api/password', post({ code, password })), enter(onArrived))
      }}
    >
      <NewPasswordField id="password" label={says.password} />
      <NewPasswordField id="again" label={says.again} />
    </Frame>
  )
}

/** Only the person who gave the address can confirm it, so they have to be signed in here. */
function ConfirmMail({ code, boot, onArrived }: ScreenProps) {
  const { failure, isAsking, arrive } = useArriving()
  const [confirmed, setConfirmed] = useState<string>()
  const { you } = boot
  const text = says.confirmMail
  if (!you || confirmed !== undefined) {
    return (
      <section class="join" aria-labelledby="join-heading" role="status">
        <JoinHead heading={you ? text.done : text.heading} />
        <p>{you ? <bdi>{confirmed}</bdi> : text.signInFirst}</p>
        {you ? (
          <button type="button" class="button button-main" onClick={() => onArrived(you)}>
            {says.toChat}
          </button>
        ) : (
          <a class="button" href={pathTo()}>
            {says.toChat}
          </a>
        )}
      </section>
    )
  }
  return (
    <Frame
      heading={text.heading}
      text={<bdi>{text.text(you.name)}</bdi>}
      button={text.button}
      failure={failure}
      isAsking={isAsking}
      isWayOut
      onSubmit={() =>
        void arrive(
          () => ask<MailSettings>('/api/me/mail/confirm', post({ code })),
          ({ address = '' }) => setConfirmed(address),
        )
      }
    />
  )
}
