import type { Room } from '../../client/rooms.ts'
import { words } from '../words.ts'

/** What stands above the first row and below the last. Its height never changes, whatever it says. */
export function Edge({ end, room, isIn }: { end: 'older' | 'newer'; room: Room; isIn: boolean }) {
  const { atStart, atHead, status } = room.timeline
  const isAtEnd = end === 'older' ? atStart.value : atHead.value
  if (end === 'newer' && isAtEnd) return null
  const isLoading = isIn && !isAtEnd && status.value.state !== 'failed'
  return (
    <div class="edge">
      {isAtEnd && words.timeline.start(room.name.value)}
      {isLoading && (
        <span class="late">{end === 'older' ? words.timeline.loadingOlder : words.timeline.loadingNewer}</span>
      )}
    </div>
  )
}

/** No rows: because there are none, because they are on their way, or because they could not be had. */
export function Empty({ room, isIn, onAgain }: { room: Room; isIn: boolean; onAgain: () => void }) {
  const { status } = room.timeline
  if (status.value.state === 'failed') {
    return (
      <div class="empty" role="alert">
        <p>{words.timeline.failed(status.value.failure)}</p>
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
    <div class="empty">
      <h2>{words.timeline.empty.heading}</h2>
      <p>{words.timeline.empty.text}</p>
    </div>
  )
}
