import type { Input } from '../../../protocol/commands.ts'
import type { Joins } from '../../../protocol/models.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'

/** A newcomer is not announced to the members. A client asks when it opens the room. */
export async function listJoins({ store }: Tools, caller: Caller, { roomId }: Input<'room:joins'>): Promise<Joins> {
  return { joins: await store.joins(signed(caller), roomId) }
}
