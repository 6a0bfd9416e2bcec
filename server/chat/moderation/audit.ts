import type { Input } from '../../../protocol/commands.ts'
import type { AuditPage } from '../../../protocol/models.ts'
import { allowInChat, allowInRoom } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'

/** Moderators read it, and everybody with a password where the owners want it so. */
export async function readAudit({ store }: Tools, caller: Caller, asked: Input<'audit:list'>): Promise<AuditPage> {
  const { role } = await store.standingOf(signed(caller))
  const { auditFor } = await store.settings()
  if (auditFor !== 'members' || role !== 'member') await allowInChat({ store }, caller, 'audit:list')
  if (asked.roomId === undefined) return store.audit(asked, signed(caller))
  const { room } = await allowInRoom({ store }, caller, 'room:history', asked.roomId)
  return store.audit({ ...asked, roomId: room.id }, signed(caller))
}
