import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import type { Message, Reaction } from '../../protocol/models.ts'
import { number } from '../words/first.ts'
import { shellWords as words } from '../words/shell.ts'
import { drawEmoji } from '../state/custom-emoji.ts'
import { FaceIcon } from '../emoji/icon.tsx'
import './reactions.css'

/** At most this many people are named; the rest are counted. */
const NAMED = 10

type Props = { message: Message; client: Client; room: Room }

/** The reactions to a message, with their people. A click adds or removes mine. */
export function Reactions({ message, client, room }: Props) {
  const youId = client.you.value?.id
  return (
    <div class="reactions">
      {message.reactions.map((reaction) => {
        const { emoji, userIds, count = userIds.length } = reaction
        const isMine = room.ownReactions.has(message.seq, reaction, youId)
        const who = namesOf(message, reaction, client, room)
        return (
          <button
            key={emoji}
            type="button"
            class="reaction"
            translate={false}
            aria-pressed={isMine}
            aria-label={`${words.timeline.reaction(emoji, count)}: ${who}`}
            title={who}
            disabled={!room.isMember.value}
            onClick={() => void reacting().then(({ react }) => react(room, message.seq, emoji, !isMine))}
          >
            <bdi>{drawEmoji(emoji)}</bdi> <span>{number.format(count)}</span>
          </button>
        )
      })}
      {room.writing.value.may && (
        <button
          type="button"
          class="add-reaction"
          aria-label={words.timeline.addReaction}
          title={words.timeline.addReaction}
          aria-haspopup="dialog"
          onClick={({ currentTarget }) =>
            void reacting().then(({ pickReaction }) => pickReaction(client, room, message.seq, currentTarget))
          }
        >
          <FaceIcon isAdding />
        </button>
      )}
    </div>
  )
}

const reacting = () => import('./reacting.ts')

/** Me first. People without a known name are only counted. */
export function namesOf({ seq }: Message, reaction: Reaction, { you, people }: Client, { ownReactions }: Room): string {
  const { userIds, count = userIds.length } = reaction
  const myId = you.peek()?.id
  const names = userIds.filter((id) => id !== myId).flatMap((id) => people.get(id)?.name ?? [])
  const shown = [...(ownReactions.has(seq, reaction, myId) ? [words.timeline.me] : []), ...names].slice(0, NAMED)
  return words.timeline.reacted(shown, count - shown.length)
}
