/** Statuses and time zones that users set, and the views that others get of them. */
import type { Input } from '../../../protocol/commands.ts'
import type { Profile } from '../../../protocol/models.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'
import { announceMe } from './announcement.ts'

export async function setStatus(
  { store, delivery }: Tools,
  caller: Caller,
  status: Input<'user:status'>,
): Promise<undefined> {
  if (await store.setStatus(signed(caller), status)) await announceProfile({ store, delivery }, caller.user.id)
}

export async function setTimeZone(
  { store, delivery }: Tools,
  caller: Caller,
  { timeZone }: Input<'user:timeZone'>,
): Promise<undefined> {
  if (await store.setTimeZone(signed(caller), timeZone)) await announceProfile({ store, delivery }, caller.user.id)
}

export async function readProfile(
  { store, online }: Tools,
  caller: Caller,
  { userId, roomId }: Input<'user:profile'>,
): Promise<Profile> {
  return { ...(await store.profile(signed(caller), userId, roomId)), isHere: online.isHere(userId) }
}

/** Tells all users who share a room with this person, and all of the person's devices. */
export async function announceProfile(
  { store, delivery }: Pick<Tools, 'store' | 'delivery'>,
  userId: string,
  roomIds?: string[],
): Promise<void> {
  const { status, timeZone } = await announceMe({ store, delivery }, userId)
  const payload = { userId, ...(status && { status }), ...(timeZone !== undefined && { timeZone }) }
  const rooms = roomIds ?? (await store.roomIdsOf(userId))
  delivery.publish({ audience: { rooms }, event: 'profile:changed', payload })
}
