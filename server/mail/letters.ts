/** Writes each kind of mail. */
import { plainWords } from '../../protocol/markdown/plain-words.ts'
import type { Message } from '../../protocol/models.ts'
import type { DueMail, Missed } from '../store/mail-store.ts'
import { layOut, type Part } from './layout.ts'
import type { Letter } from './transport.ts'
import type { MailWords } from './words/mail-words.ts'
import { WORDS } from './words/words.ts'

/** The chat whom mails come from. `publicUrl` has no / at its end. */
export type Sender = {
  chat: string
  publicUrl: string
  /** The secret of the link that stops mails of this kind. */
  stopToken: (kind: 'missed' | 'weekly') => string
}

const PATHS = { confirm: '/confirm-mail', sign_in: '/sign-in', password: '/new-password' } as const
type Linked = keyof typeof PATHS

/** The mails whose link has a code. */
export const hasCode = (purpose: DueMail['purpose']): purpose is Linked => Object.hasOwn(PATHS, purpose)

/**
 * Whether anybody may get it, as the sender says. A name is what its owner likes, also an offer with an address on the
 * web, so the chat does not write it to others.
 */
const isToStranger = (purpose: DueMail['purpose']): boolean => purpose === 'confirm' || purpose === 'changed'

/** `code` is for the mails that have one. */
export function writeLetter(sender: Sender, mail: DueMail, code: string | undefined): Letter {
  const words = WORDS[mail.language]
  const { subject, parts } = contentOf(sender, words, mail, code)
  const { purpose } = mail
  const stops = purpose === 'missed' || purpose === 'weekly' ? purpose : undefined
  const unsubscribe = stops && `${sender.publicUrl}/unsubscribe?of=${sender.stopToken(stops)}`
  const whole: Part[] = [
    ...(isToStranger(purpose) ? [] : [{ says: words.hello(mail.name) }]),
    ...parts,
    ...(unsubscribe === undefined ? [] : [{ small: words.stop, url: unsubscribe }]),
    { small: words.noReply },
  ]
  const letter = { id: mail.id, to: mail.to, subject, ...layOut(words, mail.language, whole) }
  return {
    ...letter,
    ...(mail.missed && { follows: mail.missed.follows }),
    ...(unsubscribe !== undefined && { unsubscribe }),
  }
}

function contentOf(
  { chat, publicUrl }: Sender,
  words: MailWords,
  { purpose, missed, weekly, language }: DueMail,
  code: string | undefined,
): { subject: string; parts: Part[] } {
  if (hasCode(purpose)) {
    const { subject, says, button, holds } = words[purpose]
    // Browsers do not send what is behind #, so the code is in no log of a server or a proxy.
    const url = `${publicUrl}${PATHS[purpose]}#${code}`
    return {
      subject: subject(chat),
      parts: [{ says: says(chat) }, { button, url }, { says: holds }, { small: words.notYou }],
    }
  }
  if (missed) return missedContent(publicUrl, words, language, missed)
  if (weekly) {
    const rooms = weekly.map(({ slug, name, count }) => ({
      link: words.weekly.room(name, count >= MOST_COUNTED ? `${MOST_COUNTED}+` : String(count)),
      url: `${publicUrl}/${slug}`,
    }))
    return {
      subject: words.weekly.subject(chat),
      parts: [{ says: words.weekly.says }, ...rooms],
    }
  }
  return { subject: words.changed.subject(chat), parts: [{ says: words.changed.says(chat) }] }
}

/** A longer list is only counted. */
const MOST_COUNTED = 100
const MOST_NAMED = 3
/** How much of a long message is read, and how much of it is shown. */
const [MOST_READ, LONGEST] = [4_000, 600]

function missedContent(
  publicUrl: string,
  words: MailWords,
  language: DueMail['language'],
  { room, messages, count, timeZone, showsWords }: Missed,
): { subject: string; parts: Part[] } {
  const times = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone })
  const quote = messages.map((message) => ({
    by: message.author.name,
    at: times.format(new Date(message.sentAt)),
    words: wordsOf(message),
    url: `${publicUrl}/${room.slug}/${message.seq}`,
  }))
  const authors = [...new Set(messages.map(({ author }) => author.name))].slice(0, MOST_NAMED).join(', ')
  const more = count - messages.length
  const countOf = (number: number) => (count >= MOST_COUNTED ? `${number}+` : String(number))
  return {
    subject: room.kind === 'direct' ? words.missed.fromPeople(authors) : words.missed.inRoom(room.name),
    parts: [
      ...(showsWords ? [{ quote }] : [{ says: words.missed.waiting(countOf(count)) }]),
      ...(showsWords && more > 0 ? [{ says: words.missed.more(countOf(more)) }] : []),
      { button: words.missed.open, url: `${publicUrl}/${room.slug}/${messages[0]!.seq}` },
    ],
  }
}

function wordsOf({ body, files = [] }: Message): string {
  const said = plainWords(body.slice(0, MOST_READ)) || files.map(({ name, alt }) => alt ?? name).join(', ')
  return said.length > LONGEST ? `${said.slice(0, LONGEST).toWellFormed()}…` : said
}
