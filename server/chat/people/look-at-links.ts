/** Answers strangers about the secret link that they opened. Looking does not use it up. */
import type { LookupInput } from '../../../protocol/commands.ts'
import type { InviteLook } from '../../../protocol/models.ts'
import type { Tools } from '../tools.ts'
import type { Origin } from './arrive.ts'
import { hashSecret } from './secrets.ts'

type Looker = Pick<Origin, 'network'>

/** Describes an invitation. */
export async function lookAtInvite(
  { store, limits }: Tools,
  { network }: Looker,
  { invite }: LookupInput<'invite:look'>,
): Promise<InviteLook> {
  using _asked = limits.take('invite:look', network)
  const [look, { chat }] = await Promise.all([store.lookAtInvite(hashSecret(invite)), store.settings()])
  return { ...look, ...(chat && { chat }) }
}

/** Tells whether a sign-in link works, and nothing about its user. */
export async function lookAtSignInLink(
  { store, limits }: Tools,
  { network }: Looker,
  { code }: LookupInput<'session:look'>,
): Promise<undefined> {
  using _asked = limits.take('session:look', network)
  await store.checkSignInCode(hashSecret(code))
}

/** Tells whether the owner link works. */
export async function lookAtOwnerLink(
  { store, limits }: Tools,
  { network }: Looker,
  { code }: LookupInput<'owner:look'>,
): Promise<undefined> {
  using _asked = limits.take('owner:look', network)
  await store.checkOwnerCode(hashSecret(code))
}
