/** Checks bans, for all code that lets users in or lets them write. */
import { refusal } from '../../../../protocol/errors.ts'
import type { BanNotice } from '../../../../protocol/models.ts'
import type { Database } from '../database.ts'
import type { SessionRow } from '../require-session.ts'

/** SQL for an active ban `b`. `now` is the parameter with the present. */
export const isActive = (now: string) => `(b.until is null or b.until > ${now})`

/** Throws `banned`, with the end and the reason. */
export function requireNotBanned(database: Database, userId: string): void {
  const held = database.get<Held>(
    `select b.reason, b.until from bans b where b.user_id = ? and ${isActive('?')}`,
    userId,
    new Date().toISOString(),
  )
  if (held) throw refusal('banned', noticeOf(held))
}

export function requireGoodNetwork(database: Database, network: string): void {
  const ban = bannedNetwork(database, network)
  if (ban) throw refusal('network_banned', ban)
}

/** The end of a network's ban. The reason stays private: other people may share the network. */
function bannedNetwork(database: Database, network: string): { until?: string } | undefined {
  const held = database.get<Held>(
    `select b.reason, b.until from banned_networks n join bans b on b.user_id = n.user_id
     where n.network = ? and ${isActive('?')} order by b.until is not null, b.until desc limit 1`,
    network,
    new Date().toISOString(),
  )
  return held && (held.until === null ? {} : { until: held.until })
}

/**
 * A user can make many guests before one of them is banned. So in a banned network a guest without a message in any
 * open room counts as new. Such a guest may stay and read, and can write when the ban is over.
 */
export function banOfNew(database: Database, { id, banned_network }: SessionRow): { until?: string } | undefined {
  if (banned_network === null) return undefined
  const ban = bannedNetwork(database, banned_network)
  return ban && !hasSaidAloud(database, id) ? ban : undefined
}

const hasSaidAloud = (database: Database, userId: string): boolean =>
  database.get(
    `select 1 from messages m join rooms r on r.id = m.room_id
     where m.author_id = ? and m.deleted_at is null and r.kind = 'open' and r.deleted_at is null limit 1`,
    userId,
  ) !== undefined

type Held = { reason: string; until: string | null }

const noticeOf = ({ reason, until }: Held): BanNotice => ({ reason, ...(until !== null && { until }) })

/** Answers whether there was a ban. */
export function liftBan(database: Database, userId: string): boolean {
  return database.get('delete from bans where user_id = ? returning 1 as lifted', userId) !== undefined
}
