import type { Input } from '../../../protocol/commands.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'

export async function removeFile(
  { files }: Tools,
  caller: Caller,
  { fileId }: Input<'file:remove'>,
): Promise<undefined> {
  await files.remove(signed(caller), fileId)
  return undefined
}
