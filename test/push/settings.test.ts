/** Of what I am told, and where: through both doors. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { MAX_KEYWORDS, MAX_QUIET_HOURS } from '../../protocol/limits.ts'
import { inTime } from '../support/eventually.ts'
import { ask, bearer, json } from '../support/http.ts'
import { codeOf, done, guest, online, person, type Somebody } from '../support/people.ts'
import { aSubscription } from '../support/push.ts'
import { startServer } from '../support/server.ts'
import { accepted } from '../support/sockets.ts'

const server = await startServer({ args: ['--limits', 'off'] })
after(() => server.stop())
const ann = await person(server, 'Ann')

test('[Q2] a guest’s settings follow to their other devices, and anything else is refused', async () => {
  const somebody = await guest(server)
  const [desk, phone] = await Promise.all([online(server, somebody), online(server, somebody)])
  const told = inTime('notify:changed', new Promise((resolve) => phone.socket.once('notify:changed', resolve)))
  const quiet = [{ days: [5, 1, 1], from: '22:30', to: '07:00' }]
  const changed = accepted(
    await desk.run('notify:update', {
      keywords: ['  Book\n club ', 'Book club', '発売'],
      quiet,
      timeZone: 'Asia/Tokyo',
    }),
  )
  assert.deepEqual(changed, {
    keywords: ['Book club', '発売'],
    quiet: [{ days: [1, 5], from: '22:30', to: '07:00' }],
    showWords: true,
    reactions: false,
    mutedMentions: false,
    sound: 'mentions',
    timeZone: 'Asia/Tokyo',
  })
  assert.deepEqual(await told, changed)
  assert.deepEqual(await done(server, somebody, 'notify:get', {}), changed)

  const until = new Date(Date.now() + 3_600_000).toISOString()
  assert.equal(accepted(await phone.run('notify:snooze', { until })).snoozedUntil, until)
  assert.equal(accepted(await phone.run('notify:snooze', { until: null })).snoozedUntil, undefined)

  for (const wrong of [
    { keywords: [''] },
    { keywords: ['\u200b'] },
    { keywords: ['x'.repeat(65)] },
    { keywords: Array.from({ length: 16 }, (_, n) => `${n}`.padEnd(64, 'x')) },
    { keywords: Array.from({ length: MAX_KEYWORDS + 1 }, (_, n) => `word ${n}`) },
    { quiet: [{ days: [], from: '22:30', to: '07:00' }] },
    { quiet: [{ days: [7], from: '22:30', to: '07:00' }] },
    { quiet: [{ days: [1], from: '24:00', to: '07:00' }] },
    { quiet: Array.from({ length: MAX_QUIET_HOURS + 1 }, () => ({ days: [1], from: '22:30', to: '07:00' })) },
    { timeZone: 'Mars/Olympus' },
    { showWords: 'no' },
    { sound: 'loud' },
    { snoozedUntil: until },
  ])
    assert.equal(codeOf(await desk.ask('notify:update', wrong)), 'bad_request', JSON.stringify(wrong).slice(0, 40))
  desk.leave()
  phone.leave()
})

test('[Q3] [Q4] the key is there for everyone who is signed in, and a browser subscribes and unsubscribes', async () => {
  const headers = bearer(ann.token)
  const { status, body } = await ask<{ publicKey: string }>(server, '/api/push', { headers })
  assert.equal(status, 200)
  const key = Buffer.from(body.publicKey, 'base64url')
  assert.deepEqual([key.length, key[0], body.publicKey.includes('=')], [65, 4, false])
  assert.equal((await ask(server, '/api/push')).status, 401)

  const subscription = aSubscription()
  assert.equal((await ask(server, '/api/push', json(subscription, headers))).status, 201)
  assert.equal((await ask(server, '/api/push', json(subscription, headers))).status, 201)
  const remove = { ...json({ endpoint: subscription.endpoint }, headers), method: 'DELETE' }
  assert.equal((await ask(server, '/api/push', remove)).status, 204)
  assert.equal((await ask(server, '/api/push', remove)).status, 204)
})

test('[Q5] what is no subscription is refused', async () => {
  const good = aSubscription()
  const offTheCurve = Buffer.alloc(65, 7)
  offTheCurve[0] = 4
  for (const wrong of [
    { ...good, endpoint: 'push.example' },
    { ...good, endpoint: 'file:///etc/passwd' },
    { ...good, endpoint: 'javascript:alert(1)' },
    { ...good, endpoint: `https://push.example/${'x'.repeat(1_000)}` },
    { ...good, endpoint: `https://push.example/${'鐘'.repeat(900)}` },
    { ...good, endpoint: 'https://me:word@push.example/a' },
    { endpoint: good.endpoint },
    { ...good, keys: { ...good.keys, auth: good.keys.auth.slice(1) } },
    { ...good, keys: { ...good.keys, p256dh: good.keys.p256dh.slice(1) } },
    { ...good, keys: { ...good.keys, p256dh: offTheCurve.toString('base64url') } },
  ]) {
    const { status } = await ask(server, '/api/push', json(wrong, bearer(ann.token)))
    assert.equal(status, 400, JSON.stringify(wrong).slice(0, 80))
  }
})

test('[Q63] however an endpoint is written, it is one', async () => {
  const { keys } = aSubscription()
  for (const endpoint of ['https://P.example/a', 'https://p.example/a#1', 'https://p.example:443/b/../a']) {
    const { status, body } = await ask<{ endpoint: string }>(
      server,
      '/api/push',
      json({ endpoint, keys }, bearer(ann.token)),
    )
    assert.deepEqual([status, body.endpoint], [201, 'https://p.example/a'])
  }
})

test('[Q64] an endpoint that somebody else learned is not theirs: only the browser itself has its keys', async () => {
  const [bea, cay] = [await person(server, 'Bea'), await person(server, 'Cay')]
  const { endpoint, keys } = aSubscription()
  const subscribe = (who: Somebody, given = keys) =>
    ask(server, '/api/push', json({ endpoint, keys: given }, bearer(who.token)))
  assert.equal((await subscribe(bea)).status, 201)
  const { auth } = aSubscription().keys
  assert.equal((await subscribe(cay, { ...keys, auth })).status, 409)
  assert.equal((await subscribe(cay, aSubscription().keys)).status, 409)
  assert.equal((await subscribe(cay)).status, 201, 'the same browser, as somebody else')
  const both = await Promise.all(Array.from({ length: 8 }, (_, n) => subscribe(n % 2 === 0 ? bea : cay)))
  assert.deepEqual(
    both.map(({ status }) => status),
    both.map(() => 201),
  )
})
