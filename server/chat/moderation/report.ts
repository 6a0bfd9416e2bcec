/** Reports of messages, for the moderators. */
import type { Input, Output } from '../../../protocol/commands.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'

export async function reportMessage(
  { store, delivery, limits }: Tools,
  caller: Caller,
  { roomId, seq, reason }: Input<'message:report'>,
): Promise<undefined> {
  await limits.takeTogether(['reports', caller.network])
  await store.report(signed(caller), roomId, seq, reason)
  await announce({ store, delivery })
}

export async function listReports({ store }: Tools, caller: Caller): Promise<Output<'reports:list'>> {
  return store.reports(signed(caller))
}

export async function listReporters(
  { store, cursors }: Tools,
  caller: Caller,
  { reportId, ...asked }: Input<'report:reporters'>,
): Promise<Output<'report:reporters'>> {
  const list = `report:reporters ${reportId}`
  return cursors.page(list, caller, asked, (page) => store.reporters(signed(caller), reportId, page))
}

export async function resolveReport(
  { store, delivery }: Tools,
  caller: Caller,
  { reportId }: Input<'report:resolve'>,
): Promise<undefined> {
  await store.resolveReport(signed(caller), reportId)
  await announce({ store, delivery })
}

async function announce({ store, delivery }: Pick<Tools, 'store' | 'delivery'>): Promise<void> {
  const [moderatorIds, open] = await Promise.all([store.moderatorIds(), store.countReports()])
  const payload = { open }
  for (const user of moderatorIds) delivery.publish({ audience: { user }, event: 'reports:changed', payload })
}
