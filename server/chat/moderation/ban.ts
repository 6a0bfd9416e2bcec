import type { Input, Output } from '../../../protocol/commands.ts'
import { allowInChat, requireLesser } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'

/** From the answer on nothing is taken from them, and their connections close, which say why. */
export async function banUser(
  { store, delivery }: Tools,
  caller: Caller,
  { userId, minutes, reason, address }: Input<'user:ban'>,
): Promise<undefined> {
  const { role } = await allowInChat({ store }, caller, 'user:ban')
  await requireLesser({ store }, caller, role, userId)
  await store.ban(signed(caller), {
    userId,
    until: minutes === undefined ? undefined : inMinutes(minutes),
    reason,
    address,
  })
  delivery.publish({ audience: { user: userId }, event: 'session:ended', payload: { reason: 'banned' } })
}

export async function unbanUser({ store }: Tools, caller: Caller, { userId }: Input<'user:unban'>): Promise<undefined> {
  await allowInChat({ store }, caller, 'user:unban')
  await store.unban(signed(caller), userId)
}

export async function listBans({ store }: Tools, caller: Caller): Promise<Output<'bans:list'>> {
  await allowInChat({ store }, caller, 'bans:list')
  return { bans: await store.bans() }
}

/** The moment in so many minutes, as the store keeps it. */
export const inMinutes = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString()
