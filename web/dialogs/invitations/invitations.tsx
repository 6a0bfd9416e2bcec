import { useId, useState } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import type { Invite, Me, RoomView } from '../../../protocol/models.ts'
import { Problem } from '../../ui/problem.tsx'
import { dialogWords } from '../../words/dialogs.ts'
import { useAction, useLoaded } from '../../ui/use-action.ts'
import { mayHost, mayInviteToChat } from '../../people/permissions.ts'
import { Choices, NumberField } from '../../ui/fields.tsx'
import { Listed } from '../../ui/loaded-list.tsx'
import { SecretLink } from './secret-link.tsx'
import { sayAgo, sayMoment } from '../../ui/moments.ts'

/** 0 means no limit. */
const USES = [1, 5, 25, 100, 0]
const MINUTES = [60, 1_440, 10_080, 43_200, 0]

type Props = {
  client: Client
  me: Me
  /** The only room that the link may be limited to. */
  room?: RoomView
}

/** A link to copy, and below it the links that are still valid. */
export function InviteByLink(props: Props) {
  const [times, setTimes] = useState(0)
  return (
    <>
      <MakeInvitation {...props} onMade={() => setTimes((count) => count + 1)} />
      <Invitations client={props.client} me={props.me} key={times} />
    </>
  )
}

/**
 * The link comes first, with one button. It is made when first copied, so that opening the dialog makes no links. The
 * number of uses and the time limit are chosen below; another choice makes another link.
 */
function MakeInvitation({ client, me, room, onMade }: Props & { onMade: () => void }) {
  const says = dialogWords.invite
  const mayHere = room !== undefined && mayHost(room, me)
  const mayAll = mayInviteToChat(me)
  const [where, setWhere] = useState<'all' | 'here'>(mayAll ? 'all' : 'here')
  const [uses, setUses] = useState(25)
  const [minutes, setMinutes] = useState(10_080)
  const make = useAction(() =>
    client.run('invite:create', {
      ...(where === 'here' && room && { roomId: room.id }),
      ...(uses > 0 && { uses }),
      ...(minutes > 0 && { minutes }),
    }),
  )
  const { acting } = make
  const chosen = choosing(make.forget)

  async function linkPath(): Promise<string | undefined> {
    if (acting.state === 'done') return acting.value.path
    const result = await make.start()
    if (!result?.ok) return undefined
    onMade()
    return result.value.path
  }

  return (
    <div class="stack">
      <SecretLink
        path={acting.state === 'done' ? acting.value.path : undefined}
        begins="/invite#"
        label={says.link}
        button={says.copyLink}
        qrButton={says.showQr}
        isRunning={make.isRunning}
        make={linkPath}
      >
        <p class="hint">
          {says.forWhom(uses)}
          {' · '}
          {says.lasts(minutes)}
          {acting.state === 'done' && ` · ${says.once}`}
        </p>
      </SecretLink>
      <Problem failure={make.failure} />
      <details class="options">
        <summary class="text-button">{says.options}</summary>
        <div class="stack">
          {mayHere && mayAll && (
            <Choices
              legend={says.where}
              name="where"
              value={where}
              onChoose={chosen(setWhere)}
              options={[
                { value: 'all', label: says.all, hint: says.allHint },
                { value: 'here', label: says.here, hint: says.hereHint },
              ]}
            />
          )}
          <div class="acts acts-even">
            <NumberField label={says.uses} value={uses} options={USES} say={says.usesOf} onChoose={chosen(setUses)} />
            <NumberField
              label={says.holds}
              value={minutes}
              options={MINUTES}
              say={says.holdsFor}
              onChoose={chosen(setMinutes)}
            />
          </div>
        </div>
      </details>
    </div>
  )
}

/** A changed choice hides the link made with the earlier choices. */
const choosing =
  (forget: () => void) =>
  <T,>(set: (value: T) => void) =>
  (value: T) => {
    set(value)
    forget()
  }

/** The valid links, without their secrets, which are shown only once. */
function Invitations({ client, me }: { client: Client; me: Me }) {
  const says = dialogWords.invite
  const id = useId()
  const loaded = useLoaded(() => client.run('invites:list', {}), [])
  return (
    <Listed loaded={loaded} isEmpty={({ invites }) => invites.length === 0} empty={says.none}>
      {({ invites }) => (
        <>
          <p class="list-title" id={id}>
            {says.standing}
          </p>
          <ul class="lines" aria-labelledby={id}>
            {invites.map((invite) => (
              <Line
                key={invite.id}
                client={client}
                me={me}
                invite={invite}
                onRevoked={() =>
                  loaded.change((list) => ({ invites: list.invites.filter(({ id }) => id !== invite.id) }))
                }
              />
            ))}
          </ul>
        </>
      )}
    </Listed>
  )
}

type LineProps = { client: Client; me: Me; invite: Invite; onRevoked: () => void }

function Line({ client, me, invite, onRevoked }: LineProps) {
  const says = dialogWords.invite
  const revoke = useAction(() => client.run('invite:revoke', { inviteId: invite.id }))
  const { roomId, usesLeft, expiresAt } = invite
  const room = roomId === undefined ? undefined : client.rooms.get(roomId)?.name.value
  return (
    <li class="line">
      <span class="line-words">
        <bdi>{roomId === undefined ? says.all : says.onlyRoom(room)}</bdi>
        <span class="line-note">
          {says.left(usesLeft)}
          {' · '}
          <span title={expiresAt && sayMoment(expiresAt)}>
            {expiresAt === undefined ? says.forEver : says.until(sayAgo(expiresAt))}
          </span>
          {invite.by.id !== me.user.id && (
            <>
              {' · '}
              <bdi>{says.by(invite.by.name)}</bdi>
            </>
          )}
        </span>
        <Problem failure={revoke.failure} />
      </span>
      <button
        type="button"
        class="text-button text-button-alert"
        aria-disabled={revoke.isRunning}
        onClick={() => void revoke.start().then((result) => result?.ok && onRevoked())}
      >
        {says.revoke}
      </button>
    </li>
  )
}
