import type { FilesUsage } from '../../../protocol/models.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'

export async function readUsage({ store, files }: Tools, caller: Caller): Promise<FilesUsage> {
  const kept = await store.fileUsage(signed(caller))
  return { ...kept, ...(await files.space()) }
}
