/** Names and bodies that deceive, and bodies that are too much. */
import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { Message, NewSession } from '../../protocol/models.ts'
import { CHAT } from '../../protocol/socket.ts'
import { bystander } from '../support/bystander.ts'
import { ask, bearer, json, MESSAGES, type Refused, signIn } from '../support/http.ts'
import { startServer } from '../support/server.ts'
import { accepted, enter, enterPlain, refused, turnedAway } from '../support/sockets.ts'
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
      'An\ufe0fna',
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
    const lookAlikes = ['Аnn Carter', 'Ann Саrter', 'Αnn Carter', 'Ann Cartеr', 'раураl', 'pаypal', 'paypaI']
    for (const name of lookAlikes) await isRefusedEverywhere(name, 'conflict')
    // The same letters in another width are the same name, and whoever comes second is numbered.
    const second = await session('Ａｎｎ Ｃａｒｔｅｒ')
    assert.ok(second.status === 409 || (second.body as unknown as NewSession).user.name !== 'Ann Carter')
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

test('what looks like a script is kept and carried as the text it is', () =>
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

test('what looks like a script cannot break out of the page that carries it', () =>
  unnoticed(async () => {
    const member = await enter(server.url, { token: mallory.token })
    const breakOut = '</script><script>alert(1)</script><!-- <script>'
    await member.say(breakOut)
    const { text } = await ask(server, '/')
    assert.ok(!text.includes('<script>alert(1)'), 'the first page holds the message only escaped')
    assert.ok(!/<!--\s*<script>/.test(text))
    member.leave()
  }))
