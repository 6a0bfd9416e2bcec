/**
 * Mails that wait to be sent. One node takes some of them for a while; if it goes away, another one takes them again. So
 * a crash loses none, and a mail that goes out twice has the same Message-ID. What a mail says, and whether it is still
 * wanted, is decided when it is taken.
 */
import { mailboxKey } from '../../../../protocol/mailboxes.ts'
import { nameKey } from '../../../../protocol/name-key.ts'
import type { DueMail } from '../../mail-store.ts'
import type { Database } from '../database.ts'
import { randomId } from '../ids.ts'
import { isActive } from '../moderation/banned.ts'
import { addMailedSignInCode } from '../people/sessions.ts'
import { addMailCode } from './codes.ts'
import { missedIn, noteMailed } from './missed.ts'
import { queueMail } from './queue-mail.ts'
import { weeklyOf } from './weekly.ts'

/** Mails that a node takes at once. */
const SLICE = 4
/** How long a node may take for them. */
const LEASE_MS = 3 * 60_000
/** After so many bounces in a row, the address is not used any more. */
const MOST_BOUNCES = 3
/** Older mails are given up. */
const GIVEN_UP_MS = 3 * 24 * 60 * 60_000
/** A link that somebody asked for so long ago is of no use to them any more. */
const ASKED_HOLDS_MS = 15 * 60_000

/** How long a person is not mailed another link of the same kind. */
const PAUSE_MS = 3 * 60_000
/** People who share one address and get a link each, at most. */
const MOST_SHARING = 5

/**
 * A stranger’s wish for a link, by a name or an address. Whose it is, is found out when mails are sent. So what the
 * stranger asks costs the same whoever it is for.
 */
export function askForMail(database: Database, purpose: 'sign_in' | 'password', asked: string): void {
  database.run(
    `insert into mails (id, purpose, asked, made_at, due_at) values (?, ?, ?, clock_ms(), clock_ms())`,
    randomId('m'),
    purpose,
    asked,
  )
}

/** Makes the mails that strangers asked for. A link to sign in goes only to confirmed addresses. */
function answerAsked(database: Database, pauseMs: number): void {
  const rows = database.all<Pick<MailRow, 'purpose' | 'age'> & { asked: string }>(
    `delete from mails where id in (select id from mails where user_id is null order by due_at limit ${SLICE * 5})
     returning purpose, asked, clock_ms() - made_at as age`,
  )
  for (const { purpose, asked, age } of rows) {
    if (age > ASKED_HOLDS_MS) continue
    for (const userId of ownersOf(database, asked)) {
      const isNew = database.get(
        `update mail_addresses set asked_at = clock_ms()
         where user_id = ? and address is not null and asked_at <= clock_ms() - ? returning 1 as found`,
        userId,
        pauseMs,
      )
      if (isNew) queueMail(database, { purpose, userId })
    }
  }
}

function ownersOf(database: Database, asked: string): string[] {
  const mailbox = mailboxKey(asked)
  const rows =
    mailbox === undefined
      ? database.all<{ id: string }>(
          `select id from users where name_key = ? and kind = 'person' and left_at is null`,
          nameKey(asked.trim()),
        )
      : database.all<{ id: string }>(
          `select user_id as id from mail_addresses where mailbox = ? order by user_id limit ${MOST_SHARING}`,
          mailbox,
        )
  return rows.map(({ id }) => id)
}

export const areMailsDue = (database: Database): boolean =>
  database.get('select 1 from mails where due_at <= clock_ms() limit 1') !== undefined

type MailRow = {
  id: string
  purpose: DueMail['purpose']
  user_id: string | null
  room_id: string
  address: string
  tries: number
  age: number
}

/** Hands out mails that are due. One that nobody wants any more is dropped instead. */
export function takeMails(database: Database, pauseMs: number = PAUSE_MS): DueMail[] {
  answerAsked(database, pauseMs)
  const rows = database.all<MailRow>(
    `update mails set due_at = clock_ms() + ${LEASE_MS}, tries = tries + 1
     where id in (select id from mails where due_at <= clock_ms() and user_id is not null order by due_at, id limit ${SLICE})
     returning id, purpose, user_id, room_id, address, tries, clock_ms() - made_at as age`,
  )
  return rows.flatMap((row) => {
    const mail = prepare(database, row)
    const isGivenUp = row.age > GIVEN_UP_MS
    // The messages of a mail that is given up are not missed again at once.
    if (!mail || isGivenUp) mailDropped(database, row.id, mail?.missed?.upTo)
    return mail && !isGivenUp ? mail : []
  })
}

type Reader = {
  user_id: string
  name: string
  address: string | null
  wanted: string | null
  language: DueMail['language']
}

function prepare(database: Database, row: MailRow): DueMail | undefined {
  if (row.user_id === null) return undefined
  const reader = readerOf(database, row.user_id)
  const to = reader && addressFor(row, reader)
  if (!reader || !to) return undefined
  const missed =
    row.purpose === 'missed' && wantsMissed(database, row.user_id)
      ? missedIn(database, row.user_id, row.room_id)
      : undefined
  const weekly = row.purpose === 'weekly' ? weeklyOf(database, row.user_id) : undefined
  if ((row.purpose === 'missed' && !missed) || (row.purpose === 'weekly' && !weekly)) return undefined
  const mail = { id: row.id, to, name: reader.name, userId: reader.user_id, tries: row.tries }
  return {
    ...mail,
    language: reader.language,
    purpose: row.purpose,
    ...(missed && { missed }),
    ...(weekly && { weekly }),
  }
}

const wantsMissed = (database: Database, userId: string): boolean =>
  database.get('select 1 from mail_addresses where user_id = ? and missed_after > 0', userId) !== undefined

/** A user whom mails may reach: not one who has left, or is banned. */
function readerOf(database: Database, userId: string): Reader | undefined {
  return database.get<Reader>(
    `select u.id as user_id, u.name, case when a.unusable_at is null then a.address end as address, a.wanted,
            coalesce(a.language, 'en') as language
     from users u left join mail_addresses a on a.user_id = u.id
     where u.id = ? and u.left_at is null and u.kind <> 'guest'
       and not exists (select 1 from bans b where b.user_id = u.id and ${isActive('?')})`,
    userId,
    new Date().toISOString(),
  )
}

function addressFor({ purpose, address }: Pick<MailRow, 'purpose' | 'address'>, reader: Reader): string | undefined {
  // The owner of a former address is told of the change there.
  if (purpose === 'changed') return address
  if (purpose === 'confirm') return reader.wanted === address ? address : undefined
  return reader.address ?? undefined
}

/** Keeps the hash of a mailed link’s code. Answers whether the mail is still to be sent. */
export function addCodeOfMail(
  database: Database,
  mailId: string,
  to: string,
  codeHash: Uint8Array,
  expiresAt: string,
): boolean {
  const row = database.get<Pick<MailRow, 'purpose' | 'user_id' | 'address'>>(
    'select purpose, user_id, address from mails where id = ?',
    mailId,
  )
  const reader = row?.user_id && readerOf(database, row.user_id)
  // A code for the new address must not go to the former one.
  if (!row || !reader || addressFor(row, reader) !== to) return false
  const { purpose, address } = row
  const userId = reader.user_id
  if (purpose === 'confirm') addMailCode(database, codeHash, { purpose, userId, address, expiresAt })
  if (purpose === 'password')
    addMailCode(database, codeHash, { purpose, userId, address: reader.address ?? '', expiresAt })
  if (purpose === 'sign_in') addMailedSignInCode(database, userId, codeHash, expiresAt)
  return true
}

/** A server has accepted the mail. */
export function mailSent(database: Database, id: string, upTo?: number): void {
  const sent = endMail(database, id, upTo)
  if (sent?.user_id && isToAddress(sent))
    database.run('update mail_addresses set bounces = 0 where user_id = ? and bounces > 0', sent.user_id)
}

/** The mail is not wanted, or will never be taken. */
export function mailDropped(database: Database, id: string, upTo?: number): void {
  endMail(database, id, upTo)
}

type Ended = Pick<MailRow, 'user_id' | 'purpose' | 'room_id'>

/** With `upTo` the reader counts as told up to there: a mail that is never taken would be made again at once, for ever. */
function endMail(database: Database, id: string, upTo: number | undefined): Ended | undefined {
  const [ended] = database.all<Ended>('delete from mails where id = ? returning user_id, purpose, room_id', id)
  if (ended?.user_id && upTo !== undefined)
    noteMailed(database, { id, user_id: ended.user_id, room_id: ended.room_id }, upTo)
  return ended
}

/** The mail is tried again after so long. */
export function mailDelayed(database: Database, id: string, againInMs: number): void {
  database.run('update mails set due_at = clock_ms() + ? where id = ?', againInMs, id)
}

/** The server of the recipient takes no mail for this address. */
export function mailBounced(database: Database, id: string): void {
  const [bounced] = database.all<Pick<MailRow, 'user_id' | 'purpose'>>(
    'delete from mails where id = ? returning user_id, purpose',
    id,
  )
  if (!bounced?.user_id || !isToAddress(bounced)) return
  database.run(
    `update mail_addresses set bounces = bounces + 1,
       unusable_at = case when bounces + 1 >= ${MOST_BOUNCES} then ? else unusable_at end
     where user_id = ? and address is not null`,
    new Date().toISOString(),
    bounced.user_id,
  )
}

/** Whether a mail went to the confirmed address. */
const isToAddress = ({ purpose }: Pick<MailRow, 'purpose'>): boolean => purpose !== 'confirm' && purpose !== 'changed'
