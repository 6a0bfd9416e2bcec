/** The file that knows nodemailer: hands one mail to the operator’s mail server, and says what came of it. */
import { createTransport, type NodemailerError, type SMTPTransportOptions } from 'nodemailer'
import { toMailbox } from '../../protocol/mailboxes.ts'
import type { MailConfig } from './config.ts'

/** A mail as a reader gets it. */
export type Letter = {
  /** The part of the Message-ID before the @. */
  id: string
  to: string
  subject: string
  text: string
  html: string
  /** The ids of the mails that this one follows, the first one first. */
  follows?: string[]
  /** Where one click unsubscribes, by POST (RFC 8058). */
  unsubscribe?: string
}

/**
 * `bounced`: the recipient's address takes no mail. `refused`: this mail will never be taken, whoever it is for.
 * `delayed`: perhaps later; `isDown` when that is true of all mails.
 */
export type Outcome = { kind: 'sent' | 'bounced' | 'refused' } | { kind: 'delayed'; isDown: boolean; because: string }

export type Transport = { send: (letter: Letter) => Promise<Outcome>; close: () => void }

/** A server that does not answer is left after so long. */
const WAIT_MS = 15_000

/** `host` is the chat’s own name, for Message-IDs. */
export function openTransport({ host, port, tls, login, from }: MailConfig, ownHost: string): Transport {
  const options: SMTPTransportOptions = {
    host,
    port,
    name: ownHost,
    secure: tls === 'implicit',
    requireTLS: tls === 'required',
    ignoreTLS: tls === 'off',
    ...(login && { auth: { user: login.user, pass: login.password } }),
    connectionTimeout: WAIT_MS,
    greetingTimeout: WAIT_MS,
    dnsTimeout: WAIT_MS,
    socketTimeout: WAIT_MS * 2,
    // Without a password, an encryption with nobody in particular is better than none, as between mail servers.
    tls: { rejectUnauthorized: tls !== 'when-offered' },
    // Nothing in a mail is read from a file or from elsewhere.
    disableFileAccess: true,
    disableUrlAccess: true,
  }
  const transport = createTransport(options)
  const messageId = (id: string) => `<${id}@${ownHost}>`
  const noReply = `no-reply@${from.address.slice(from.address.lastIndexOf('@') + 1)}`

  async function send({ id, to, subject, text, html, follows = [], unsubscribe }: Letter): Promise<Outcome> {
    const mailbox = toMailbox(to)
    if (mailbox === undefined) return { kind: 'bounced' }
    try {
      await transport.sendMail({
        from,
        replyTo: noReply,
        to: { name: '', address: mailbox },
        envelope: { from: from.address, to: mailbox },
        subject: oneLine(subject),
        text,
        html,
        messageId: messageId(id),
        ...(follows.length > 0 && {
          inReplyTo: messageId(follows.at(-1)!),
          references: follows.map(messageId),
        }),
        headers: {
          // No machine answers it.
          'Auto-Submitted': 'auto-generated',
          'X-Auto-Response-Suppress': 'All',
          ...(unsubscribe !== undefined && {
            'List-Unsubscribe': { prepared: true, value: `<${unsubscribe}>` },
            'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          }),
        },
      })
      return { kind: 'sent' }
    } catch (error) {
      return outcomeOf(error as NodemailerError)
    }
  }
  return { send, close: () => transport.close() }
}

/** The library folds and encodes headers. A name still cannot bring a line of its own, or turn the direction of the rest. */
const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()

/** What comes of an error. A policy of the server (5.7.x) says nothing about the recipient’s address. */
export function outcomeOf({
  code,
  command,
  responseCode = 0,
  response = '',
  message,
}: Partial<NodemailerError>): Outcome {
  const isPermanent = responseCode >= 500 && responseCode < 600
  const isPolicy = /^\d{3}[ -]5\.7\./.test(response)
  if (isPermanent && !isPolicy && command === 'RCPT TO') return { kind: 'bounced' }
  if (isPermanent && !isPolicy && command === 'DATA') return { kind: 'refused' }
  // A policy on a recipient, as against relaying, meets all mails; one on a text may be about this text alone.
  const isAboutThis = responseCode >= 400 && (command === 'RCPT TO' || command === 'DATA')
  // The server’s own words may hold the address, so they are not in the log.
  const because = [code ?? message?.slice(0, 60), command, responseCode || undefined].filter(Boolean).join(' ')
  return { kind: 'delayed', isDown: !isAboutThis, because }
}
