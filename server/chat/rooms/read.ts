/** Read marks and notification levels. All devices of the user get a change. */
import type { Input } from '../../../protocol/commands.ts'
import type { ReadMark, ReadMarks } from '../../../protocol/models.ts'
import { allowInRoom } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'
import { roomUpdatedFor } from './announcement.ts'

export async function markRead(
  { store, delivery }: Tools,
  caller: Caller,
  { roomId, seq }: Input<'room:read'>,
): Promise<ReadMark> {
  const { room } = await allowInRoom({ store }, caller, 'room:read', roomId)
  const { mark, isNew } = await store.markRead(signed(caller), room.id, seq)
  if (isNew) announce(delivery, caller, mark)
  return mark
}

export async function markAllRead({ store, delivery }: Tools, caller: Caller): Promise<ReadMarks> {
  const marks = await store.markAllRead(signed(caller))
  for (const mark of marks) announce(delivery, caller, mark)
  return { marks }
}

export async function markUnread(
  { store, delivery }: Tools,
  caller: Caller,
  { roomId, seq }: Input<'room:unread'>,
): Promise<ReadMark> {
  const { room } = await allowInRoom({ store }, caller, 'room:unread', roomId)
  const mark = await store.markUnread(signed(caller), room.id, seq)
  announce(delivery, caller, mark)
  return mark
}

export async function setNotifyLevel(
  { store, delivery }: Tools,
  caller: Caller,
  { roomId, level }: Input<'room:notify'>,
): Promise<undefined> {
  const { room } = await allowInRoom({ store }, caller, 'room:notify', roomId)
  await store.setLevel(signed(caller), room.id, level)
  delivery.publish(roomUpdatedFor(caller.user.id, room.id))
}

function announce(delivery: Tools['delivery'], { user }: Caller, mark: ReadMark): void {
  delivery.publish({ audience: { user: user.id }, event: 'room:read', payload: mark })
}
