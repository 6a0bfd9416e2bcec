import type { Room } from '../../client/rooms.ts'
import { preview } from '../timeline/plain-words.ts'
import { aroundWords } from '../words-around.ts'
import { begunIn } from './begun.ts'
import './answer-bar.css'

/** Which message the one being written answers. */
export function AnswerBar({ room, seq }: { room: Room; seq: number }) {
  const quote = room.quotes.of(seq).value
  const author = typeof quote === 'object' ? quote.author.name : ''
  return (
    <div class="answer-bar">
      <p>
        <bdi>{aroundWords.composer.replyTo(author)}</bdi>{' '}
        <bdi class="answer-text">{typeof quote === 'object' ? preview(quote.body) : ''}</bdi>
      </p>
      <button
        type="button"
        class="icon-button"
        aria-label={aroundWords.composer.cancelReply}
        title={aroundWords.composer.cancelReply}
        onClick={() => (begunIn(room).answer.value = undefined)}
      >
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
          <path d="M6 6l12 12M18 6 6 18" />
        </svg>
      </button>
    </div>
  )
}
