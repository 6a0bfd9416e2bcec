import type { Message } from '../../../protocol/models.ts'
import type { Parcel } from '../../delivery/delivery.ts'

/** The change that one stored message makes to its room. */
export function changed(message: Message): Parcel {
  const { roomId, rev } = message
  return {
    audience: { room: roomId },
    event: 'room:changed',
    payload: { roomId, from: rev - 1, to: rev, messages: [message] },
  }
}
