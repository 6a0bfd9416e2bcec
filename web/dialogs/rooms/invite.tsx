import { useState } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import type { Me, RoomView, User } from '../../../protocol/models.ts'
import { Problem } from '../../ui/problem.tsx'
import { dialogWords } from '../../words/dialogs.ts'
import { useAction, useLoaded } from '../../ui/use-action.ts'
import { InviteByLink } from '../invitations/invitations.tsx'
import { mayHost, mayInvite, mayInviteToChat } from '../../people/permissions.ts'
import { SearchField } from '../../ui/fields.tsx'
import { Listed } from '../../ui/loaded-list.tsx'
import { Section } from '../../ui/section.tsx'
import { PersonRow } from '../../people/person-row.tsx'

type Props = { client: Client; me: Me; room: RoomView }

/** An invitation link for newcomers, and seats for people who are in the chat already. */
export function InviteToRoom({ client, me, room }: Props) {
  const says = dialogWords.invite
  return (
    <>
      {(mayInviteToChat(me) || mayHost(room, me)) && (
        <Section heading={says.linkHeading}>
          <InviteByLink client={client} me={me} room={room} />
        </Section>
      )}
      {mayInvite(room, me) && (
        <Section heading={says.seatHeading}>
          <SeatPeople client={client} room={room} />
        </Section>
      )}
    </>
  )
}

function SeatPeople({ client, room }: { client: Client; room: RoomView }) {
  const says = dialogWords.invite
  const [query, setQuery] = useState('')
  const wanted = query.trim()
  const found = useLoaded(() => client.run('people:find', { query: wanted, limit: 20 }), [wanted], 150)
  // Members cannot be invited again. The same query is sent to the list of members, because a room may be large.
  const seated = useLoaded(
    () => client.run('room:members', { roomId: room.id, query: wanted, limit: 200 }),
    [room.id, wanted],
    150,
  )
  const isSeated = (user: User) => seated.value?.members.some((member) => member.user.id === user.id) ?? false
  return (
    <>
      <SearchField label={dialogWords.pick.search} value={query} onType={setQuery} />
      <Listed loaded={found} isEmpty={({ people }) => people.length === 0} empty={dialogWords.pick.nobody}>
        {({ people }) => (
          <ul class="people people-pick">
            {people
              .filter(({ user, role }) => user.id !== client.you.value?.id && role !== 'outsider')
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
  const says = dialogWords.invite
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
