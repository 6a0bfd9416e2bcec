/** The part of the store's contract that is about mail: addresses, links that are mailed, and what people missed. */
import type { MailSettings, Message, RoomRef } from '../../protocol/models.ts'
import type { NewDevice, Signed, SignedIn } from './terms.ts'

export type MailLanguage = 'en' | 'ar' | 'de'

/** The given values replace the present ones. */
export type MailPatch = {
  missedAfter?: MailSettings['missedAfter'] | undefined
  weekly?: boolean | undefined
  language?: MailLanguage | undefined
}

/** A mail that is to be sent now. `name` is whom it is for, and `tries` counts this one. */
export type DueMail = {
  id: string
  userId: string
  to: string
  name: string
  language: MailLanguage
  tries: number
  purpose: 'confirm' | 'changed' | 'sign_in' | 'password' | 'missed' | 'weekly'
  missed?: Missed
  weekly?: WeeklyRoom[]
}

/** A person who was away since then. */
export type MissedBy = { userId: string; sentBefore: string }

/**
 * What a person missed in a room: the first of the messages, and how many there are, up to a hundred. `follows` are the
 * first and the last mail about that room.
 */
export type Missed = {
  room: RoomRef
  messages: Message[]
  count: number
  upTo: number
  follows: string[]
  timeZone: string
  /** False where the person or the owners left words out of notices. */
  showsWords: boolean
}

/** A room with unread messages, up to a hundred. A direct room is named by the people in it. */
export type WeeklyRoom = { slug: string; name: string; count: number }

export interface MailStore {
  mailSettings(who: Signed): Promise<MailSettings>
  /** A link to confirm the address is mailed there. Until its code comes back, the former address counts. */
  giveAddress(who: Signed, address: string, language: MailLanguage): Promise<MailSettings>
  /** `forbidden` for a code that is used, expired, or another user's. */
  confirmAddress(who: Signed, codeHash: Uint8Array): Promise<MailSettings>
  updateMail(who: Signed, patch: MailPatch): Promise<MailSettings>
  removeAddress(who: Signed): Promise<void>
  /** Mails a link to the person with this name or address, if there is one: that is found out later. */
  askForMail(purpose: 'sign_in' | 'password', asked: string): Promise<void>
  /** `forbidden` for a code that is used or expired. */
  checkPasswordCode(codeHash: Uint8Array): Promise<void>
  /** Sets a new password, ends all sessions, and begins one. */
  redeemPasswordCode(
    codeHash: Uint8Array,
    change: { passwordHash: string; device: NewDevice },
  ): Promise<SignedIn & { endedSessionIds: string[] }>

  // — Sending —

  /** Whether mails wait to be sent. */
  areMailsDue(): Promise<boolean>
  /**
   * Some of them. Each is handed out to one node, and again when nothing was heard of it for three minutes. A person gets
   * no other link that strangers asked for within `pauseMs`.
   */
  takeMails(pauseMs?: number): Promise<DueMail[]>
  /**
   * Keeps the code of the link in a mail that is about to be sent. Answers whether the mail is still wanted: not when its
   * address, `to`, was replaced since it was taken.
   */
  addCodeOfMail(mailId: string, to: string, codeHash: Uint8Array, expiresAt: string): Promise<boolean>
  /** `upTo` is the last message that it told of. */
  mailSent(id: string, upTo?: number): Promise<void>
  /** Persons who want mails of what they missed, some of them, after this one. */
  missedReaders(after: string): Promise<{ userId: string; missedAfter: number }[]>
  /** Where these people missed something that was sent before they were away so long. */
  roomsMissed(readers: MissedBy[]): Promise<{ userId: string; roomId: string }[]>
  queueMissed(rooms: { userId: string; roomId: string }[]): Promise<void>
  /** Persons who want a summary of each week, some of them, after this one, and when they got the last one. */
  weeklyReaders(after: string): Promise<{ userId: string; weeklyAt: string; timeZone: string }[]>
  queueWeekly(userIds: string[]): Promise<void>
  /** Stops mails of this kind. */
  stopMail(userId: string, kind: 'missed' | 'weekly'): Promise<void>
  /** It is not wanted, or will never be taken, whoever it is for. With `upTo` no other mail tells of the same messages. */
  mailDropped(id: string, upTo?: number): Promise<void>
  mailDelayed(id: string, againInMs: number): Promise<void>
  /** The address takes no mail. After three such mails in a row it is not used any more. */
  mailBounced(id: string): Promise<void>
}
