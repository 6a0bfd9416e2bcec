import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { lazy } from '../ui/lazy.tsx'
import { sentenceOf } from '../words/language.ts'
import { words } from '../words/first.ts'

const Intro = lazy(async () => (await import('./intro.tsx')).Intro)

type Props = { end: 'older' | 'newer'; client: Client; room: Room; isIn: boolean }

/** The notes above the first row and below the last. Their height stays the same while pages load. */
export function Edge({ end, client, room, isIn }: Props) {
  const { atStart, atHead, status } = room.timeline
  const isAtEnd = end === 'older' ? atStart.value : atHead.value
  if (end === 'newer' && isAtEnd) return null
  if (isAtEnd && isIn) return <Intro client={client} room={room} />
  const isLoading = isIn && !isAtEnd && status.value.state !== 'failed'
  return (
    <div class="edge">
      {isAtEnd && words.timeline.start[room.kind.value](room.name.value)}
      {isLoading && (
        <span class="late">{end === 'older' ? words.timeline.loadingOlder : words.timeline.loadingNewer}</span>
      )}
    </div>
  )
}

/** Shown without rows: the room is empty, the rows are loading, or loading failed. */
export function Empty(props: { client: Client; room: Room; isIn: boolean; onAgain: () => void }) {
  const { client, room, isIn, onAgain } = props
  const { status } = room.timeline
  if (status.value.state === 'failed') {
    return (
      <div class="empty" role="alert">
        <p>{words.timeline.failed(sentenceOf(status.value.failure))}</p>
        <button type="button" class="button" onClick={onAgain}>
          {words.timeline.retry}
        </button>
      </div>
    )
  }
  if (status.value.state === 'loading') {
    return <div class="empty late">{isIn ? words.timeline.loading : words.timeline.joinToRead}</div>
  }
  return (
    <>
      {isIn && <Intro client={client} room={room} />}
      <div class="empty" data-below={isIn}>
        <h2>{words.timeline.empty.heading}</h2>
        {room.writing.value.may && <p>{words.timeline.empty.text}</p>}
      </div>
    </>
  )
}
