/**
 * Links by mail for people who are not signed in. The answer tells nothing: it is the same, after the same work, whether
 * there is such a person or address or not.
 */
import type { ArrivalInput, LookupInput } from '../../../protocol/commands.ts'
import { mailboxKey } from '../../../protocol/mailboxes.ts'
import { nameKey } from '../../../protocol/name-key.ts'
import { oneMail } from '../limits.ts'
import { announceEnds } from '../people/announcement.ts'
import type { Arrived, Origin } from '../people/arrive.ts'
import { hashSecret, newToken } from '../people/secrets.ts'
import type { Tools } from '../tools.ts'
import { requireMail } from './settings.ts'

type Asker = Pick<Origin, 'network'>

const ask =
  (purpose: 'sign_in' | 'password') =>
  async (tools: Tools, { network }: Asker, { to }: LookupInput<'mail:signIn'>): Promise<undefined> => {
    requireMail(tools)
    await tools.limits.takeTogether(['mail', network], ...oneMail('asked', mailboxKey(to) ?? nameKey(to)))
    await tools.store.askForMail(purpose, to)
  }

export const askForSignIn = ask('sign_in')
export const askForPassword = ask('password')

export async function lookAtPasswordLink(
  { store, limits }: Tools,
  { network }: Asker,
  { code }: LookupInput<'password:look'>,
): Promise<undefined> {
  using _asked = limits.take('password:look', network)
  await store.checkPasswordCode(hashSecret(code))
}

/** A new password ends all sessions, as one does that was changed while signed in. */
export async function arriveByNewPassword(
  { limits, store, delivery, passwords }: Tools,
  { network, device: description }: Origin,
  { code, password }: ArrivalInput<'password:start'>,
): Promise<Arrived> {
  await limits.takeTogether(['password:start', network])
  // Without a code that works, no password is hashed.
  await store.checkPasswordCode(hashSecret(code))
  const token = newToken()
  const device = { tokenHash: hashSecret(token), device: description, network }
  const passwordHash = await passwords.hash(password, { network, isKnown: false })
  const { endedSessionIds, ...signedIn } = await store.redeemPasswordCode(hashSecret(code), { passwordHash, device })
  announceEnds(delivery, endedSessionIds, 'password_changed')
  return { token, caller: { ...signedIn, network } }
}
