import type { Input } from '../../../protocol/commands.ts'
import type { NotifySettings } from '../../../protocol/notices.ts'
import type { NotifyPatch } from '../../store/notices-store.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'

export function readNotify({ store }: Tools, caller: Caller): Promise<NotifySettings> {
  return store.notifySettings(signed(caller))
}

export const updateNotify = (tools: Tools, caller: Caller, patch: Input<'notify:update'>): Promise<NotifySettings> =>
  change(tools, caller, patch)

export const snooze = (tools: Tools, caller: Caller, { until }: Input<'notify:snooze'>): Promise<NotifySettings> =>
  change(tools, caller, { snoozedUntil: until })

async function change({ store, delivery }: Tools, caller: Caller, patch: NotifyPatch): Promise<NotifySettings> {
  const settings = await store.updateNotifySettings(signed(caller), patch)
  delivery.publish({ audience: { user: caller.user.id }, event: 'notify:changed', payload: settings })
  return settings
}
