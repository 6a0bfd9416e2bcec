import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import type { Message, Reaction } from '../../protocol/models.ts'
import { aroundWords as words } from '../words-around.ts'
import { react } from './reacting.tsx'
import './reactions.css'

/** So many are named, the rest are counted. */
const NAMED = 10

type Props = { message: Message; client: Client; room: Room }

/** What others think of it, with who; a click adds or takes away mine. */
export function Reactions({ message, client, room }: Props) {
  const youId = client.you.value?.id ?? ''
  return (
    <div class="reactions">
      {message.reactions.map((reaction) => {
        const { emoji, userIds } = reaction
        const isMine = userIds.includes(youId)
        const who = namesOf(reaction, client)
        return (
          <button
            key={emoji}
            type="button"
            class="reaction"
            aria-pressed={isMine}
            aria-label={`${words.timeline.reaction(emoji, userIds.length)}: ${who}`}
            title={who}
            disabled={!room.isMember.value}
            onClick={() => void react(room, message.seq, emoji, !isMine)}
          >
            {emoji} <span>{userIds.length}</span>
          </button>
        )
      })}
    </div>
  )
}

/** Me first; those of whom only the id is known are counted. */
export function namesOf({ userIds }: Reaction, { you, people }: Client): string {
  const myId = you.peek()?.id
  const names = userIds.filter((id) => id !== myId).flatMap((id) => people.get(id)?.name ?? [])
  const shown = [...(userIds.includes(myId ?? '') ? [words.timeline.me] : []), ...names].slice(0, NAMED)
  return words.timeline.reacted(shown, userIds.length - shown.length)
}
