import type { Room } from '../../client/rooms.ts'
import { aroundWords as words } from '../words-around.ts'

/** One quiet line in a place of its own, so that nothing moves when somebody starts to write. */
export function TypingLine({ room }: { room: Room }) {
  const names = room.typing.value.map(({ name }) => name)
  return (
    <p class="typing-line" dir="auto">
      {names.length > 0 && words.room.typing(names)}
    </p>
  )
}
