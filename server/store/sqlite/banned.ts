/** Whether somebody is banned, as everybody who lets people in has to ask. */
import { Refusal } from '../../../protocol/errors.ts'
import { readableTime } from '../../../protocol/times.ts'
import type { Database } from './database.ts'

/** Of a ban `b`, with the present as its one parameter. */
export const HOLDS = '(b.until is null or b.until > ?)'

/** Throws `banned`, with until when and why. */
export function requireNotBanned(database: Database, userId: string): void {
  const held = database.get<{ reason: string; until: string | null }>(
    `select b.reason, b.until from bans b where b.user_id = ? and ${HOLDS}`,
    userId,
    new Date().toISOString(),
  )
  if (held) throw new Refusal('banned', `You are banned${whenAndWhy(held)}`)
}

export function requireGoodNetwork(database: Database, network: string): void {
  const held = database.get<{ reason: string; until: string | null }>(
    `select b.reason, b.until from banned_networks n join bans b on b.user_id = n.user_id
     where n.network = ? and ${HOLDS} order by b.until is not null, b.until desc limit 1`,
    network,
    new Date().toISOString(),
  )
  // Why is between the moderators and the one who was banned: this may be a neighbour.
  if (held) throw new Refusal('banned', `Nobody new may come from your network${whenAndWhy({ ...held, reason: '' })}`)
}

function whenAndWhy({ reason, until }: { reason: string; until: string | null }): string {
  const when = until === null ? '' : ` until ${readableTime(until)}`
  return reason === '' ? `${when}.` : `${when}: ${reason.replace(/(?<![.!?…])$/u, '.')}`
}

/** Answers with whether there was one. */
export function liftBan(database: Database, userId: string): boolean {
  return database.get('delete from bans where user_id = ? returning 1 as lifted', userId) !== undefined
}
