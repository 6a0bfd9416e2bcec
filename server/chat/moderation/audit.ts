import type { Input } from '../../../protocol/commands.ts'
import type { AuditPage } from '../../../protocol/models.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'

export async function readAudit(
  { store, cursors }: Tools,
  caller: Caller,
  { roomId, ...asked }: Input<'audit:list'>,
): Promise<AuditPage> {
  const { entries, ...more } = await cursors.page('audit:list', caller, asked, (page) =>
    store.audit(signed(caller), { ...page, roomId }),
  )
  // The ids count actions in hidden rooms. A name shows no count.
  return { entries: entries.map((entry) => ({ ...entry, id: cursors.nameOf('audit:list', entry.id) })), ...more }
}
