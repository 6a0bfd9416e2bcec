/** Names and bodies that deceive, and bodies that are too much. */
import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { CommandName } from '../../protocol/commands.ts'
import type { Boot, Message, NewSession, RoomView } from '../../protocol/models.ts'
import { CHAT } from '../../protocol/socket.ts'
import { bystander } from '../support/bystander.ts'
import { ask, bearer, json, MESSAGES, type Refused, signIn } from '../support/http.ts'
import { codeOf, done, overHttp, owner } from '../support/people.ts'
import { startServer } from '../support/server.ts'
import { accepted, enter, enterPlain, type Member, refused, turnedAway } from '../support/sockets.ts'
import { XSS } from '../support/xss.ts'

const server = await startServer({ args: ['--limits', 'off'] })
after(() => server.stop())
const unnoticed = await bystander(server)
const mallory = await signIn(server, 'Mallory')
const session = (name: unknown) => ask<Refused>(server, '/api/session', json({ name }))

async function isRefusedEverywhere(name: string, code: 'bad_request' | 'conflict'): Promise<void> {
  const what = JSON.stringify(name)
  const { status, body } = await session(name)
  assert.deepEqual([status, body.error?.code], [code === 'conflict' ? 409 : 400, code], what)
  for (const namespace of ['/', CHAT])
    assert.equal((await turnedAway(server.url, namespace, { name })).code, code, `${what} on ${namespace}`)
}

describe('names that cannot be seen or mislead the eye are refused', () => {
  const names: Record<string, string[]> = {
    'nothing to see': ['', ' ', '\u3000', '\u2800\u200b', '\u200b', '\u2060', '\u115f\u3164', '\u00ad'],
    'zero width inside': [
      'An\u200bna',
      'An\u200dna',
      'An\ufeffna',
      'Anna\u2060',
      'An\u00adna',
      'An\u180ena',
      'A\u{e0001}B',
    ],
    'direction of writing turned': ['\u202eannA', 'Anna\u202a', 'A\u2066b\u2069', '\u200fAnna', '\u061cAnna'],
    'control characters': ['A\0B', 'A\nB', 'A\tB', 'A\u0007', 'A\u009bB', 'A\u2028B', 'A\u2029B'],
    'no characters at all': ['A\ud800B', '\udfffA', 'A\uffff', 'A\ue000'],
    'too long': ['x'.repeat(33), '👩‍👩‍👧‍👧'.repeat(33), 'e\u0301'.repeat(33), 'x'.repeat(20_000)],
  }
  for (const [what, list] of Object.entries(names)) {
    test(what, () =>
      unnoticed(async () => {
        for (const name of list) await isRefusedEverywhere(name, 'bad_request')
      }),
    )
  }

  test('a name that is no text', () =>
    unnoticed(async () => {
      for (const name of [1, true, null, {}, ['Ann'], { toString: 'Ann' }]) {
        const { status, body } = await session(name)
        assert.deepEqual([status, body.error.code], [400, 'bad_request'], JSON.stringify(name))
      }
    }))
})

test('a name that looks like one already taken is refused', () =>
  unnoticed(async () => {
    const [ann] = await Promise.all([enter(server.url, { name: 'Ann Carter' }), enter(server.url, { name: 'paypal' })])
    assert.equal(ann.welcome.you.name, 'Ann Carter')
    // Cyrillic and Greek letters among Latin ones, which no real word mixes.
    const mixed = ['Аnn Carter', 'Ann Саrter', 'Αnn Carter', 'Ann Cartеr', 'раураl', 'pаypal']
    for (const name of mixed) await isRefusedEverywhere(name, 'bad_request')
    // A capital I, and a word of Cyrillic letters alone.
    for (const name of ['paypaI', 'раураӏ']) await isRefusedEverywhere(name, 'conflict')
    // The same letters in another width, or with an invisible character behind one, are the same name. The second user
    // with it is numbered.
    for (const same of ['Ａｎｎ Ｃａｒｔｅｒ', 'Ann\ufe0f Carter']) {
      const second = await session(same)
      assert.ok(second.status === 409 || /^Ann Carter \d$/.test((second.body as unknown as NewSession).user.name), same)
    }
  }))

test('names of the whole world are welcome', () =>
  unnoticed(async () => {
    const names = [
      'Zoë',
      'Jürgen Müller',
      'Łukasz',
      'Ольга',
      '王小明',
      'محمد',
      'שרה',
      'प्रिया',
      'ทดสอบ',
      "Conan O'Brien",
      'J. R. R. Tolkien',
      '❤️ Mia',
      '👩‍👩‍👧‍👧',
      '🏳️‍🌈 Kim',
      'x'.repeat(32),
      '<b>Bob</b>',
      'root',
      '__proto__',
    ]
    for (const name of names) {
      const { status, body } = await ask<NewSession>(server, '/api/session', json({ name }))
      assert.deepEqual([status, body.user?.name], [201, name.normalize('NFKC')], name)
    }
    const { body } = await ask<NewSession>(server, '/api/session', json({ name: '  Edgar   Allan  ' }))
    assert.equal(body.user.name, 'Edgar Allan')
  }))

describe('a body over 16,384 bytes is too long, whichever door it comes through', () => {
  for (const [what, body] of [
    ['ASCII', 'x'.repeat(16_385)],
    ['two-byte letters', 'é'.repeat(8_193)],
    ['emoji', '😀'.repeat(4_097)],
    ['addresses', 'a@b.com\n'.repeat(8_000).slice(0, 40_000)],
    ['links that never end', '[x]('.repeat(10_000)],
    ['stars', '*'.repeat(60_000)],
  ] as const) {
    test(what, () =>
      unnoticed(async () => {
        const [member, guest] = await Promise.all([
          enter(server.url, { token: mallory.token }),
          enterPlain(server.url, { token: mallory.token }),
        ])
        assert.equal(
          refused(await member.run('message:send', { roomId: 'lobby', clientId: crypto.randomUUID(), body })).code,
          'too_long',
        )
        assert.equal(refused(await guest.say(body)).code, 'too_long')
        const asJson = await ask<Refused>(server, MESSAGES, json({ body }, bearer(mallory.token)))
        assert.deepEqual([asJson.status, asJson.body.error.code], [413, 'too_long'])
        const asText = await ask<Refused>(server, MESSAGES, {
          method: 'POST',
          headers: { ...bearer(mallory.token), 'content-type': 'text/plain' },
          body,
        })
        assert.deepEqual([asText.status, asText.body.error.code], [413, 'too_long'])
        member.leave()
        guest.leave()
      }),
    )
  }

  test('and exactly 16,384 bytes, with blanks around them that do not count, are not', () =>
    unnoticed(async () => {
      const member = await enter(server.url, { token: mallory.token })
      assert.equal((await member.say(`  ${'x'.repeat(16_384)}\n\n`)).body.length, 16_384)
      member.leave()
    }))
})

test('a body of blanks, with U+0000 or with half a character is bad_request on every door', () =>
  unnoticed(async () => {
    const [member, guest] = await Promise.all([enter(server.url, { token: mallory.token }), enterPlain(server.url)])
    for (const body of ['', ' ', '\n\t\u00a0', 'a\0b', '\ud800', 'x\udc00y']) {
      const what = JSON.stringify(body)
      assert.equal(
        refused(await member.run('message:send', { roomId: 'lobby', clientId: crypto.randomUUID(), body })).code,
        'bad_request',
        what,
      )
      assert.equal(refused(await guest.say(body)).code, 'bad_request', what)
      assert.equal((await ask(server, MESSAGES, json({ body }, bearer(mallory.token)))).status, 400, what)
    }
    member.leave()
    guest.leave()
  }))

test('bytes that are no UTF-8 are refused over HTTP', () =>
  unnoticed(async () => {
    const bytes = new Uint8Array([0x68, 0xff, 0xfe, 0x69])
    const answer = await ask<Refused>(server, MESSAGES, {
      method: 'POST',
      headers: { ...bearer(mallory.token), 'content-type': 'text/plain' },
      body: bytes,
    })
    assert.equal(answer.status, 400)
  }))

test('text that looks like a script is kept and carried as it is', () =>
  unnoticed(async () => {
    const [member, guest] = await Promise.all([enter(server.url, { token: mallory.token }), enterPlain(server.url)])
    for (const body of XSS) {
      const said = accepted<Message>(
        await member.run('message:send', { roomId: 'lobby', clientId: crypto.randomUUID(), body }),
      )
      assert.equal(said.body, body.trim())
    }
    await guest.hears(XSS.at(-1)?.trim() ?? '')
    assert.deepEqual(
      guest.heard.map(([body]) => body),
      XSS.map((body) => body.trim()),
    )
    member.leave()
    guest.leave()
  }))

test('text that looks like a script cannot break out of the page that carries it', () =>
  unnoticed(async () => {
    const member = await enter(server.url, { token: mallory.token })
    const breakOut = '</script><script>alert(1)</script><!-- <script>'
    await member.say(breakOut)
    const { text } = await ask(server, '/')
    assert.ok(!text.includes('<script>alert(1)'), 'the first page holds the message only escaped')
    assert.ok(!/<!--\s*<script>/.test(text))
    member.leave()
  }))

describe('[G11, G12] texts beside messages', () => {
  const unseen = ['\u200b', 'A\u200bB', '\u202eroom', 'A\u2066b', 'A\0B', 'A\nB', 'A\ud800B', '\u2800', '']

  /** Gives the same order through both doors, and expects the same answer. */
  const both = async (member: Member, token: string, name: CommandName, payload: (number: number) => unknown) => {
    const typed = await member.run(name, payload(0) as never)
    const http = await overHttp(server, token, name, payload(1) as never)
    assert.equal(codeOf(http), codeOf(typed), `${name} ${JSON.stringify(payload(0)).slice(0, 200)}`)
    return typed
  }

  test('[G12] names of rooms that cannot be seen, mislead or are too long are refused', () =>
    unnoticed(async () => {
      const ann = await signIn(server, 'Room namer')
      const member = await enter(server.url, { token: ann.token })
      const room = accepted(await member.run('room:create', { kind: 'open', name: 'Plain room' }))
      for (const name of [
        ...unseen,
        'x'.repeat(51),
        '👩‍👩‍👧‍👧'.repeat(51),
        'x'.repeat(20_000),
        'e\u0301\u0301\u0301\u0301\u0301\u0301',
      ]) {
        for (const kind of ['open', 'closed'] as const)
          assert.equal(
            codeOf(await both(member, ann.token, 'room:create', () => ({ kind, name }))),
            'bad_request',
            name,
          )
        const update = () => ({ roomId: room.id, name })
        assert.equal(codeOf(await both(member, ann.token, 'room:update', update)), 'bad_request', name)
      }
      const mixed = await both(member, ann.token, 'room:create', () => ({ kind: 'open', name: 'Рlain room' }))
      assert.equal(codeOf(mixed), 'bad_request')
      for (const lookAlike of ['PLAIN ROOM', 'P1ain room'.replace('1', 'l'), 'Ｐlain  room']) {
        const made = await both(member, ann.token, 'room:create', () => ({ kind: 'open', name: lookAlike }))
        assert.equal(codeOf(made), 'conflict', lookAlike)
      }
      member.leave()
    }))

  test('[G12] scripts in names, topics and reasons are kept as the text they are, and do not break out of the page', () =>
    unnoticed(async () => {
      const ann = await signIn(server, 'Topic writer')
      const member = await enter(server.url, { token: ann.token })
      const room = accepted(await member.run('room:create', { kind: 'open', name: 'Topics' }))
      for (const [index, text] of XSS.entries()) {
        const topic = text.slice(0, 250)
        const set = await both(member, ann.token, 'room:update', () => ({ roomId: room.id, topic }))
        assert.equal((accepted(set) as RoomView).topic, topic.trim())
        const name = text.replaceAll(/\s+/g, ' ').trim()
        const made = await both(member, ann.token, 'room:create', (door) => ({
          kind: 'closed',
          name: `${index}.${door} ${name}`.slice(0, 50).trim(),
        }))
        if (made.ok) {
          const { name: kept, slug } = made.value as RoomView
          assert.ok(kept.startsWith(`${index}.0`))
          assert.match(slug, /^[a-z0-9-]+$/)
        } else assert.equal(made.error.code, 'bad_request', text)
        const { text: page } = await ask(server, `/${room.slug}`, { headers: { cookie: ann.cookie } })
        const boot = /<script id="boot" type="application\/json">([^]*?)<\/script>/.exec(page)?.[1] ?? ''
        assert.ok(!boot.includes('<'), 'nothing in the data opens or closes an element')
        assert.equal((JSON.parse(boot) as Boot).page?.room.topic, topic.trim())
      }
      const breakOut = '</script><script>alert(1)</script>'
      const { seq } = await member.say('to be reported')
      assert.equal(
        codeOf(await both(member, ann.token, 'message:report', () => ({ roomId: 'lobby', seq, reason: breakOut }))),
        'ok',
      )
      const boss = await owner(server)
      const { reports } = await done(server, boss, 'reports:list', {})
      assert.deepEqual(
        reports.map(({ reason }) => reason),
        [breakOut],
      )
      await done(server, boss, 'user:mute', { userId: mallory.user.id, minutes: 1, reason: breakOut })
      const { entries } = await done(server, boss, 'audit:list', {})
      assert.equal(entries[0]?.details.reason, breakOut)
      await done(server, boss, 'user:unmute', { userId: mallory.user.id })
      member.leave()
    }))

  test('[G12] topics and reasons beyond their length, with U+0000 or with half a character are bad_request', () =>
    unnoticed(async () => {
      const ann = await signIn(server, 'Too much')
      const member = await enter(server.url, { token: ann.token })
      const room = accepted(await member.run('room:create', { kind: 'open', name: 'Too much' }))
      const { seq } = await member.say('reported again')
      for (const text of ['x'.repeat(501), 'A\0B', 'A\ud800B'])
        for (const [name, payload] of [
          ['room:update', { roomId: room.id, topic: text }],
          ['message:report', { roomId: 'lobby', seq, reason: text }],
        ] as const)
          assert.equal(codeOf(await both(member, ann.token, name, () => payload)), 'bad_request')
      const longest = await both(member, ann.token, 'room:update', () => ({ roomId: room.id, topic: 'x'.repeat(250) }))
      assert.equal(codeOf(longest), 'ok')
      assert.equal(
        codeOf(await both(member, ann.token, 'room:update', () => ({ roomId: room.id, topic: 'x'.repeat(251) }))),
        'bad_request',
      )
      member.leave()
    }))

  test('[G11] a reaction is one emoji', () =>
    unnoticed(async () => {
      const ann = await signIn(server, 'Reactor')
      const member = await enter(server.url, { token: ann.token })
      const { seq } = await member.say('react to me')
      const react = (emoji: unknown) =>
        both(member, ann.token, 'message:react', () => ({ roomId: 'lobby', seq, emoji, on: true }))
      for (const emoji of ['👍', '❤️', '❤', '👩‍👩‍👧‍👧', '🏳️‍🌈', '🇩🇪', '1️⃣', '👍🏽'])
        assert.equal(codeOf(await react(emoji)), 'ok', emoji)
      const bad = [
        '',
        ' ',
        'a',
        'ok',
        '👍👍',
        '👍 ',
        '1',
        '#',
        '\u200d',
        '\ufe0f',
        'e\u0301',
        '👍\u202e',
        '\0',
        '\ud83d',
        7,
        null,
      ]
      for (const emoji of [...bad, ...XSS])
        assert.equal(codeOf(await react(emoji)), 'bad_request', JSON.stringify(emoji))
      const { messages } = await done(server, ann, 'room:history', { roomId: 'lobby', around: seq, limit: 1 })
      assert.equal(messages[0]?.reactions.length, 8)
      member.leave()
    }))
})
