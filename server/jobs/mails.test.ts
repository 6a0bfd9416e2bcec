/** A mail server that is down, a mail that is late, and a node that goes away. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventually } from '../../test/support/eventually.ts'
import { startMailServer } from '../../test/support/mail.ts'
import { temporaryFolder } from '../../test/support/server.ts'
import { openTransport } from '../mail/transport.ts'
import { aDevice, named } from '../store/contract/stage.ts'
import { openStore } from '../store/open.ts'
import type { DueMail } from '../store/mail-store.ts'
import { sendMails, waitAfter } from './mails.ts'

const mail = (id: string, more: Partial<DueMail> = {}): DueMail => ({
  id,
  userId: 'u_1',
  to: 'ann@example.org',
  name: 'Ann',
  language: 'en',
  tries: 1,
  purpose: 'changed',
  ...more,
})

test('[Y9] a mail that waits for a mail server is tried again soon at first, then each hour', () => {
  const waits = Array.from({ length: 80 }, (_, tries) => waitAfter(tries + 1) / 60_000)
  assert.deepEqual(waits.slice(0, 8), [1, 2, 4, 8, 15, 30, 60, 60])
  // A mail server that was down for an hour gets all of it within the next one.
  const tries = waits.map((_, at) => waits.slice(0, at).reduce((sum, wait) => sum + wait, 0))
  assert.ok(tries.some((minutes) => minutes >= 60 && minutes <= 120))
})

test('[Y9] a mail server that is down loses nothing, and is not tried for each mail', async (t) => {
  const folder = temporaryFolder()
  const store = await openStore({ folder })
  const server = await startMailServer()
  await server.stop()
  const transport = openTransport(
    {
      host: '127.0.0.1',
      port: server.port,
      tls: 'off',
      login: undefined,
      from: { name: '', address: 'chat@example.org' },
    },
    'chat.example',
  )
  const addresses = Array.from({ length: 12 }, (_, place) => `p${place}@example.org`)
  for (const address of addresses) {
    const { user, sessionId } = await store.addUser({ name: named(address), device: aDevice(), passwordHash: 'hash' })
    await store.giveAddress({ userId: user.id, sessionId }, address, 'en')
  }
  let tries = 0
  const codes = new Map<string, string[]>()
  const stop = sendMails({
    store,
    send: (due, code) => {
      tries++
      codes.set(due.to, [...(codes.get(due.to) ?? []), code!])
      return transport.send({ id: due.id, to: due.to, subject: 'Hello', text: code!, html: code! })
    },
    isHere: () => false,
    warn: () => undefined,
    onBug: (error) => assert.fail(String(error)),
    // An hour, in short.
    wait: () => 2_500,
    restMs: 2_500,
  })
  t.after(async () => {
    await stop()
    await store.close()
  })
  await eventually(() => assert.ok(tries >= 8), 30_000)
  assert.ok(tries < 24, 'it rests between its tries')
  await server.start()
  await eventually(() => assert.equal(server.mails.length, 12), 30_000)
  await eventually(async () => assert.equal(await store.areMailsDue(), false))
  assert.deepEqual(server.mails.map(({ to }) => to).toSorted(), addresses.toSorted())
  // Each try has a code of its own, and the one that arrived is the last.
  for (const { to, text } of server.mails) assert.equal(text, codes.get(to)!.at(-1))
})

test('[Y15] nobody who is online is mailed of what they missed', async (t) => {
  const due = [mail('m_1', { purpose: 'missed' })]
  const events: string[] = []
  const stop = sendMails({
    store: {
      areMailsDue: async () => due.length > 0,
      takeMails: async () => due.splice(0),
      addCodeOfMail: async () => true,
      mailSent: async (id) => void events.push(`sent ${id}`),
      mailDropped: async (id) => void events.push(`dropped ${id}`),
      mailBounced: async () => undefined,
      mailDelayed: async () => undefined,
    },
    send: async () => ({ kind: 'sent' }),
    isHere: () => true,
    warn: () => undefined,
    onBug: (error) => assert.fail(String(error)),
  })
  t.after(stop)
  await eventually(() => assert.deepEqual(events, ['dropped m_1']), 20_000)
})
