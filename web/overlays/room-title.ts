import type { RoomView } from '../../protocol/models.ts'
import { overlayWords } from '../words-overlays.ts'

/** What a room is called; a direct one, which has no name, by who else is in it. */
export function titleOf(room: RoomView, myId: string | undefined): string {
  if (room.kind !== 'direct') return room.name
  const others = (room.people ?? []).filter(({ id }) => id !== myId)
  return others.length === 0 ? overlayWords.room.alone : overlayWords.list(others.map(({ name }) => name))
}
