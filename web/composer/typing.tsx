import type { Room } from '../../client/rooms.ts'
import { shellWords as words } from '../words/shell.ts'

/** One quiet line with its own space, so that nothing moves when a user starts to type. */
export function TypingLine({ room }: { room: Room }) {
  const names = room.typing.value.map(({ name }) => name)
  return (
    <p class="typing-line" dir="auto">
      {names.length > 0 && words.room.typing(names)}
    </p>
  )
}
