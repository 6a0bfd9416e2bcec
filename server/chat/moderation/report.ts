/** What readers tell the moderators. */
import type { Input, Output } from '../../../protocol/commands.ts'
import { allowInChat, allowInRoom } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'

export async function reportMessage(
  { store, delivery }: Tools,
  caller: Caller,
  { roomId, seq, reason }: Input<'message:report'>,
): Promise<undefined> {
  const { room } = await allowInRoom({ store }, caller, 'message:report', roomId)
  await store.report(signed(caller), room.id, seq, reason)
  await announce({ store, delivery })
}

export async function listReports({ store }: Tools, caller: Caller): Promise<Output<'reports:list'>> {
  await allowInChat({ store }, caller, 'reports:list')
  return { reports: await store.reports() }
}

export async function resolveReport(
  { store, delivery }: Tools,
  caller: Caller,
  { reportId }: Input<'report:resolve'>,
): Promise<undefined> {
  await allowInChat({ store }, caller, 'report:resolve')
  await store.resolveReport(signed(caller), reportId)
  await announce({ store, delivery })
}

async function announce({ store, delivery }: Pick<Tools, 'store' | 'delivery'>): Promise<void> {
  const [moderatorIds, reports] = await Promise.all([store.moderatorIds(), store.reports()])
  const payload = { open: reports.length }
  for (const user of moderatorIds) delivery.publish({ audience: { user }, event: 'reports:changed', payload })
}
