import type { User } from '../../protocol/models.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Name } from '../ui/name.tsx'
import { aroundWords } from '../words-around.ts'

/** My name, and behind it my account and the way out. */
export function You({ you, onOpen }: { you: User; onOpen: () => void }) {
  return (
    <button type="button" class="side-link side-you" title={aroundWords.room.you(you.name)} onClick={onOpen}>
      <Avatar name={you.name} />
      <span class="side-name">
        <span class="unseen">{aroundWords.room.youAre} </span>
        <Name user={you} />
      </span>
    </button>
  )
}
