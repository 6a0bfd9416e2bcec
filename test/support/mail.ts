/** A real mail server for the tests, and the mails that it got, read as a mail program reads them. */
import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { after } from 'node:test'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { eventually } from './eventually.ts'
import { freePort } from './free-port.ts'
import { type Server, type StartOptions, startServer } from './server.ts'

export type Mail = {
  to: string
  raw: string
  /** By their names in small letters, unfolded and decoded. */
  headers: Map<string, string>
  text: string
  html: string
  isEncrypted: boolean
  user: string | undefined
}

/** What the server says to a recipient, if not yes. */
type Answer = { code: number; text: string }

export class MailServer {
  readonly mails: Mail[] = []
  /** The recipients that were asked for, also those that got a no. */
  readonly asked: string[] = []
  answer: ((recipient: string) => Answer | undefined) | undefined
  /** The answer to the whole mail, if not yes. */
  answerToData: Answer | undefined
  readonly #options: SMTPServerOptions
  #server: SMTPServer | undefined
  port = 0

  constructor(options: SMTPServerOptions = {}) {
    this.#options = options
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`
  }

  /** Also after `stop`: at the same port. */
  async start(): Promise<this> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      disableReverseLookup: true,
      hideENHANCEDSTATUSCODES: true,
      ...this.#options,
      onRcptTo: ({ address }, _session, callback) => {
        this.asked.push(address)
        callback(toError(this.answer?.(address)))
      },
      onData: (stream, session, callback) => {
        const parts: Buffer[] = []
        stream.on('data', (part: Buffer) => parts.push(part))
        stream.on('end', () => {
          const no = toError(this.answerToData)
          if (!no) {
            const [to] = session.envelope.rcptTo
            const user = typeof session.user === 'string' ? session.user : undefined
            const more = { to: to!.address, isEncrypted: session.secure, user }
            this.mails.push({ ...more, ...read(Buffer.concat(parts).toString('latin1')) })
          }
          callback(no)
        })
      },
    })
    // A client that goes away, or does not trust the certificate, is part of some tests.
    server.on('error', () => undefined)
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve))
    this.port = (server.server.address() as AddressInfo).port
    this.#server = server
    return this
  }

  async stop(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()))
  }

  to(address: string): Mail[] {
    return this.mails.filter((mail) => mail.to.toLowerCase() === address.toLowerCase())
  }

  /** Waits until there are so many mails to this address, and answers with the last one. */
  async next(address: string, count = 1): Promise<Mail> {
    return eventually(() => {
      const got = this.to(address)
      assert.equal(got.length, count, `mails to ${address}: ${got.map(({ headers }) => headers.get('subject')).join()}`)
      return got.at(-1)!
    }, 45_000)
  }
}

/** `WITH_MAIL` for a server at this port, to which browsers go. */
export const withMailAt = (port: number): string[] => [
  ...WITH_MAIL.slice(0, -1),
  `http://localhost:${port}`,
  '--port',
  String(port),
]

/** Arguments of a server that would send mails, if it could reach a mail server: for tests of its commands. */
export const WITH_MAIL = [
  ['--smtp-url', 'smtp://127.0.0.1:9'],
  ['--mail-from', 'chat@example.org'],
  ['--public-url', 'http://localhost'],
].flat()

/** Ends with the test or the file that started it. */
export async function startMailServer(options?: SMTPServerOptions): Promise<MailServer> {
  const server = await new MailServer(options).start()
  after(() => server.stop())
  return server
}

/** A chat that sends mails there. */
export async function startWithMail(
  mail: { url: string },
  { args = [], env = {}, ...rest }: StartOptions = {},
): Promise<Server> {
  const port = await freePort()
  return startServer({
    args: ['--port', String(port), ...args],
    env: {
      SMTP_URL: mail.url,
      MAIL_FROM: 'Book club <chat@example.org>',
      PUBLIC_URL: `http://localhost:${port}`,
      ...env,
    },
    ...rest,
  })
}

/** The secret behind the # of the link in a mail. */
export function codeIn({ text }: Pick<Mail, 'text'>, path: string): string {
  const code = new RegExp(`${path}#([\\w-]+)`).exec(text)?.[1]
  assert.ok(code, `a link to ${path} in: ${text}`)
  return code
}

function toError(answer: Answer | undefined): Error | null {
  return answer ? Object.assign(new Error(answer.text), { responseCode: answer.code }) : null
}

function read(raw: string): Pick<Mail, 'raw' | 'headers' | 'text' | 'html'> {
  const { headers, body } = split(raw)
  const boundary = /boundary="([^"]+)"/.exec(headers.get('content-type') ?? '')?.[1]
  const parts = boundary === undefined ? [raw] : body.split(`--${boundary}`).slice(1, -1)
  const read = parts.map((part) => split(part.replace(/^\r\n/, '')))
  const of = (type: string) => {
    const part = read.find((one) => one.headers.get('content-type')?.startsWith(type))
    return part ? decoded(part.body, part.headers.get('content-transfer-encoding')) : ''
  }
  return { raw, headers, text: of('text/plain'), html: of('text/html') }
}

function split(part: string): { headers: Map<string, string>; body: string } {
  const end = part.indexOf('\r\n\r\n')
  const lines = part
    .slice(0, end)
    .replaceAll(/\r\n(?=[ \t])/g, '')
    .split('\r\n')
  const headers = lines.map((line) => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), words(line.slice(colon + 1).trim())] as const
  })
  assert.equal(new Set(headers.map(([name]) => name)).size, headers.length, 'no header is there twice')
  return { headers: new Map(headers), body: part.slice(end + 4) }
}

function decoded(body: string, encoding: string | undefined): string {
  const bytes =
    encoding === 'base64'
      ? Buffer.from(body, 'base64')
      : encoding === 'quoted-printable'
        ? fromQuoted(body.replaceAll('=\r\n', ''))
        : Buffer.from(body, 'latin1')
  return bytes.toString('utf8').replaceAll('\r\n', '\n').trim()
}

const fromQuoted = (text: string): Buffer =>
  Buffer.from(
    text.replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )

/** Encoded words of a header (RFC 2047). */
function words(value: string): string {
  return value
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/(?:=\?utf-8\?[qb]\?[^?]*\?=)+/gi, (run) =>
      Buffer.concat(
        [...run.matchAll(/=\?utf-8\?([qb])\?([^?]*)\?=/gi)].map(([, kind = '', coded = '']) =>
          kind.toLowerCase() === 'b' ? Buffer.from(coded, 'base64') : fromQuoted(coded.replaceAll('_', ' ')),
        ),
      ).toString('utf8'),
    )
}
