import type { Room } from '../../client/rooms.ts'
import { follow, pathTo } from '../place.ts'
import { words } from '../words.ts'
import { aroundWords } from '../words-around.ts'
import { preview } from './plain-words.ts'
import './quoted.css'

/** The message that this one answers, in one line that leads to it. */
export function Quoted({ room, seq, onVisit }: { room: Room; seq: number; onVisit: (seq: number) => void }) {
  const quote = room.quotes.of(seq).value
  const isHere = typeof quote === 'object'
  const text = isHere ? (quote.deletedAt ? words.timeline.deleted : preview(quote.body)) : undefined
  return (
    <a
      class="quoted"
      href={pathTo(room.slug.peek(), seq)}
      aria-label={isHere ? `${aroundWords.timeline.reply(quote.author.name)}: ${text}` : undefined}
      onClick={(event) => follow(event, () => onVisit(seq))}
    >
      {isHere ? (
        <>
          <bdi class="quoted-name">{quote.author.name}</bdi> <bdi>{text}</bdi>
        </>
      ) : quote === 'loading' ? (
        aroundWords.timeline.replyLoading
      ) : (
        aroundWords.timeline.replyMissing
      )}
    </a>
  )
}
