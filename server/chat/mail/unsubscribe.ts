/**
 * Links that stop mails without a session. They hold a seal of this history in place of a code in the store, so one works
 * as long as the mail is kept. All that it can do is stop mails, which their reader can turn on again.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Tools } from '../tools.ts'

const KINDS = ['missed', 'weekly'] as const
type Kind = (typeof KINDS)[number]

const seal = (key: Uint8Array, kind: Kind, userId: string): Buffer => {
  const own = createHmac('sha256', key).update('stop mails').digest()
  return createHmac('sha256', own).update(`${kind} ${userId}`).digest().subarray(0, 18)
}

export const newStopToken = (key: Uint8Array, kind: Kind, userId: string): string =>
  `${kind}.${userId}.${seal(key, kind, userId).toString('base64url')}`

/** Whose mails of which kind a link stops; undefined for a forged one. */
export function readStopToken(
  { store }: Pick<Tools, 'store'>,
  token: string,
): { kind: Kind; userId: string } | undefined {
  const [kindText, userId = '', sealed = '', ...more] = token.slice(0, 200).split('.')
  const kind = KINDS.find((one) => one === kindText)
  if (kind === undefined || more.length > 0) return undefined
  const [given, right] = [Buffer.from(sealed, 'base64url'), seal(store.sealingKey, kind, userId)]
  return given.length === right.length && timingSafeEqual(given, right) ? { kind, userId } : undefined
}

/** Answers whether the link was good. Throws `rate_limited`. */
export async function stopMails(tools: Tools, network: string, token: string): Promise<boolean> {
  using _asked = tools.limits.take('mail:stop', network)
  const found = readStopToken(tools, token)
  if (!found) return false
  await tools.store.stopMail(found.userId, found.kind)
  return true
}
