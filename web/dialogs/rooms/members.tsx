import { useState } from 'preact/hooks'
import type { Client } from '../../../client/client.ts'
import type { Me, Member, RoomView } from '../../../protocol/models.ts'
import { dialogWords } from '../../words/dialogs.ts'
import { useAction, useLoaded } from '../../ui/use-action.ts'
import { LOBBY } from '../../../protocol/limits.ts'
import { isAbove, mayHost, roleIn } from '../../people/permissions.ts'
import { SearchField } from '../../ui/fields.tsx'
import { Listed } from '../../ui/loaded-list.tsx'
import { Confirm } from '../../ui/buttons.tsx'
import { PersonRow } from '../../people/person-row.tsx'
import { sayMoment } from '../../ui/moments.ts'
import { Problem } from '../../ui/problem.tsx'

type Props = { client: Client; me: Me; room: RoomView }

/** The members of a room, their presence, and a host's actions on them. */
export function Members({ client, me, room }: Props) {
  const says = dialogWords.members
  const [query, setQuery] = useState('')
  const asked = { roomId: room.id, query: query.trim() }
  const found = useLoaded(() => client.run('room:members', asked), [room.id, asked.query, room.memberCount], 150)
  const more = useAction((after: string) => client.run('room:members', { ...asked, after }))

  async function loadMore(after: string) {
    const page = await more.start(after)
    if (page?.ok)
      found.change((before) => ({ members: [...before.members, ...page.value.members], next: page.value.next }))
  }

  const change = (userId: string, next: Member | undefined) =>
    found.change((page) => ({
      ...page,
      members: page.members.flatMap((member) => (member.user.id === userId ? (next ? [next] : []) : [member])),
    }))

  return (
    <div class="stack">
      <SearchField label={says.search} value={query} onType={setQuery} />
      <Listed loaded={found} isEmpty={({ members }) => members.length === 0} empty={says.nobody}>
        {({ members, next }) => (
          <>
            <ul class="people">
              {members.map((member) => (
                <MemberRow
                  key={member.user.id}
                  client={client}
                  me={me}
                  room={room}
                  member={member}
                  onChange={(now) => change(member.user.id, now)}
                />
              ))}
            </ul>
            <Problem failure={more.failure} />
            {next !== undefined && (
              <button type="button" class="button" aria-disabled={more.isRunning} onClick={() => void loadMore(next)}>
                {dialogWords.more}
              </button>
            )}
          </>
        )}
      </Listed>
    </div>
  )
}

type RowProps = Props & { member: Member; onChange: (now: Member | undefined) => void }

function MemberRow({ client, me, room, member, onChange }: RowProps) {
  const says = dialogWords.members
  const { user, role } = member
  const isHost = role === 'host'
  const appoint = useAction(() =>
    client.run('room:appoint', { roomId: room.id, userId: user.id, role: isHost ? 'member' : 'host' }),
  )
  const remove = useAction(() => client.run('room:remove', { roomId: room.id, userId: user.id }))
  const isOther = user.id !== me.user.id
  // Owners and moderators have more rights than hosts already.
  // A host steps down by themselves, or a person of a higher role asks them to.
  const mayChange = isHost ? !isOther || isAbove(roleIn(room, me), role) : role === 'member' || role === 'guest'
  const mayAppoint = mayHost(room, me) && mayChange && (isOther || isHost)
  const mayRemove = mayHost(room, me) && isOther && room.id !== LOBBY && isAbove(roleIn(room, me), role)
  const note = (
    <>
      {member.isBanned ? says.banned : member.mutedUntil !== undefined && says.mutedUntil(sayMoment(member.mutedUntil))}
      <Problem failure={appoint.failure} />
    </>
  )
  return (
    <PersonRow
      user={user}
      role={role}
      isHere={member.isHere}
      status={member.status}
      roomId={room.id}
      isLink
      isWide
      note={note}
    >
      {mayAppoint && (
        <button
          type="button"
          class="text-button"
          aria-label={(isHost ? says.unmakeHostOne : says.makeHostOne)(user.name)}
          aria-disabled={appoint.isRunning}
          onClick={() =>
            void appoint.start().then((result) => {
              if (result?.ok) onChange({ ...member, role: isHost ? 'member' : 'host' })
            })
          }
        >
          {isHost ? says.unmakeHost : says.makeHost}
        </button>
      )}
      {mayRemove && (
        <Confirm
          isQuiet
          label={says.remove}
          question={<p>{says.removeQuestion(user.name)}</p>}
          action={remove}
          onDone={() => onChange(undefined)}
        />
      )}
    </PersonRow>
  )
}
