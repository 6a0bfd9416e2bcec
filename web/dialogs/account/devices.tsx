import type { Client } from '../../../client/client.ts'
import type { SessionView } from '../../../protocol/models.ts'
import { dialogWords } from '../../words/dialogs.ts'
import { type Loaded, useAction, useLoaded } from '../../ui/use-action.ts'
import { Listed } from '../../ui/loaded-list.tsx'
import { ActionButton, Confirm } from '../../ui/buttons.tsx'
import { Section } from '../../ui/section.tsx'
import { KeptHere } from './kept-here.tsx'
import { Countdown, SecretLink } from '../invitations/secret-link.tsx'
import { sayAgo, sayMoment } from '../../ui/moments.ts'
import { Problem } from '../../ui/problem.tsx'

/** A sign-in link is valid for ten minutes after it was made. */
const LINK_SECONDS = 600

type Sessions = Loaded<{ sessions: SessionView[] }>

/** My signed-in devices, and a link to sign in on another one. */
export function Devices({ client }: { client: Client }) {
  const says = dialogWords.account.devices
  const loaded = useLoaded(() => client.run('sessions:list', {}), [])
  const endOthers = useAction(() => client.run('session:endAll', { others: true }))
  return (
    <>
      <Section heading={says.heading}>
        <Listed loaded={loaded} isEmpty={() => false} empty="">
          {({ sessions }) => (
            <>
              <ul class="lines">
                {sessions.map((session) => (
                  <Device key={session.id} client={client} session={session} sessions={loaded} />
                ))}
              </ul>
              {sessions.length > 1 && (
                <Confirm
                  label={says.endOthers}
                  question={<p>{says.endOthersQuestion}</p>}
                  action={endOthers}
                  onDone={() => loaded.change(() => ({ sessions: sessions.filter(({ isThis }) => isThis) }))}
                />
              )}
            </>
          )}
        </Listed>
      </Section>
      <OtherDevice client={client} />
      <KeptHere />
    </>
  )
}

function Device({ client, session, sessions }: { client: Client; session: SessionView; sessions: Sessions }) {
  const says = dialogWords.account.devices
  const end = useAction(() => client.run('session:end', { sessionId: session.id }))

  async function start() {
    const result = await end.start()
    if (result?.ok) sessions.change((list) => ({ sessions: list.sessions.filter(({ id }) => id !== session.id) }))
  }

  return (
    <li class="line">
      <span class="line-words">
        <bdi>{session.device || says.unnamed}</bdi>
        <span class="line-note" title={sayMoment(session.lastUsedAt)}>
          {session.isThis ? says.this : says.lastUsed(sayAgo(session.lastUsedAt))}
        </span>
        <Problem failure={end.failure} />
      </span>
      {!session.isThis && (
        <button
          type="button"
          class="text-button"
          aria-label={says.endOne(session.device || says.unnamed)}
          aria-disabled={end.isRunning}
          onClick={() => void start()}
        >
          {says.end}
        </button>
      )}
    </li>
  )
}

function OtherDevice({ client }: { client: Client }) {
  const says = dialogWords.account.link
  const link = useAction(() => client.run('session:link', {}))
  const { acting } = link
  return (
    <Section heading={says.heading}>
      <p class="soft">{says.text}</p>
      {acting.state === 'done' && (
        <>
          <SecretLink key={acting.value.code} path={acting.value.path} label={says.label} />
          <Countdown key={acting.value.code} seconds={LINK_SECONDS} over={says.over} />
        </>
      )}
      <ActionButton action={link}>{acting.state === 'done' ? says.another : says.button}</ActionButton>
    </Section>
  )
}
