import type { Room } from '../../client/rooms.ts'
import type { Message } from '../../protocol/models.ts'
import { follow, pathTo } from '../state/address.ts'
import { words } from '../words/first.ts'
import { shellWords } from '../words/shell.ts'
import { preview } from '../../protocol/markdown/plain-words.ts'
import './quoted.css'

/** The message that this one replies to, in one line that links to it. */
export function Quoted({ room, seq, onVisit }: { room: Room; seq: number; onVisit: (seq: number) => void }) {
  const quote = room.quotes.of(seq).value
  const isHere = typeof quote === 'object'
  const text = isHere ? saidIn(quote) : undefined
  return (
    <a
      class="quoted"
      href={pathTo(room.slug.peek(), seq)}
      aria-label={isHere ? `${shellWords.timeline.reply(quote.author.name)}: ${text}` : undefined}
      onClick={(event) => follow(event, () => onVisit(seq))}
    >
      {isHere ? (
        <>
          <bdi class="quoted-name" translate={false}>
            {quote.author.name}
          </bdi>{' '}
          <bdi>{text}</bdi>
        </>
      ) : quote === 'loading' ? (
        shellWords.timeline.replyLoading
      ) : (
        shellWords.timeline.replyMissing
      )}
    </a>
  )
}

function saidIn(message: Message): string {
  if (message.deletedAt) return words.timeline.deleted
  return message.body === '' && message.filesDeletedAt ? words.timeline.filesDeleted : preview(message)
}
