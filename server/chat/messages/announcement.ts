/** Announces messages. */
import type { Message } from '../../../protocol/models.ts'
import type { Delivery, Parcel } from '../../delivery/delivery.ts'
import type { Recounted, Sent } from '../../store/store.ts'
import type { Changed } from '../../store/terms.ts'
import { roomUpdated, roomUpdatedFor, seatTaken } from '../rooms/announcement.ts'
import type { Tools } from '../tools.ts'

/** Messages in one announcement, at most. */
const MAX_TOLD = 100

/** The change that one stored message makes to its room. */
export function changed(message: Message): Parcel {
  const { roomId, rev } = message
  return {
    audience: { room: roomId },
    event: 'room:changed',
    payload: { roomId, from: rev - 1, to: rev, messages: [message] },
  }
}

/** The message goes to the room. Users for whom the room appears now get the room itself. Its author stops typing. */
export function announceSent(
  { delivery, typing, counts, noteSoon }: Pick<Tools, 'delivery' | 'typing' | 'counts' | 'noteSoon'>,
  sent: Sent,
): void {
  const { message, isNew, shownTo = [] } = sent
  if (isNew) {
    counts.posts++
    delivery.publish(changed(message))
    noteSoon()
  }
  for (const id of shownTo) delivery.publish(seatTaken(id, message.roomId))
  typing.stop(message.roomId, message.author.id)
}

/** People whose count of unread mentions changed get the room as it is for them. */
export function announceCounts(delivery: Delivery, roomId: string, recounted: Recounted): void {
  if (recounted === 'everybody') delivery.publish(roomUpdated(roomId))
  else for (const userId of recounted) delivery.publish(roomUpdatedFor(userId, roomId))
}

/** Many messages of many rooms, changed in one act. Any member's count may have changed: all of them get the room. */
export function announceChanges(delivery: Delivery, changes: Changed[]): void {
  for (const { roomId, from, messages } of changes) {
    let told = from
    for (let start = 0; start < messages.length; start += MAX_TOLD) {
      const some = messages.slice(start, start + MAX_TOLD)
      const to = some.at(-1)!.rev
      const payload = { roomId, from: told, to, messages: some }
      delivery.publish({ audience: { room: roomId }, event: 'room:changed', payload })
      told = to
    }
    delivery.publish(roomUpdated(roomId))
  }
}
