import type { Input } from '../../../protocol/commands.ts'
import type { CarriersPage } from '../../../protocol/models.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'

export async function listFiles(
  { store, cursors }: Tools,
  caller: Caller,
  { roomId, kind, ...asked }: Input<'files:list'>,
): Promise<CarriersPage> {
  const list = `files:list ${roomId} ${kind ?? ''}`
  return cursors.page(list, caller, asked, (page) => store.carriers(signed(caller), roomId, kind, page))
}
