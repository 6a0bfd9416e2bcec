import { useState } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import type { Me, RoomView, User } from '../../../protocol/models.ts'
import { Problem } from '../../ui/problem.tsx'
import { overlayWords } from '../../words-overlays.ts'
import { useAction, useLoaded } from '../action.ts'
import { Invitations, MakeInvitation } from '../invitations.tsx'
import { mayHost, mayInvite, mayInviteToChat } from '../may.ts'
import { SearchField } from '../parts/fields.tsx'
import { Listed } from '../parts/listed.tsx'
import { Section } from '../parts/section.tsx'
import { PersonRow } from '../person-row.tsx'

type Props = { client: Client; me: Me; room: RoomView }

/** A seat for somebody who is here already, or a link for somebody who is not. */
export function InviteToRoom({ client, me, room }: Props) {
  const says = overlayWords.invite
  return (
    <>
      {mayInvite(room, me) && (
        <Section heading={says.seatHeading}>
          <SeatPeople client={client} room={room} />
        </Section>
      )}
      {(mayInviteToChat(me) || mayHost(room, me)) && (
        <Section heading={says.linkHeading}>
          <LinksOf client={client} me={me} room={room} />
        </Section>
      )}
    </>
  )
}

function LinksOf({ client, me, room }: Props) {
  const [times, setTimes] = useState(0)
  return (
    <>
      <MakeInvitation client={client} me={me} room={room} onMade={() => setTimes((count) => count + 1)} />
      <Invitations client={client} me={me} key={times} />
    </>
  )
}

function SeatPeople({ client, room }: { client: Client; room: RoomView }) {
  const says = overlayWords.invite
  const [query, setQuery] = useState('')
  const wanted = query.trim()
  const found = useLoaded(() => client.run('people:find', { query: wanted, limit: 20 }), [wanted], 150)
  // Who is in already is not to be invited again. A large room is asked by the same words.
  const seated = useLoaded(
    () => client.run('room:members', { roomId: room.id, query: wanted, limit: 200 }),
    [room.id, wanted],
    150,
  )
  const isSeated = (user: User) => seated.value?.members.some((member) => member.user.id === user.id) ?? false
  return (
    <>
      <SearchField label={overlayWords.pick.search} value={query} onType={setQuery} />
      <Listed loaded={found} isEmpty={({ people }) => people.length === 0} empty={overlayWords.pick.nobody}>
        {({ people }) => (
          <ul class="people people-pick">
            {people
              .filter(({ user }) => user.id !== client.you.value?.id)
              .map(({ user, isHere }) => (
                <Seat key={user.id} client={client} room={room} user={user} isHere={isHere} isIn={isSeated(user)} />
              ))}
          </ul>
        )}
      </Listed>
      <p class="hint">{says.seatHint}</p>
    </>
  )
}

type SeatProps = { client: Client; room: RoomView; user: User; isHere: boolean; isIn: boolean }

function Seat({ client, room, user, isHere, isIn }: SeatProps) {
  const says = overlayWords.invite
  const invite = useAction(() => client.run('room:invite', { roomId: room.id, userId: user.id }))
  const isDone = isIn || invite.acting.state === 'done'
  return (
    <PersonRow user={user} isHere={isHere} note={invite.failure && <Problem failure={invite.failure} />}>
      {isDone ? (
        <span class="person-note" role="status">
          {says.isIn}
        </span>
      ) : (
        <button
          type="button"
          class="text-button"
          aria-label={says.addOne(user.name)}
          aria-disabled={invite.isRunning}
          onClick={() => void invite.start()}
        >
          {says.add}
        </button>
      )}
    </PersonRow>
  )
}
