import type { Room } from '../../client/rooms.ts'
import { Avatar } from '../people/avatar.tsx'
import { colourPeople } from '../people/name-colour.ts'
import { openCard } from '../state/open-card.ts'
import { words } from '../words/first.ts'
import { shellWords } from '../words/shell.ts'

/** The number of people shown by name, at most. */
const MOST = 30

/** The people who are online in the room, on any device. */
export function PeopleHere({ room }: { room: Room }) {
  const { count = 0, users = [] } = room.presence.value ?? {}
  const named = users.slice(0, MOST)
  colourPeople(
    room.id,
    named.map(({ id }) => id),
  )
  return (
    <>
      {named.map((user) => (
        <li key={user.id}>
          <button
            type="button"
            class="side-link"
            aria-haspopup="dialog"
            onClick={({ currentTarget }) => openCard(user, currentTarget, room.id)}
          >
            <Avatar name={user.name} id={user.id} picture={user.picture} />
            <bdi class="side-name" translate={false}>
              {user.name}
            </bdi>
            {user.kind !== 'person' && <span class="name-kind">{words.room[user.kind]}</span>}
          </button>
        </li>
      ))}
      {count > named.length && <li class="side-note">{shellWords.sidebar.more(count - named.length)}</li>}
    </>
  )
}
