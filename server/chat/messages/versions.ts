import type { Input } from '../../../protocol/commands.ts'
import type { Versions } from '../../../protocol/models.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'

export async function readVersions(
  { store }: Tools,
  caller: Caller,
  { roomId, seq }: Input<'message:versions'>,
): Promise<Versions> {
  return store.versions(signed(caller), roomId, seq)
}
