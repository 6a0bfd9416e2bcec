import { Refusal } from '../../../protocol/errors.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'

/**
 * Sees that a file whose bytes are all here can be taken. A server that ended between its last byte and that has left it
 * so. A file that is not found may be in the message already, which this draft is a retry of: the store knows.
 */
export async function readyFile({ files }: Tools, caller: Caller, id: string): Promise<void> {
  try {
    await files.ready(signed(caller), id)
  } catch (error) {
    if (!(error instanceof Refusal && error.code === 'not_found')) throw error
  }
}
