/** Refuses words early, so that a refusal costs no work. The store decides once more, in the transaction that writes. */
import { whyNoWords } from '../../../protocol/allowed.ts'
import type { AllowedInRoom } from '../access.ts'
import type { Caller } from '../caller.ts'
import type { Tools } from '../tools.ts'

/**
 * Throws if the caller cannot write in the room now. A draft that was accepted once stays accepted: its retry goes on
 * to its answer, whatever has happened to the room or its author. The clientId identifies a retry.
 */
export async function requireWords(
  { store }: Pick<Tools, 'store'>,
  allowed: AllowedInRoom,
  caller: Caller,
  clientId?: string,
): Promise<void> {
  const why = whyNoWords(allowed)
  if (why && !(clientId !== undefined && (await store.hasSaid(caller.user.id, clientId)))) throw why
}
