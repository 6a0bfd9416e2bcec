/** Who may do what, asked of the store for every command: what a connection once was allowed proves nothing. */
import { Refusal } from '../../protocol/errors.ts'
import type { RoomView } from '../../protocol/models.ts'
import type { Store } from '../store/store.ts'
import { type Caller, signed } from './caller.ts'

/** The room as the caller sees it. A room that is not the caller's and one that does not exist are the same `not_found`. */
export async function requireMember(store: Store, caller: Caller, idOrSlug: string): Promise<RoomView> {
  const room = await store.findRoom(idOrSlug, signed(caller))
  if (!room) throw new Refusal('not_found', 'There is no such room.')
  return room
}
