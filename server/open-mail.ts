/** The wiring of mail: what waits in the store, its words, and the mail server. */
import type { Config } from './config.ts'
import { newStopToken } from './chat/mail/unsubscribe.ts'
import type { Online } from './chat/presence/online.ts'
import { sendMails } from './jobs/mails.ts'
import { findMissed } from './jobs/missed.ts'
import type { Logger } from './log.ts'
import { writeLetter } from './mail/letters.ts'
import type { Store } from './store/store.ts'

type Needs = {
  online: Online
  isShared: boolean
  store: Store
  config: Config
  log: Logger
  onBug: (error: unknown, during: string) => void
}

/** Begins to send mails, if there is a mail server. Answers with a function that stops that. */
export async function openMail({ store, config, log, online, isShared, onBug }: Needs): Promise<() => Promise<void>> {
  const { mail, publicUrl } = config
  if (!mail || !publicUrl) return async () => undefined
  // The library is loaded only where mails are sent.
  const { openTransport } = await import('./mail/transport.ts')
  const transport = openTransport(mail, publicUrl.hostname)
  const address = publicUrl.href.replace(/\/$/, '')
  const stop = sendMails({
    store,
    send: async (due, code) => {
      const { chat } = await store.settings()
      const sender = {
        chat: chat?.name ?? 'Earshot',
        publicUrl: address,
        stopToken: (kind: 'missed' | 'weekly') => newStopToken(store.sealingKey, kind, due.userId),
      }
      return transport.send(writeLetter(sender, due, code))
    },
    isHere: (userId) => online.isHere(userId),
    warn: (details, sentence) => log.warn(details, sentence),
    onBug,
  })
  const stopFinding = findMissed({ store, online: () => online.ids(), isShared, onBug })
  return async () => {
    stopFinding()
    await stop()
    transport.close()
  }
}
