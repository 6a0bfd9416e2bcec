import type { Room } from '../../client/rooms.ts'
import type { User } from '../../protocol/models.ts'
import { Avatar } from '../ui/avatar.tsx'
import { words } from '../words.ts'
import { aroundWords } from '../words-around.ts'

/** So many are named. */
const MOST = 30

/** Who is in the room at this moment, on whatever device. */
export function Here({ room, onPick }: { room: Room; onPick: (user: User) => void }) {
  const { count = 0, users = [] } = room.presence.value ?? {}
  const named = users.slice(0, MOST)
  return (
    <>
      {named.map((user) => (
        <li key={user.id}>
          <button type="button" class="side-link" onClick={() => onPick(user)}>
            <Avatar name={user.name} />
            <bdi class="side-name">{user.name}</bdi>
            {user.kind !== 'person' && <span class="name-kind">{words.room[user.kind]}</span>}
          </button>
        </li>
      ))}
      {count > named.length && <li class="side-note">{aroundWords.sidebar.more(count - named.length)}</li>}
    </>
  )
}
