/** The sessions of a user: listing them, ending them, and signing in another device. */
import type { Input, Output } from '../../../protocol/commands.ts'
import type { SignInLink } from '../../../protocol/models.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'
import { announceEnds } from './announcement.ts'
import { hashSecret, newCode } from './secrets.ts'

const LINK_HOLDS_MS = 10 * 60 * 1_000

/** Signs out. From the answer on, no command of the session is accepted. Its connections are closed at once. */
export async function endSession(
  { store, delivery }: Tools,
  caller: Caller,
  { sessionId = caller.sessionId }: Input<'session:end'>,
): Promise<undefined> {
  await store.endSession(signed(caller), sessionId)
  announceEnds(delivery, [sessionId], sessionId === caller.sessionId ? 'signed_out' : 'ended_elsewhere')
}

export async function endAllSessions(
  { store, delivery }: Tools,
  caller: Caller,
  { others }: Input<'session:endAll'>,
): Promise<undefined> {
  const ended = await store.endSessions(signed(caller), others)
  const [mine, elsewhere] = [
    ended.filter((id) => id === caller.sessionId),
    ended.filter((id) => id !== caller.sessionId),
  ]
  announceEnds(delivery, elsewhere, 'ended_elsewhere')
  announceEnds(delivery, mine, 'signed_out')
}

export async function listSessions({ store }: Tools, caller: Caller): Promise<Output<'sessions:list'>> {
  return { sessions: await store.sessionsOf(signed(caller)) }
}

export async function makeSignInLink({ store }: Tools, caller: Caller): Promise<SignInLink> {
  const code = newCode()
  const expiresAt = new Date(Date.now() + LINK_HOLDS_MS).toISOString()
  await store.addSignInCode(signed(caller), hashSecret(code), expiresAt)
  return { code, path: `/sign-in#${code}`, expiresAt }
}
