import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { CommandName } from '../../protocol/commands.ts'
import { prepareName } from '../../protocol/names/looks.ts'
import type { Parcel } from '../delivery/delivery.ts'
import { createLocalDelivery } from '../delivery/local.ts'
import { openFiles } from '../files/files.ts'
import { openFolder } from '../files/folder.ts'
import { Preparation } from '../files/prepare.ts'
import { openStore } from '../store/open.ts'
import type { Store } from '../store/store.ts'
import type { Caller } from './caller.ts'
import type { Tools } from './tools.ts'
import { Counts } from './counts.ts'
import { Cursors } from './cursors.ts'
import { Lifetime } from './lifetime.ts'
import { Limits } from './limits.ts'
import { numberedName, recognize } from './people/arrive.ts'
import { KnownDevices } from './people/known-devices.ts'
import { Passwords } from './people/passwords.ts'
import { OpenSessions } from './people/open-sessions.ts'
import { Uses } from './people/uses.ts'
import { Screens } from './presence/screens.ts'
import { Online } from './presence/online.ts'
import { TypingBoard } from './presence/typing-board.ts'
import { run, runArrival } from './run.ts'

const HOME = { network: '127.0.0.1', device: 'A test' }

describe('the gate', () => {
  let folder: string
  let store: Store
  let tools: Tools
  let heard: Parcel[]
  let bugs: string[]
  let ann: Caller
  const draft = (body: string) => ({ roomId: 'lobby', clientId: randomUUID(), body })

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'earshot-gate-'))
    store = await openStore({ folder })
    const delivery = createLocalDelivery({
      fill: () => assert.fail('nothing is lost here'),
      ahead: async () => [],
      onError: (error) => assert.fail(String(error)),
    })
    heard = []
    bugs = []
    delivery.subscribe((parcel) => heard.push(parcel))
    tools = {
      store,
      delivery,
      counts: new Counts(),
      limits: new Limits({ isOn: true }),
      files: await openFiles({
        store,
        place: await openFolder(join(folder, 'files')),
        preparation: new Preparation({ onBug: (error) => assert.fail(String(error)) }),
        workFolder: join(folder, 'work'),
      }),
      maxFileBytes: 1_000_000,
      cursors: new Cursors(store.sealingKey),
      online: new Online(delivery),
      openSessions: new OpenSessions(),
      typing: new TypingBoard(delivery),
      uses: new Uses(store, (error) => assert.fail(String(error))),
      passwords: new Passwords(),
      devices: new KnownDevices(store.sealingKey),
      hasMail: false,
      access: 'open',
      pushKey: '',
      testPush: async () => false,
      noteSoon: () => 0,
      screens: new Screens(),
      cleanUp: () => assert.fail('nothing is deleted here'),
      onBug: (error, during) => bugs.push(`${during}: ${String(error)}`),
    }
    ann = await arrive('Ann')
  })
  after(async () => {
    tools.typing.close()
    tools.online.close()
    await store.close()
    await rm(folder, { recursive: true })
  })

  async function arrive(name: string): Promise<Caller> {
    const result = await runArrival(tools, 'session:start', HOME, { name })
    assert.ok(result.ok)
    return result.value.caller
  }
  const codeOf = async (name: string, payload: unknown) => {
    const result = await run(tools, name as CommandName, ann, payload)
    return result.ok ? 'ok' : result.error.code
  }

  test('[G1] a payload that a command does not allow is a bad_request', async () => {
    const good = draft('hello')
    for (const payload of [
      undefined,
      null,
      'text',
      [],
      {},
      { ...good, roomId: 7 },
      { ...good, body: ['x'] },
      { ...good, clientId: '' },
      { ...good, clientId: 'x'.repeat(65) },
      { ...good, body: '   ' },
      { ...good, body: 'half a \ud83d' },
      { ...good, body: 'nul \0' },
      { ...good, replyTo: 1.5 },
      { ...good, replyTo: 99 },
      { ...good, shout: true },
      JSON.parse(`{"__proto__":{"a":1},"roomId":"lobby","clientId":"p","body":"hi"}`),
    ]) {
      assert.equal(await codeOf('message:send', payload), 'bad_request', JSON.stringify(payload))
    }
    for (const name of ['message:shout', '__proto__', 'constructor', 'toString', ''])
      assert.equal(await codeOf(name, {}), 'bad_request')
    assert.deepEqual(heard, [])
    assert.deepEqual(bugs, [])
  })

  test('[W91] a message of invisible characters counts as empty, and a sentence says so', async () => {
    const invisible = ['\u200b', '\u3164', '\u2800\u2800', '\u200b \ufeff\u2060', '\u00ad\ufe0f', '\u{e0020}', '\u0001']
    for (const body of ['', ' ', ...invisible]) {
      const result = await run(tools, 'message:send', ann, draft(body))
      assert.ok(!result.ok, JSON.stringify(body))
      assert.deepEqual(
        [result.error.code, result.error.message],
        ['bad_request', 'The message is empty. Write something first.'],
      )
    }
    const said = await run(tools, 'message:send', ann, draft('words'))
    assert.ok(said.ok)
    const { seq } = said.value
    assert.equal(await codeOf('message:edit', { roomId: 'lobby', seq, body: '\u3164' }), 'bad_request')
    for (const body of ['.', '\u200b.', '🏳️‍🌈', '\u0301', '🫪', '\u{10ffff}'])
      assert.equal(await codeOf('message:send', draft(body)), 'ok')
  })

  test('[G2] a body has 1 to 16,384 bytes of UTF-8 after trimming', async () => {
    assert.equal(await codeOf('message:send', draft(` ${'é'.repeat(8_192)} `)), 'ok')
    assert.equal(await codeOf('message:send', draft(`${'é'.repeat(8_192)}a`)), 'too_long')
    assert.equal(await codeOf('message:send', draft(' a ')), 'ok')
  })

  test('[G3] fields that only the server sets have no effect when a client sends them', async () => {
    const result = await run(tools, 'message:send', ann, {
      ...draft('mine'),
      author: { id: 'u_boss' },
      seq: 1,
      rev: 1,
      sentAt: '1970-01-01T00:00:00Z',
    })
    assert.ok(result.ok)
    assert.equal(result.value.author.id, ann.user.id)
    assert.notEqual(result.value.seq, 1)
    assert.ok(Date.parse(result.value.sentAt) > Date.parse('2020-01-01'))
  })

  test('[G4] a change is announced once, after it can be read, however often it is sent', async () => {
    heard.length = 0
    const once = draft('once')
    const first = await run(tools, 'message:send', ann, once)
    const again = await run(tools, 'message:send', ann, once)
    assert.deepEqual(again, first)
    assert.ok(first.ok)
    const { seq, rev } = first.value
    assert.deepEqual(
      heard.filter(({ event }) => event === 'room:changed').map(({ payload }) => payload),
      [{ roomId: 'lobby', from: rev - 1, to: rev, messages: [first.value] }],
    )
    assert.equal((await store.history('lobby', { around: seq, limit: 1 })).messages[0]?.body, 'once')
  })

  test('[G5] a room that is not mine and one that does not exist are the same not_found', async () => {
    const room = await run(tools, 'room:create', ann, { kind: 'closed', name: 'Mine' })
    assert.ok(room.ok)
    const stranger = await arrive('Stranger')
    const notMine = await run(tools, 'room:history', stranger, { roomId: room.value.id })
    const notThere = await run(tools, 'room:history', stranger, { roomId: 'nowhere' })
    assert.deepEqual(notMine, notThere)
    assert.ok(!notMine.ok && notMine.error.code === 'not_found')
  })

  test('[G6] another epoch than the store’s is a reset', async () => {
    assert.deepEqual(await run(tools, 'room:changes', ann, { roomId: 'lobby', epoch: 'another', since: 0 }), {
      ok: true,
      value: { reset: 'epoch_changed' },
    })
  })

  test('[G7] a page has at most 200 messages, and one anchor', async () => {
    assert.equal(await codeOf('room:history', { roomId: 'lobby', limit: 1e9 }), 'ok')
    assert.equal(await codeOf('room:history', { roomId: 'lobby', limit: 0 }), 'bad_request')
    assert.equal(await codeOf('room:history', { roomId: 'lobby', before: 1, after: 1 }), 'bad_request')
  })

  test('[G8] a bug is reported, and answered as internal without its message', async () => {
    const broken: Tools = {
      ...tools,
      store: { ...store, readHistory: () => Promise.reject(new Error('secret detail')) },
    }
    const result = await run(broken, 'room:history', ann, { roomId: 'lobby' })
    assert.ok(!result.ok && result.error.code === 'internal' && !result.error.message.includes('secret'))
    assert.deepEqual(bugs, ['room:history: Error: secret detail'])
  })

  test('[G9] the twenty-first message in a second is told how long to wait', async () => {
    const cid = await arrive('Cid')
    const results = await Promise.all(
      Array.from({ length: 25 }, (_, index) => run(tools, 'message:send', cid, draft(`${index}`))),
    )
    const refused = results.filter((result) => !result.ok)
    assert.equal(refused.length, 5)
    assert.ok(refused.every(({ error }) => error.code === 'rate_limited' && (error.retryAfterMs ?? 0) > 0))
  })

  test('[P3] a token is recognized, and nothing else is', async () => {
    const result = await runArrival(tools, 'session:start', HOME, { name: 'Dan' })
    assert.ok(result.ok)
    assert.deepEqual(await recognize(tools, result.value.token, HOME.network), result.value.caller)
    assert.equal(await recognize(tools, `${result.value.token}x`, HOME.network), undefined)
    assert.equal(await recognize(tools, '', HOME.network), undefined)
  })

  test('[P6] from the answer that ends a session on, nothing is taken from it', async () => {
    const fay = await arrive('Fay')
    heard.length = 0
    assert.deepEqual(await run(tools, 'session:end', fay, {}), { ok: true, value: undefined })
    assert.deepEqual(heard, [
      { audience: { session: fay.sessionId }, event: 'session:ended', payload: { reason: 'signed_out' } },
    ])
    for (const [name, payload] of [
      ['message:send', draft('too late')],
      ['room:history', { roomId: 'lobby' }],
      ['typing:start', { roomId: 'lobby' }],
    ] as const) {
      const result = await run(tools, name, fay, payload)
      assert.ok(!result.ok && result.error.code === 'unauthorized', name)
    }
  })

  test('[P4] a guest without a name is numbered; a name in use is numbered too; a look-alike is refused', async () => {
    const nameOf = async (payload: unknown) => {
      const result = await runArrival(tools, 'session:start', HOME, payload)
      return result.ok ? result.value.caller.user.name : result.error.code
    }
    assert.equal(await nameOf({}), 'bad_request')
    assert.equal(await nameOf({ name: await numberedName(tools) }), 'Guest 1')
    const eve = await arrive('Eve')
    const connection = new Lifetime()
    tools.online.enter(eve, connection)
    assert.equal(await nameOf({ name: ' eve ' }), 'eve 2')
    connection.end()
    assert.equal(await nameOf({ name: 'Eve' }), 'Eve')
    assert.equal(await nameOf({ name: 'Еve' }), 'bad_request')
    assert.equal(await nameOf({ name: 'Coco' }), 'Coco')
    assert.equal(await nameOf({ name: 'Сосо' }), 'conflict')
    assert.equal(await nameOf({ name: 'E\u200bve' }), 'bad_request')
  })

  test('[P40] an online guest keeps the look of their name, also longer than a day', async () => {
    // The store, which keeps looks for a day, does not know this guest.
    const connection = new Lifetime()
    tools.online.enter({ ...ann, user: { id: 'u_long_here', name: 'Soso', kind: 'guest' } }, connection)
    const knock = () => runArrival(tools, 'session:start', HOME, { name: 'S0s0' })
    const no = await knock()
    assert.ok(!no.ok)
    assert.deepEqual([no.error.code, no.error.suggestion], ['conflict', 'Soso 2'])
    connection.end()
    assert.ok((await knock()).ok)
  })

  test('[P39] another node on the same delivery knows a renamed guest by the new name', async () => {
    const node = { online: new Online(tools.delivery), typing: new TypingBoard(tools.delivery, () => 0) }
    const [twin, other] = [await arrive('Twin'), await arrive('Twin')]
    const connection = new Lifetime()
    node.online.enter(twin, connection)
    node.typing.start('lobby', twin.user)
    assert.equal(node.online.nameHolder(prepareName('twin'), {})?.id, twin.user.id)
    assert.ok((await run(tools, 'user:claim', other, { password: 'correct horse battery' })).ok)
    assert.equal(node.online.nameHolder(prepareName('twin'), {}), undefined)
    assert.equal(node.online.nameHolder(prepareName('Twin 2'), {})?.id, twin.user.id)
    node.typing.tell()
    const typists = heard.flatMap((parcel) => (parcel.event === 'typing' ? parcel.payload.users : []))
    assert.equal(typists.at(-1)?.name, 'Twin 2')
    node.typing.close()
    node.online.close()
    connection.end()
  })

  test('[P5] where access is not open, no one becomes a guest by a name alone', async () => {
    for (const access of ['invite', 'closed'] as const) {
      const result = await runArrival({ ...tools, access }, 'session:start', HOME, { name: 'Ann' })
      assert.ok(!result.ok && result.error.code === 'forbidden')
    }
  })

  test('[G10] typing is told once for many claims, and ends with the message', async () => {
    heard.length = 0
    for (let claim = 0; claim < 100; claim++) assert.equal(await codeOf('typing:start', { roomId: 'lobby' }), 'ok')
    const typists = () =>
      heard.flatMap((parcel) => (parcel.event === 'typing' ? [parcel.payload.users.map(({ name }) => name)] : []))
    assert.deepEqual(typists(), [['Ann']])
    await run(tools, 'message:send', ann, draft('done'))
    tools.typing.tell()
    assert.deepEqual(typists(), [['Ann'], []])
  })
})
