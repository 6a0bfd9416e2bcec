/** Writes each kind of mail. */
import type { DueMail } from '../store/store.ts'
import { layOut, type Part } from './layout.ts'
import type { Letter } from './transport.ts'
import type { MailWords } from './words/mail-words.ts'
import { WORDS } from './words/words.ts'

/** The chat whom mails come from. `publicUrl` has no / at its end. */
export type Sender = { chat: string; publicUrl: string }

const PATHS = { confirm: '/confirm-mail', sign_in: '/sign-in', password: '/new-password' } as const
type Linked = keyof typeof PATHS

/** The mails whose link has a code. */
export const hasCode = (purpose: DueMail['purpose']): purpose is Linked => Object.hasOwn(PATHS, purpose)

/** `code` is for the mails that have one. */
export function writeLetter(sender: Sender, mail: DueMail, code: string | undefined): Letter {
  const words = WORDS[mail.language]
  const { subject, parts } = contentOf(sender, words, mail, code)
  const whole: Part[] = [{ says: words.hello(mail.name) }, ...parts, { small: words.noReply }]
  return { id: mail.id, to: mail.to, subject, ...layOut(words, mail.language, whole) }
}

function contentOf(
  { chat, publicUrl }: Sender,
  words: MailWords,
  { purpose }: DueMail,
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
  return { subject: words.changed.subject(chat), parts: [{ says: words.changed.says(chat) }] }
}
