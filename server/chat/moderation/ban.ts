import type { Input, Output } from '../../../protocol/commands.ts'
import { allowInChat, requireLesser } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import { announceNewHosts } from '../rooms/announcement.ts'
import type { Tools } from '../tools.ts'
import { inMinutes } from '../until.ts'

/** From the answer on nothing is taken from them, and their connections close, which say why. */
export async function banUser(
  { store, delivery }: Tools,
  caller: Caller,
  { userId, minutes, reason, address }: Input<'user:ban'>,
): Promise<undefined> {
  const { role } = await allowInChat({ store }, caller, 'user:ban')
  await requireLesser({ store }, caller, role, userId)
  const ban = { reason, ...(minutes !== undefined && { until: inMinutes(minutes) }) }
  const { newHosts } = await store.ban(signed(caller), { userId, ...ban, address })
  delivery.publish({ audience: { user: userId }, event: 'session:ended', payload: { reason: 'banned', ban } })
  announceNewHosts(delivery, newHosts)
}

export async function unbanUser({ store }: Tools, caller: Caller, { userId }: Input<'user:unban'>): Promise<undefined> {
  const { role } = await allowInChat({ store }, caller, 'user:unban')
  await requireLesser({ store }, caller, role, userId)
  await store.unban(signed(caller), userId)
}

export async function listBans({ store }: Tools, caller: Caller): Promise<Output<'bans:list'>> {
  await allowInChat({ store }, caller, 'bans:list')
  return { bans: await store.bans() }
}
