import type { Input, Output } from '../../../protocol/commands.ts'
import { type Caller, signed } from '../caller.ts'
import { announceProfile } from '../people/status.ts'
import { announceNewHosts } from '../rooms/announcement.ts'
import type { Tools } from '../tools.ts'
import { inMinutes } from '../until.ts'

/** From the answer on, no command of the user is accepted. Their connections close and say why. */
export async function banUser(
  { store, delivery }: Tools,
  caller: Caller,
  { userId, minutes, reason, address }: Input<'user:ban'>,
): Promise<undefined> {
  const ban = { reason, ...(minutes !== undefined && { until: inMinutes(minutes) }) }
  const { newHosts, hadStatus } = await store.ban(signed(caller), { userId, ...ban, address })
  delivery.publish({ audience: { user: userId }, event: 'session:ended', payload: { reason: 'banned', ban } })
  announceNewHosts(delivery, newHosts)
  if (hadStatus) await announceProfile({ store, delivery }, userId)
}

export async function unbanUser({ store }: Tools, caller: Caller, { userId }: Input<'user:unban'>): Promise<undefined> {
  await store.unban(signed(caller), userId)
}

export async function listBans({ store }: Tools, caller: Caller): Promise<Output<'bans:list'>> {
  return { bans: await store.bans(signed(caller)) }
}
