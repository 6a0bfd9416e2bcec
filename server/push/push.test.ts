/** Encryption and signatures by the vectors of the RFCs and by other programs, and what fits into a push. */
import assert from 'node:assert/strict'
import { createECDH, createPublicKey, generateKeyPairSync, randomBytes, verify } from 'node:crypto'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import webPush from 'web-push'
import type { HeldNotice } from '../store/notices-store.ts'
import { encrypt } from './encrypt.ts'
import { MAX_PAYLOAD_BYTES, payloadOf, summaryOf, toBytes } from './payload.ts'
import { Lines } from './lines.ts'
import { Pushes, topicOf } from './send.ts'
import { subjectOf, Vapid } from './vapid.ts'

type Decrypting = { privateKey: object; authSecret: string; version: 'aes128gcm' }
const { decrypt } = createRequire(import.meta.url)('http_ece') as {
  decrypt: (bytes: Buffer, how: Decrypting) => Buffer
}

test('[Q30] the example of RFC 8291 comes out byte by byte', () => {
  const sealed = encrypt(
    Buffer.from('When I grow up, I want to be a watermelon'),
    {
      publicKey: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
      secret: 'BTBZMqHH6r4Tts7J_aSIgg',
    },
    {
      salt: Buffer.from('DGv6ra1nlYgDCS1FRnbzlw', 'base64url'),
      privateKey: Buffer.from('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw', 'base64url'),
    },
  )
  assert.equal(
    sealed.toString('base64url'),
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
  )
})

test('[Q30] another program opens what is sealed here, of every length, and seals as much', () => {
  const browser = createECDH('prime256v1')
  const publicKey = browser.generateKeys('base64url')
  const secret = randomBytes(16).toString('base64url')
  for (const length of [0, 1, 15, 16, 17, 1_000, MAX_PAYLOAD_BYTES]) {
    const words = randomBytes(length)
    const sealed = encrypt(words, { publicKey, secret })
    assert.ok(sealed.length <= 4_096)
    assert.deepEqual(decrypt(sealed, { privateKey: browser, authSecret: secret, version: 'aes128gcm' }), words)
    const theirs = webPush.encrypt(publicKey, secret, words.toString('hex').slice(0, 100), 'aes128gcm')
    const ours = encrypt(Buffer.from(words.toString('hex').slice(0, 100)), { publicKey, secret })
    assert.equal(ours.length, theirs.cipherText.length)
  }
})

const chatKeys = () => {
  const { x, y, d } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey.export({ format: 'jwk' })
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x!, 'base64url'), Buffer.from(y!, 'base64url')])
  return { jwk: { kty: 'EC', crv: 'P-256', x, y }, keys: { publicKey: point.toString('base64url'), privateKey: d! } }
}

test('[Q31] each push service gets a token for itself, signed with the chat’s key, good for half a day', () => {
  const { jwk, keys } = chatKeys()
  let now = Date.now()
  const vapid = new Vapid({ keys, subject: 'https://chat.example.org', now: () => now })
  const [, token = '', key] =
    /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(vapid.authorization('https://push.example/a/b')) ?? []
  const [head = '', claims = '', signature = ''] = token.split('.')
  const read = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString())
  assert.equal(key, keys.publicKey)
  assert.deepEqual(read(head), { typ: 'JWT', alg: 'ES256' })
  const exp = Math.floor((now + 12 * 3_600_000) / 1_000)
  assert.deepEqual(read(claims), { aud: 'https://push.example', exp, sub: 'https://chat.example.org' })
  const signed = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' as const }
  assert.ok(verify('sha256', Buffer.from(`${head}.${claims}`), signed, Buffer.from(signature, 'base64url')))
  // The other program takes the keys and says the same.
  const theirs = webPush.getVapidHeaders(
    'https://push.example',
    'https://chat.example.org',
    keys.publicKey,
    keys.privateKey,
    'aes128gcm',
  )
  assert.match(theirs.Authorization, new RegExp(`^vapid t=${head}\\.`))

  assert.equal(vapid.authorization('https://push.example/c'), vapid.authorization('https://push.example/a'))
  assert.notEqual(vapid.authorization('https://other.example/c'), vapid.authorization('https://push.example/a'))
  const before = vapid.authorization('https://push.example/a')
  now += 7 * 3_600_000
  assert.notEqual(vapid.authorization('https://push.example/a'), before)
})

test('[Q31] the operator is named by the public address, and never by a local one', () => {
  const named = (url: string) => subjectOf(new URL(url))
  assert.equal(named('https://chat.example.org/chat'), 'https://chat.example.org')
  const nobody = subjectOf(undefined)
  for (const local of [
    'http://chat.example.org',
    'https://localhost:5050',
    'https://chat.local',
    'https://chat',
    'https://192.168.1.7',
    'https://[fe80::1]',
    'https://chat.home.arpa',
  ])
    assert.equal(named(local), nobody, local)
})

const notice = (more: Partial<HeldNotice> = {}): HeldNotice => ({
  userId: 'u_1',
  lastSeq: 7,
  reason: 'mention',
  about: '',
  hasWaited: false,
  tries: 0,
  told: {},
  room: { id: 'r_1', slug: 'book-club', name: 'Book club', kind: 'open' },
  isMuted: false,
  count: 1,
  last: { seq: 7, authorId: 'u_2', authorName: 'Ann', body: '**Hello** there', files: [] },
  settings: { keywords: [], quiet: [], showWords: true, reactions: false, mutedMentions: false, sound: 'mentions' },
  timeZone: 'UTC',
  badge: 4,
  subscriptions: [],
  ...more,
})
const silent = { ...notice().settings, showWords: false }
const address = (path: string) => `https://chat.example.org${path}`

test('[Q32] a push is a notification of Declarative Web Push: one for a room, which counts', () => {
  assert.deepEqual(payloadOf(notice(), '', address), {
    web_push: 8030,
    notification: {
      title: 'Book club',
      body: 'Ann: Hello there',
      tag: 'r_1',
      navigate: 'https://chat.example.org/book-club/7',
    },
    app_badge: 4,
  })
  const shown = (more: Partial<HeldNotice>, language = '') => {
    const { title, body } = payloadOf(notice(more), language, address).notification
    return [title, body]
  }
  const direct = { id: 'r_2', slug: 'x', name: '', kind: 'direct' as const }
  assert.deepEqual(shown({ count: 3 }), ['3 new in Book club', 'Ann: Hello there'])
  assert.deepEqual(shown({ count: 3 }, 'de-AT'), ['3 neue in Book club', 'Ann: Hello there'])
  assert.deepEqual(shown({ room: direct }), ['Ann', 'Hello there'])
  assert.deepEqual(shown({ settings: silent }), ['New message in Book club', ''])
  assert.deepEqual(shown({ settings: silent, count: 2 }), ['2 new in Book club', ''])
  const file = { ...notice().last!, body: '', files: [{ name: 'cat.png', alt: 'A cat' }] }
  assert.deepEqual(shown({ last: file }), ['Book club', 'Ann: A cat'])
  const { title, body, tag } = summaryOf([notice({ count: 2 }), notice({ room: direct })], '', address).notification
  assert.deepEqual([title, body, tag], ['3 new messages in 2 rooms', 'Book club (2)\nAnn (1)', 'summary'])
})

test('[Q33] whatever the words are, a payload has 3,900 bytes at most, is JSON, and cuts no character', () => {
  const worst = [
    'a',
    '"',
    '\\',
    '\u0001',
    '😀',
    '👩‍👩‍👧‍👦',
    'é',
    '発',
    `x${'\u0301'.repeat(40)}`,
    `z${'\u0300'.repeat(5_000)}`,
    '\u2028',
  ]
  for (const one of worst) {
    const long = one.repeat(Math.ceil(16_000 / one.length))
    const bytes = toBytes({
      web_push: 8030,
      notification: { title: long, body: long, tag: 'r_1', navigate: address('/book-club/7') },
      app_badge: 1,
    })
    assert.ok(bytes.length <= MAX_PAYLOAD_BYTES, `${bytes.length} of ${JSON.stringify(one.slice(0, 9))}`)
    const { notification } = JSON.parse(bytes.toString()) as { notification: { title: string; body: string } }
    const whole = notification.body.replace(/…$/, '').trimEnd()
    assert.ok(whole === '' || one.trim() === '' || whole.length % one.length === 0, JSON.stringify(one.slice(0, 9)))
  }
})

test('[Q34] a topic has 32 characters of base64url and tells nothing of the room', () => {
  const key = randomBytes(32)
  assert.match(topicOf(key, 'r_1'), /^[\w-]{32}$/)
  assert.equal(topicOf(key, 'r_1'), topicOf(key, 'r_1'))
  assert.notEqual(topicOf(key, 'r_1'), topicOf(randomBytes(32), 'r_1'))
})

test('[Q35] services that have not answered yet share a few turns, and those that have wait for none of them', async () => {
  const { keys } = chatKeys()
  const browser = createECDH('prime256v1')
  const under = new Set<string>()
  const held: (() => void)[] = []
  const pushes = new Pushes({
    post: async (endpoint) => {
      under.add(endpoint)
      if (endpoint.includes('hangs')) await new Promise<void>((resolve) => held.push(resolve))
      under.delete(endpoint)
      if (endpoint.includes('hangs')) throw new Error('too_slow')
      return { status: 201, headers: {} }
    },
    vapid: new Vapid({ keys, subject: 'https://chat.example.org' }),
    sealingKey: randomBytes(32),
    whyNot: (error) => (error as Error).message,
  })
  const at = (endpoint: string) => ({
    endpoint,
    publicKey: browser.generateKeys('base64url'),
    secret: randomBytes(16).toString('base64url'),
    sessionId: 's',
    userId: 'u',
    madeAt: '',
  })
  const push = { payload: Buffer.from('{}'), topic: 't', urgency: 'high', ttlS: 1 } as const
  assert.deepEqual(await pushes.send(at('https://good.example/1'), push), { was: 'sent' })
  const hanging = Array.from({ length: 100 }, (_, n) => pushes.send(at(`https://hangs${n}.example/`), push))
  await new Promise(setImmediate)
  assert.equal(under.size, 8)
  assert.deepEqual(await pushes.send(at('https://good.example/2'), push), { was: 'sent' })
  const busy = (await Promise.all(hanging.slice(72))).filter(({ was }) => was === 'busy')
  assert.equal(busy.length, 28)
  while (held.length > 0) {
    held.pop()!()
    await new Promise(setImmediate)
  }
  const rest = await Promise.all(hanging)
  assert.equal(rest.filter(({ was }) => was === 'again').length, 72)
})

test('[Q65] services that answered and then hang have few turns, and many only after a hundred answers', async () => {
  const lines = new Lines()
  const use = async (origin: string, times: number) => {
    for (let n = 0; n < times; n++) {
      assert.equal(await lines.take(origin), true)
      lines.answered(origin)
      lines.giveBack(origin)
    }
  }
  /** How many of so many pushes begin at once. */
  const begun = async (origin: string, times: number) => {
    let count = 0
    const all = Array.from({ length: times }, async () => (await lines.take(origin)) && count++)
    await new Promise(setImmediate)
    return { count, all }
  }
  await use('https://good.example', 200)
  await use('https://hangs.example', 100)
  await use('https://young.example', 99)
  const young = await begun('https://young.example', 200)
  assert.equal(young.count, 8)
  for (let n = 0; n < 20; n++) {
    await use(`https://young${n}.example`, 1)
    await begun(`https://young${n}.example`, 20)
  }
  const hanging = await begun('https://hangs.example', 300)
  assert.equal(hanging.count, 32)
  assert.equal((await begun('https://good.example', 40)).count, 32, 'it waits for none of them')

  // The first failure: of those that wait, only as many stay as of a service that nobody knows.
  lines.failed('https://hangs.example')
  for (let n = 0; n < 32; n++) lines.giveBack('https://hangs.example')
  const ended = await Promise.all(hanging.all.slice(32 + 64))
  assert.deepEqual(new Set(ended), new Set([false]))
})
