/** Where the browsers of a session are told. A subscription ends with its session: the table says so. */
import { generateKeyPairSync } from 'node:crypto'
import { refusal } from '../../../../protocol/errors.ts'
import { MAX_SUBSCRIPTIONS } from '../../../../protocol/limits.ts'
import type { NewSubscription, PushSubscription, VapidKeys } from '../../notices-store.ts'
import type { Allowed } from '../allowed.ts'
import type { Database } from '../database.ts'
import { now } from '../now.ts'
import { oldestUse } from '../people/sessions.ts'

/** Made when it is first asked for. All nodes have the same, and browsers are bound to it. */
export function vapidKeys(database: Database): VapidKeys {
  const ask = () => database.get<{ value: string }>(`select value from meta where key = 'vapid'`)
  if (!ask()) {
    database.run(
      `insert into meta (key, value) values ('vapid', ?) on conflict do nothing`,
      JSON.stringify(makeVapidKeys()),
    )
  }
  return JSON.parse(ask()!.value) as VapidKeys
}

function makeVapidKeys(): VapidKeys {
  const { x, y, d } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey.export({ format: 'jwk' })
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x!, 'base64url'), Buffer.from(y!, 'base64url')])
  return { publicKey: point.toString('base64url'), privateKey: d! }
}

export function subscribe(
  database: Database,
  { user, sessionId }: Allowed,
  { endpoint, publicKey, secret, language = '' }: NewSubscription,
): void {
  // A browser has one session at a time. The one before may not have ended. Only the browser itself has its keys: an
  // endpoint that somebody learned takes nothing away.
  const other = database.get<{ publicKey: string; secret: string }>(
    'select public_key as publicKey, secret from push_subscriptions where endpoint = ? and session_id <> ?',
    endpoint,
    sessionId,
  )
  if (other && (other.publicKey !== publicKey || other.secret !== secret)) throw refusal('endpoint_taken')
  if (other) database.run('delete from push_subscriptions where endpoint = ? and session_id <> ?', endpoint, sessionId)
  database.run(
    `insert into push_subscriptions (session_id, user_id, endpoint, public_key, secret, language, made_at)
     values (?, ?, ?, ?, ?, ?, ?)
     on conflict (session_id) do update set endpoint = excluded.endpoint, public_key = excluded.public_key,
       secret = excluded.secret, language = excluded.language, made_at = excluded.made_at`,
    sessionId,
    user.id,
    endpoint,
    publicKey,
    secret,
    language,
    now(),
  )
  database.run(
    `delete from push_subscriptions where session_id in (
       select session_id from push_subscriptions where user_id = ?1 and session_id <> ?2
       order by made_at desc, session_id limit 1000 offset ?3)`,
    user.id,
    sessionId,
    MAX_SUBSCRIPTIONS - 1,
  )
}

export function removeSubscription(database: Database, { user }: Allowed, endpoint: string): void {
  database.run('delete from push_subscriptions where user_id = ? and endpoint = ?', user.id, endpoint)
}

/** Those of these users whose session has not ended. */
export function pushSubscriptionsOf(database: Database, userIds: string[]): PushSubscription[] {
  return database.all<PushSubscription>(
    `select p.session_id as sessionId, p.user_id as userId, p.endpoint, p.public_key as publicKey, p.secret,
            p.language, p.made_at as madeAt
     from json_each(?1) j cross join push_subscriptions p on p.user_id = j.value
     join sessions s on s.id = p.session_id and s.used_at > ?2
     order by p.made_at, p.session_id`,
    JSON.stringify(userIds),
    oldestUse(),
  )
}
