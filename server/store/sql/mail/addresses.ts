/** The mail addresses that persons give. One counts once its owner has opened a link that was mailed there. */
import { refusal } from '../../../../protocol/errors.ts'
import { mailboxKey } from '../../../../protocol/mailboxes.ts'
import type { MailSettings } from '../../../../protocol/models.ts'
import type { MailLanguage, MailPatch } from '../../mail-store.ts'
import type { Allowed } from '../allowed.ts'
import type { Database } from '../database.ts'
import { forgetMailedSignInCodes } from '../people/sessions.ts'
import { useMailCode } from './codes.ts'
import { queueMail } from './queue-mail.ts'

/** Missed messages are mailed after an hour, until a person says otherwise. */
const FIRST_MISSED_AFTER = 60

export type AddressRow = {
  user_id: string
  address: string | null
  wanted: string | null
  language: MailLanguage
  unusable_at: string | null
  missed_after: MailSettings['missedAfter']
  weekly: number
}

export const addressOf = (database: Database, userId: string): AddressRow | undefined =>
  database.get(
    `select user_id, address, wanted, language, unusable_at, missed_after, weekly from mail_addresses where user_id = ?`,
    userId,
  )

export const mailSettings = (database: Database, { user }: Allowed): MailSettings =>
  toSettings(addressOf(database, user.id))

function toSettings(row: AddressRow | undefined): MailSettings {
  if (!row) return { missedAfter: 0, weekly: false }
  return {
    ...(row.address !== null && { address: row.address }),
    ...(row.wanted !== null && { wanted: row.wanted }),
    ...(row.unusable_at !== null && { isUnusable: true as const }),
    missedAfter: row.missed_after,
    weekly: row.weekly === 1,
  }
}

/** The new address waits for its confirmation, and the present one counts until then. Giving that one again ends the wait. */
export function giveAddress(
  database: Database,
  { user }: Allowed,
  address: string,
  language: MailLanguage,
): MailSettings {
  if (user.kind === 'guest') throw refusal('guest_has_no_password')
  const before = addressOf(database, user.id)
  const isPresent = before?.address === address && before.unusable_at === null
  database.run(
    `insert into mail_addresses (user_id, wanted, language) values (?1, ?2, ?3)
     on conflict (user_id) do update set wanted = excluded.wanted, language = excluded.language`,
    user.id,
    isPresent ? null : address,
    language,
  )
  forgetWanted(database, user.id)
  if (!isPresent) queueMail(database, { purpose: 'confirm', userId: user.id, address })
  return toSettings(addressOf(database, user.id))
}

/** The links to confirm another address no longer work, and are no longer sent. */
function forgetWanted(database: Database, userId: string): void {
  database.run(`delete from mail_codes where user_id = ? and purpose = 'confirm'`, userId)
  database.run(`delete from mails where user_id = ? and purpose = 'confirm'`, userId)
}

/** The code works once, and only for the person whom it was made for. */
export function confirmAddress(database: Database, { user }: Allowed, codeHash: Uint8Array): MailSettings {
  const used = useMailCode(database, 'confirm', codeHash, user.id)
  const before = addressOf(database, user.id)
  if (!used || before?.wanted !== used.address) throw refusal('mail_link_over')
  database.run(
    `update mail_addresses set address = ?2, mailbox = ?3, wanted = null, bounces = 0, unusable_at = null, asked_at = 0,
       missed_after = case when address is null then ${FIRST_MISSED_AFTER} else missed_after end
     where user_id = ?1`,
    user.id,
    used.address,
    mailboxKey(used.address)!,
  )
  forgetWanted(database, user.id)
  // A link in a mailbox that is no longer theirs must not sign in.
  if (before.address !== used.address) forgetMailedSignInCodes(database, user.id)
  // The owner of the former address learns of it, in case it was somebody else who did this.
  if (before.address !== null && mailboxKey(before.address) !== mailboxKey(used.address))
    queueMail(database, { purpose: 'changed', userId: user.id, address: before.address })
  return toSettings(addressOf(database, user.id))
}

/** Without a confirmed address there is nothing to choose. */
export function updateMail(database: Database, { user }: Allowed, patch: MailPatch): MailSettings {
  const { missedAfter, weekly, language } = patch
  database.run(
    `update mail_addresses set missed_after = coalesce(?2, missed_after), weekly = coalesce(?3, weekly),
       language = coalesce(?4, language), weekly_at = case when ?3 = 1 and weekly = 0 then ?5 else weekly_at end
     where user_id = ?1 and address is not null`,
    user.id,
    missedAfter ?? null,
    weekly === undefined ? null : Number(weekly),
    language ?? null,
    new Date().toISOString(),
  )
  return toSettings(addressOf(database, user.id))
}

/** Somebody with a link of a mail wants no more of this kind. */
export function stopMail(database: Database, userId: string, kind: 'missed' | 'weekly'): void {
  const column = kind === 'missed' ? 'missed_after' : 'weekly'
  database.run(`update mail_addresses set ${column} = 0 where user_id = ?`, userId)
  database.run('delete from mails where user_id = ? and purpose = ?', userId, kind)
}

/** Takes the address away, with all that was to be mailed. The owner of the address is told, as of a change. */
export function removeAddress(database: Database, { user }: Allowed): void {
  const before = addressOf(database, user.id)
  for (const table of ['mail_codes', 'mails']) database.run(`delete from ${table} where user_id = ?`, user.id)
  forgetMailedSignInCodes(database, user.id)
  database.run(
    `update mail_addresses set address = null, mailbox = null, wanted = null, missed_after = 0, weekly = 0
     where user_id = ?`,
    user.id,
  )
  if (before?.address) queueMail(database, { purpose: 'changed', userId: user.id, address: before.address })
}

/** All that is known of a user’s mail. */
export function forgetMail(database: Database, userId: string): void {
  for (const table of ['mail_addresses', 'mail_codes', 'mails', 'mailed'])
    database.run(`delete from ${table} where user_id = ?`, userId)
}
