import { othersIn } from '../../client/rooms.ts'
import type { RoomView } from '../../protocol/models.ts'
import { overlayWords } from '../words-overlays.ts'

/** What a room is called; a direct one, which has no name, by the others. */
export function titleOf(room: RoomView, myId: string | undefined): string {
  if (room.kind !== 'direct') return room.name
  return overlayWords.list(othersIn(room, myId).map(({ name }) => name))
}
