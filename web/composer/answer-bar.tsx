import type { Room } from '../../client/rooms.ts'
import { preview } from '../../protocol/markdown/plain-words.ts'
import { laterWords } from '../words/later.ts'
import { unsentIn } from '../drafts/unsent.ts'
import { Icon } from '../ui/icon.tsx'
import './answer-bar.css'

/** Names the message that the draft replies to. */
export function AnswerBar({ room, seq }: { room: Room; seq: number }) {
  const quote = room.quotes.of(seq).value
  const author = typeof quote === 'object' ? quote.author.name : ''
  return (
    <div class="answer-bar">
      <p>
        <bdi>{laterWords.composer.replyTo(author)}</bdi>{' '}
        <bdi class="answer-text">{typeof quote === 'object' ? preview(quote) : ''}</bdi>
      </p>
      <button
        type="button"
        class="icon-button"
        aria-label={laterWords.composer.cancelReply}
        title={laterWords.composer.cancelReply}
        onClick={() => (unsentIn(room).answer.value = undefined)}
      >
        <Icon path="M6 6l12 12M18 6 6 18" />
      </button>
    </div>
  )
}
