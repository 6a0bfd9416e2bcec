/** The tokens by which a device stays known to the people who use it. */
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'
import { MOST_TOKENS } from './known-devices.ts'

/**
 * The tokens that a device keeps from now on, the present person’s first; undefined for a guest, who has no password.
 * `shown` are the tokens that it has.
 */
export async function tokensToKeep(
  { store, devices }: Pick<Tools, 'store' | 'devices'>,
  caller: Caller,
  shown: readonly string[],
): Promise<[string, ...string[]] | undefined> {
  if (caller.user.kind === 'guest') return undefined
  const passwordHash = await store.passwordHashOf(signed(caller))
  if (passwordHash === undefined) return undefined
  const whose = { userId: caller.user.id, passwordHash }
  const own = devices.find(shown, whose) ?? devices.newToken(whose)
  return [own, ...shown.filter((token) => token !== own).slice(0, MOST_TOKENS - 1)]
}
