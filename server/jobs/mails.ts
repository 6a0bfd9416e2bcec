/**
 * Sends the mails that wait in the store. It hands each one out to one node, and again if that node goes away. A mail that
 * could not be sent waits longer each time, over days. While the mail server is away, the others are not tried in vain.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { Refusal } from '../../protocol/errors.ts'
import { hashSecret, newCode } from '../chat/people/secrets.ts'
import type { Store } from '../store/store.ts'
import type { DueMail } from '../store/mail-store.ts'

const LOOK_EVERY_MS = 2_000
/** After a mail server did not answer, no mail is tried for so long. */
const REST_MS = 30_000
/** So long a mail that is under way holds up the end of the server. */
const LAST_MS = 3_000

const MINUTE_MS = 60_000
/** After each try, until three days are over. */
const WAITS_MS = [1, 2, 4, 8, 15, 30, 60].map((minutes) => minutes * MINUTE_MS)

/** How long a mail waits after so many tries. */
export const waitAfter = (tries: number): number => WAITS_MS[Math.min(tries, WAITS_MS.length) - 1] ?? MINUTE_MS

/** How long the codes of mailed links work, from when they are sent. */
const CODES_HOLD_MS: Partial<Record<DueMail['purpose'], number>> = {
  confirm: 24 * 60 * MINUTE_MS,
  sign_in: 15 * MINUTE_MS,
  password: 60 * MINUTE_MS,
}

/** As the transport says. */
type Outcome = { kind: 'sent' } | { kind: 'bounced' } | { kind: 'refused' } | Delayed
type Delayed = { kind: 'delayed'; isDown: boolean; because: string }

type MailNeeds = {
  store: Pick<
    Store,
    'areMailsDue' | 'takeMails' | 'addCodeOfMail' | 'mailSent' | 'mailDropped' | 'mailDelayed' | 'mailBounced'
  >
  /** Writes a mail and hands it to the mail server. */
  send: (mail: DueMail, code: string | undefined) => Promise<Outcome>
  /** Whether a person is online, on any node. What they missed is then before their eyes. */
  isHere: (userId: string) => boolean
  warn: (details: { because: string }, sentence: string) => void
  onBug: (error: unknown, during: string) => void
  /** How long to wait after so many tries. */
  wait?: (tries: number) => number
  restMs?: number
}

/**
 * Answers with a function that stops it, once the mails under way are out. If the mail server is slow, it does not wait for
 * them: a mail that was taken without our noting it goes out twice, as after a crash.
 */
export function sendMails({
  store,
  send,
  isHere,
  warn,
  onBug,
  wait = waitAfter,
  restMs = REST_MS,
}: MailNeeds): () => Promise<void> {
  let looking: Promise<void> | undefined
  let isStopped = false
  let restsUntil = 0

  async function look(): Promise<void> {
    try {
      // Looking writes nothing while nothing is due.
      while (!isStopped && performance.now() >= restsUntil && (await store.areMailsDue()))
        await Promise.all((await store.takeMails()).map((mail) => handle(mail)))
    } catch (error) {
      // If the store is full or away, the mails are handed out again later.
      if (!(error instanceof Refusal) && !isStopped) onBug(error, 'mails')
    }
  }

  async function handle(mail: DueMail): Promise<void> {
    if (mail.purpose === 'missed' && isHere(mail.userId)) return store.mailDropped(mail.id)
    const holds = CODES_HOLD_MS[mail.purpose]
    const code = holds === undefined ? undefined : newCode()
    if (code !== undefined) {
      const expiresAt = new Date(Date.now() + holds!).toISOString()
      if (!(await store.addCodeOfMail(mail.id, mail.to, hashSecret(code), expiresAt))) return
    }
    const outcome = await send(mail, code)
    if (outcome.kind === 'bounced') return store.mailBounced(mail.id)
    if (outcome.kind === 'refused') return store.mailDropped(mail.id, mail.missed?.upTo)
    if (outcome.kind === 'sent') return store.mailSent(mail.id, mail.missed?.upTo)
    warn({ because: outcome.because }, 'a mail could not be sent, and is tried again')
    if (outcome.isDown) restsUntil = performance.now() + restMs
    await store.mailDelayed(mail.id, wait(mail.tries))
  }

  const lookOnce = () => (looking ??= look().finally(() => (looking = undefined)))
  const timer = setInterval(() => void lookOnce(), LOOK_EVERY_MS).unref()
  return async () => {
    isStopped = true
    clearInterval(timer)
    const waiting = new AbortController()
    await Promise.race([looking, pause(LAST_MS, undefined, { signal: waiting.signal }).catch(() => undefined)])
    waiting.abort()
  }
}
