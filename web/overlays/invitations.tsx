import { useId, useState } from 'preact/hooks'
import type { Client } from '../../client/client.ts'
import type { Invite, Me, RoomView } from '../../protocol/models.ts'
import { Problem } from '../ui/problem.tsx'
import { overlayWords } from '../words-overlays.ts'
import { useAction, useLoaded } from './action.ts'
import { mayHost, mayInviteToChat } from './may.ts'
import { Choices, NumberField } from './parts/fields.tsx'
import { Listed } from './parts/listed.tsx'
import { ActionButton } from './parts/orders.tsx'
import { SecretLink } from './secret-link.tsx'
import { sayAgo, sayMoment } from './when.ts'

/** 0 is no end. */
const USES = [1, 5, 25, 100, 0]
const MINUTES = [60, 1_440, 10_080, 43_200, 0]

type MakeProps = {
  client: Client
  me: Me
  /** The room that may be all that is opened by it. */
  room?: RoomView
  onMade: () => void
}

/** A link that lets people in: how many, for how long, and where. */
export function MakeInvitation({ client, me, room, onMade }: MakeProps) {
  const says = overlayWords.invite
  const mayHere = room !== undefined && mayHost(room, me)
  const mayAll = mayInviteToChat(me)
  const [where, setWhere] = useState<'all' | 'here'>(mayAll ? 'all' : 'here')
  const [uses, setUses] = useState(1)
  const [minutes, setMinutes] = useState(10_080)
  const make = useAction(() =>
    client.run('invite:create', {
      ...(where === 'here' && room && { roomId: room.id }),
      ...(uses > 0 && { uses }),
      ...(minutes > 0 && { minutes }),
    }),
  )
  const { acting } = make
  return (
    <div class="stack">
      {mayHere && mayAll && (
        <Choices
          legend={says.where}
          name="where"
          value={where}
          onChoose={setWhere}
          options={[
            { value: 'all', label: says.all, hint: says.allHint },
            { value: 'here', label: says.here, hint: says.hereHint },
          ]}
        />
      )}
      <div class="acts acts-even">
        <NumberField label={says.uses} value={uses} options={USES} say={says.usesOf} onChoose={setUses} />
        <NumberField label={says.holds} value={minutes} options={MINUTES} say={says.holdsFor} onChoose={setMinutes} />
      </div>
      {acting.state === 'done' && (
        <>
          <SecretLink key={acting.value.id} path={acting.value.path} label={says.link} />
          <p class="hint">{says.once}</p>
        </>
      )}
      <ActionButton
        action={{
          ...make,
          start: async () => {
            const result = await make.start()
            if (result?.ok) onMade()
            return result
          },
        }}
      >
        {acting.state === 'done' ? says.makeAnother : says.make}
      </ActionButton>
    </div>
  )
}

/** The ones that still hold, without their secrets: those are shown once. */
export function Invitations({ client, me }: { client: Client; me: Me }) {
  const says = overlayWords.invite
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
  const says = overlayWords.invite
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
