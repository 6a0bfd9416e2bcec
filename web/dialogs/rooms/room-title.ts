import { othersIn } from '../../../client/rooms.ts'
import type { RoomView } from '../../../protocol/models.ts'
import { dialogWords } from '../../words/dialogs.ts'

/** A room's title. A direct room has no name and is titled by its other people. */
export function titleOf(room: RoomView, myId: string | undefined): string {
  if (room.kind !== 'direct') return room.name
  return dialogWords.list(othersIn(room, myId).map(({ name }) => name))
}
