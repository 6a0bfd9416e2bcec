/** Whether somebody is banned, as everybody who lets people in has to ask. */
import { bannedSentence, untilAndWhy } from '../../../protocol/banned.ts'
import { Refusal } from '../../../protocol/errors.ts'
import type { BanNotice } from '../../../protocol/models.ts'
import type { Database } from './database.ts'

/** That a ban `b` goes on; `now` is the parameter with the present. */
export const holds = (now: string) => `(b.until is null or b.until > ${now})`

/** Throws `banned`, with until when and why. */
export function requireNotBanned(database: Database, userId: string): void {
  const held = database.get<Held>(
    `select b.reason, b.until from bans b where b.user_id = ? and ${holds('?')}`,
    userId,
    new Date().toISOString(),
  )
  if (held) throw new Refusal('banned', bannedSentence(noticeOf(held)))
}

export function requireGoodNetwork(database: Database, network: string): void {
  const held = database.get<Held>(
    `select b.reason, b.until from banned_networks n join bans b on b.user_id = n.user_id
     where n.network = ? and ${holds('?')} order by b.until is not null, b.until desc limit 1`,
    network,
    new Date().toISOString(),
  )
  // Why is between the moderators and the one who was banned: this may be a neighbour.
  if (held)
    throw new Refusal(
      'banned',
      `Nobody new may come from your network${untilAndWhy({ ...noticeOf(held), reason: '' })}`,
    )
}

type Held = { reason: string; until: string | null }

const noticeOf = ({ reason, until }: Held): BanNotice => ({ reason, ...(until !== null && { until }) })

/** Answers with whether there was one. */
export function liftBan(database: Database, userId: string): boolean {
  return database.get('delete from bans where user_id = ? returning 1 as lifted', userId) !== undefined
}
