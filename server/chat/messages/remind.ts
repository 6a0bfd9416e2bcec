/** Reminders are private. All devices of the user get a change. */
import type { Input } from '../../../protocol/commands.ts'
import type { RemindersPage } from '../../../protocol/models.ts'
import type { DueReminder } from '../../store/store.ts'
import { allowInRoom } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'

export async function remindOfMessage(
  { store, delivery }: Tools,
  caller: Caller,
  { roomId, seq, at }: Input<'message:remind'>,
): Promise<undefined> {
  const { room } = await allowInRoom({ store }, caller, 'message:remind', roomId)
  await store.remind(signed(caller), room.id, seq, at)
  const payload = { roomId: room.id, seq, ...(at !== undefined && { at }) }
  delivery.publish({ audience: { user: caller.user.id }, event: 'reminder:changed', payload })
}

export async function listReminders(
  { store, cursors }: Tools,
  caller: Caller,
  asked: Input<'reminders:list'>,
): Promise<RemindersPage> {
  return cursors.page('reminders:list', caller, asked, (page) => store.reminders(signed(caller), page))
}

export function announceDue(delivery: Tools['delivery'], due: DueReminder[]): void {
  for (const { userId, reminder } of due)
    delivery.publish({ audience: { user: userId }, event: 'reminder:due', payload: reminder })
}
