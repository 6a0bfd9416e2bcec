/** How mails leave: the server that takes them, and whom they come from. */
import { toMailbox } from '../../protocol/mailboxes.ts'

export type MailConfig = {
  host: string
  port: number
  /** `implicit` from the first byte on, `required` before anything secret or personal, or when the server has it. */
  tls: 'implicit' | 'required' | 'when-offered' | 'off'
  login: { user: string; password: string } | undefined
  from: { name: string; address: string }
}

/** Thrown for a bad setting. The message is one line that says what to do, and repeats no secret. */
export class NotMail extends Error {}

type Given = { from: string; text: string }

const PORTS = { 'smtp:': 587, 'smtps:': 465 } as const

/** Undefined when no mails are to be sent. */
export function readMail(smtp: Given, from: Given, publicUrl: Given): MailConfig | undefined {
  if (smtp.text === '') {
    if (from.text !== '') throw new NotMail(`${from.from} is for sending mails. Set SMTP_URL too, or leave it out.`)
    return undefined
  }
  const server = readServer(smtp)
  if (from.text === '')
    throw new NotMail(`${smtp.from} needs MAIL_FROM: whom mails come from, such as chat@example.org.`)
  if (publicUrl.text === '')
    throw new NotMail(`${smtp.from} needs PUBLIC_URL: the links in mails lead there, as to https://chat.example.org.`)
  return { ...server, from: readSender(from) }
}

function readServer({ from, text }: Given): Omit<MailConfig, 'from'> {
  // The text is not repeated: it may hold a password.
  const wrong = new NotMail(
    `${from} is no address of a mail server: it must look like smtp://USER:PASSWORD@HOST:587 or smtps://HOST (?tls=required or ?tls=off).`,
  )
  const url = URL.parse(text)
  const isSmtp = url && Object.hasOwn(PORTS, url.protocol) && url.hostname !== '' && /^\/?$/.test(url.pathname)
  if (!isSmtp || url.hash !== '') throw wrong
  const { tls, ...more } = Object.fromEntries(url.searchParams)
  if (Object.keys(more).length > 0 || (tls !== undefined && tls !== 'required' && tls !== 'off')) throw wrong
  const isImplicit = url.protocol === 'smtps:'
  if ((isImplicit && tls !== undefined) || (url.password !== '' && url.username === '')) throw wrong
  const login = url.username === '' ? undefined : readLogin(url, wrong)
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? PORTS[url.protocol as keyof typeof PORTS] : Number(url.port),
    // A password never goes out in the open, unless the operator says so.
    tls: isImplicit ? 'implicit' : (tls ?? (login ? 'required' : 'when-offered')),
    login,
  }
}

function readLogin({ username, password }: URL, wrong: NotMail) {
  try {
    return { user: decodeURIComponent(username), password: decodeURIComponent(password) }
  } catch {
    throw wrong
  }
}

function readSender({ from, text }: Given): MailConfig['from'] {
  const [, name = '', bracketed] = /^\s*"?([^"<>]*?)"?\s*<([^<>]*)>\s*$/.exec(text) ?? []
  const address = toMailbox(bracketed ?? text)
  if (address === undefined || /\p{Cc}/u.test(name))
    throw new NotMail(
      `${from} takes an address such as chat@example.org or "Book club <chat@example.org>", not "${text}".`,
    )
  return { name, address }
}
