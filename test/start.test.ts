/** Starting and stopping the server, as a user does who has read only `--help`. */
import assert from 'node:assert/strict'
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import { leftAddress } from '../server/address-file.ts'
import { announce } from '../server/listen.ts'
import { isInUse } from '../server/store/data-folder.ts'
import { openStream } from './support/event-stream.ts'
import { eventually, inTime } from './support/eventually.ts'
import { ask, bearer, json, MESSAGES, signIn, wholeHistory } from './support/http.ts'
import { ownerCode, PASSWORD } from './support/people.ts'
import { systemNode } from './support/peers.ts'
import { launch, type Process, startServer, temporaryFolder } from './support/server.ts'
import { accepted, enter, enterPlain, RawSocket } from './support/sockets.ts'

/** It names the mistake in one plain line, and ends with 1. */
async function refusesToStart(server: Process, says: RegExp): Promise<void> {
  const all = () => `${server.stderr}\n${server.stdout}`
  const { code } = await inTime('it ends by itself', server.exited, 15_000).catch((error: unknown) => {
    throw new Error(`It goes on: ${all()}`, { cause: error })
  })
  assert.equal(code, 1, all())
  assert.match(server.stderr, says)
  assert.equal(server.stderr.trim().split('\n').length, 1, `one line, not:\n${server.stderr}`)
  assert.doesNotMatch(all(), /^\s+at |Error:|\.ts:\d+/m, 'no stack trace')
}

const withData = (...args: string[]) => ['--port', '0', '--data', temporaryFolder(), ...args]

describe('its output', () => {
  test('--help lists every flag and every variable, and changes nothing', async () => {
    const folder = join(temporaryFolder(), 'untouched')
    const help = launch(['--help', '--data', folder])
    assert.deepEqual(await help.exited, { code: 0, signal: null })
    for (const word of [
      '--port',
      '--host',
      '--data',
      '--access',
      '--limits',
      '--help',
      'PORT',
      'HOST',
      'EARSHOT_DATA',
      'EARSHOT_ACCESS',
      'EARSHOT_ORIGINS',
      'EARSHOT_LIMITS',
      '--allow-outside',
      'EARSHOT_ALLOW_OUTSIDE',
      'TRUST_PROXY',
      '--public-url',
      'PUBLIC_URL',
      '--base',
      'EARSHOT_BASE',
      'DATABASE_URL',
      '--metrics-token',
      'METRICS_TOKEN',
      '--from',
      '--to',
      '5050',
    ]) {
      assert.ok(help.stdout.includes(word), `--help does not mention ${word}`)
    }
    assert.equal(help.stderr, '')
    assert.throws(() => statSync(folder))
  })

  test('one line says where it listens, and only on this machine', async () => {
    const server = await startServer()
    assert.equal(server.stdout.match(/http:\/\/localhost:\d+(?!\d|\/owner)/g)?.length, 1)
    assert.doesNotMatch(server.stdout, /[▀▄█]/)
    assert.equal((await ask(server, '/healthz')).status, 200)
    await server.stop()
  })

  test('a bare --host prints an address for the local network and a code for phones', async () => {
    const server = await startServer({ args: ['--host'] })
    const mine = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
    const outside = mine.find(({ family, internal }) => family === 'IPv4' && !internal)
    if (outside) {
      const address = `http://${outside.address}:${server.port}`
      await eventually(() => assert.ok(server.stdout.includes(address), server.stdout))
      await eventually(() => assert.match(server.stdout, /[▀▄█]{5}/))
      assert.equal((await ask({ url: address }, '/healthz')).status, 200)
    }
    await server.stop()
  })
})

describe('flags and variables', () => {
  test('variables set options without a flag, and flags win', async () => {
    const [fromEnv, fromFlag] = [temporaryFolder(), temporaryFolder()]
    const closed = await startServer({
      env: { PORT: '0', EARSHOT_DATA: fromEnv, EARSHOT_ACCESS: 'closed', EARSHOT_LIMITS: 'off' },
    })
    assert.equal((await ask(closed, '/api/session', json({ name: 'Ann' }))).status, 403)
    assert.ok(readdirSync(fromEnv).includes('earshot.db'))
    await closed.stop()

    const open = await startServer({
      args: ['--port', '0', '--data', fromFlag, '--access', 'open'],
      env: { PORT: '1', EARSHOT_DATA: '/dev/null/x', EARSHOT_ACCESS: 'closed' },
    })
    assert.equal((await ask(open, '/api/session', json({ name: 'Ann' }))).status, 201)
    assert.ok(readdirSync(fromFlag).includes('earshot.db'))
    await open.stop()
  })

  test('[P15] owner-link names the port of the server that runs, and says so when none does', async () => {
    const ownerLink = async (dataDir: string) => {
      const made = launch(['owner-link', '--data', dataDir])
      assert.equal((await inTime('owner-link', made.exited, 10_000)).code, 0, made.stderr)
      return made.stdout
    }
    const first = await startServer()
    const running = await ownerLink(first.dataDir)
    assert.match(running, new RegExp(`http://localhost:${first.port}/owner#[\\w-]{22}`))
    assert.ok(!running.includes('elsewhere'))
    await first.stop()
    const stopped = await ownerLink(first.dataDir)
    assert.match(stopped, /http:\/\/localhost:5050\/owner#.*\n.*If it listens elsewhere/)
    const second = await startServer({ dataDir: first.dataDir })
    assert.match(await ownerLink(first.dataDir), new RegExp(`:${second.port}/owner#`))
    // Nor is a server believed that could not say goodbye.
    await second.kill()
    assert.match(await ownerLink(first.dataDir), /:5050\/owner#.*\n.*If it listens elsewhere/)
    // And asking has kept no server from starting.
    const third = await startServer({ dataDir: first.dataDir })
    await third.stop()
  })

  test('[P15] owner-link does not name the port of an earlier run while a server starts', async () => {
    const first = await startServer()
    await first.stop()
    // A second holder of the database keeps the next start busy, after it has taken the folder.
    const holder = new DatabaseSync(join(first.dataDir, 'earshot.db'))
    holder.exec('pragma locking_mode = exclusive; begin exclusive; commit')
    const starting = startServer({ dataDir: first.dataDir })
    await eventually(() => assert.ok(isInUse(first.dataDir), 'the folder is not in use yet'))
    await eventually(() => assert.equal(leftAddress(first.dataDir), undefined, 'the old port is named'), 1_000)
    holder.close()
    const second = await starting
    assert.equal(leftAddress(first.dataDir), second.url)
    await second.stop()
  })

  test('[P17] owner-link that fails is one plain line, and leaves the link before it as it was', async () => {
    const first = await startServer()
    const code = await ownerCode({ stdout: first.stdout })
    await first.stop()
    const lock = join(first.dataDir, 'earshot.lock')
    const ownerLink = () => launch(['owner-link', '--data', first.dataDir])
    rmSync(lock, { force: true })
    writeFileSync(lock, 'This is no lock. '.repeat(500))
    await refusesToStart(ownerLink(), /earshot\.lock cannot be used .*Remove it/)
    // As the start of a server says it, too.
    await refusesToStart(launch(['--port', '0', '--data', first.dataDir]), /earshot\.lock cannot be used .*Remove it/)
    rmSync(lock)
    mkdirSync(lock)
    await refusesToStart(ownerLink(), /earshot\.lock cannot be used .*Remove it/)
    rmdirSync(lock)

    const again = await startServer({ dataDir: first.dataDir })
    const opened = await ask(again, '/api/owner', json({ code, name: 'Olga', password: PASSWORD }))
    assert.equal(opened.status, 201, opened.text)
    await again.stop()
  })

  test('a path of its own is in the addresses printed for the local network', () => {
    const found = { port: 5050, base: '/chat', publicUrl: undefined }
    assert.match(announce(found, '192.0.2.7'), /localhost:5050\/chat\n.*http:\/\/192\.0\.2\.7:5050\/chat\n\n[▀▄█ \n]+$/)
    const withUrl = announce({ ...found, publicUrl: new URL('https://x.example/chat') }, '192.0.2.7')
    assert.match(withUrl, /https:\/\/x\.example\/chat\n/)
    assert.notEqual(withUrl.split('\n\n')[1], announce(found, '192.0.2.7').split('\n\n')[1], 'the code is another one')
  })

  test('a public URL is printed, with its path, and so is the owner link', async () => {
    const server = await startServer({
      args: ['--public-url', 'https://x.example/team/'],
      env: { EARSHOT_BASE: '/team' },
    })
    await eventually(() => assert.match(server.stdout, /owner, open https:\/\/x\.example\/team\/owner#/))
    assert.match(server.stdout, new RegExp(`listening on http://localhost:${server.port}/team\n`))
    assert.match(server.stdout, /People find it at: +https:\/\/x\.example\/team\n/)
    assert.equal((await ask(server, '/team/healthz')).status, 200)
    await server.stop()
  })

  test('--limits off refuses no one for haste', async () => {
    const server = await startServer({ args: ['--limits', 'off'] })
    const { token } = await signIn(server, 'Hasty')
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) => ask(server, MESSAGES, json({ body: `${n}` }, bearer(token)))),
    )
    assert.ok(answers.every(({ status }) => status === 201))
    await server.stop()
  })

  const wrong: [string, string[], Record<string, string>, RegExp][] = [
    ['an unknown flag', withData('--prot', '1'), {}, /prot/],
    ['a stray word', withData('please'), {}, /please/],
    ['a port that is no number', ['--data', temporaryFolder(), '--port', 'http'], {}, /port.*http/i],
    ['a port out of range', ['--data', temporaryFolder(), '--port', '70000'], {}, /port.*70000/i],
    ['a port without a number', ['--data', temporaryFolder(), '--port'], {}, /port/i],
    ['an access that does not exist', withData('--access', 'public'), {}, /access.*public|public.*access/i],
    ['limits neither on nor off', withData('--limits', 'maybe'), {}, /limits.*maybe|maybe.*limits/i],
    ['a bad PORT', ['--data', temporaryFolder()], { PORT: 'x' }, /PORT/],
    ['a bad EARSHOT_ACCESS', withData(), { EARSHOT_ACCESS: 'x' }, /EARSHOT_ACCESS/],
    ['a bad EARSHOT_ORIGINS', withData(), { EARSHOT_ORIGINS: 'not an origin' }, /EARSHOT_ORIGINS/],
    ['a path that is none', withData('--base', 'chat'), {}, /--base.*"chat"/],
    ['a path that climbs', withData('--base', '/a/../b'), {}, /--base/],
    ['a bad PUBLIC_URL', withData(), { PUBLIC_URL: 'chat.example.org' }, /PUBLIC_URL.*chat\.example\.org/],
    ['a public URL with a query', withData('--public-url', 'https://x.example/?a=1'), {}, /--public-url/],
    [
      'two paths',
      withData('--base', '/a', '--public-url', 'https://x.example/b'),
      {},
      /--base.*--public-url.*one of the two/,
    ],
    ['a bad TRUST_PROXY', withData(), { TRUST_PROXY: 'all' }, /TRUST_PROXY/],
    ['a host that is not ours', withData('--host', '192.0.2.1'), {}, /192\.0\.2\.1/],
    [
      'an address of no Postgres',
      withData(),
      { DATABASE_URL: 'mysql://ann:secret@localhost/chat' },
      /^(?!.*secret).*DATABASE_URL/,
    ],
    [
      'DATABASE_URL, with nobody there',
      withData(),
      { DATABASE_URL: 'postgres://localhost:1/earshot' },
      /The database localhost:1\/earshot cannot be used/,
    ],
  ]
  for (const [what, args, env, says] of wrong) {
    test(`${what} is one plain line and exit 1`, () => refusesToStart(launch(args, { env }), says))
  }

  test('a port in use is one plain line that names it', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => {
      other.listen(0, '127.0.0.1', resolve)
    })
    const { port } = other.address() as AddressInfo
    await refusesToStart(launch(['--port', `${port}`, '--data', temporaryFolder()]), new RegExp(`${port}`))
    other.close()
  })

  test('a data folder that cannot be made or written is one plain line that names it', async () => {
    const file = join(temporaryFolder(), 'file')
    writeFileSync(file, 'not a folder')
    for (const folder of ['/dev/null/x', file, `${file}/below`]) {
      await refusesToStart(launch(['--port', '0', '--data', folder]), new RegExp(folder))
    }
  })
})

describe('the database', () => {
  /** A data folder in which something has been said, and whose server has stopped. */
  async function lived(messages = 3): Promise<string> {
    const server = await startServer({ args: ['--limits', 'off'] })
    const member = await enter(server.url, { name: 'Ann' })
    await Promise.all(Array.from({ length: messages }, (_, n) => member.say(`${n} ${'memory '.repeat(60)}`)))
    member.leave()
    await server.stop()
    // Else a copy of the one file would lack the messages, and the tests below would damage a useless file.
    assert.ok(!readdirSync(server.dataDir).includes('earshot.db-wal'), 'a clean stop leaves everything in one file')
    return server.dataDir
  }
  const startOn = (folder: string) => launch(['--port', '0', '--data', folder])
  const database = (folder: string) => join(folder, 'earshot.db')

  test('messages and their authors are there after a restart', async () => {
    const first = await startServer()
    const ann = await signIn(first, 'Ann')
    const member = await enter(first.url, { token: ann.token })
    await member.say('before')
    const { epoch } = member.welcome
    member.leave()
    await first.stop()

    const second = await startServer({ dataDir: first.dataDir })
    const back = await enter(second.url, { token: ann.token })
    assert.equal(back.welcome.epoch, epoch)
    assert.deepEqual(back.welcome.you, ann.user)
    await back.say('after')
    assert.deepEqual(
      (await wholeHistory(second, ann.token)).map(({ seq, rev, body }) => [seq, rev, body]),
      [
        [1, 1, 'before'],
        [2, 2, 'after'],
      ],
    )
    back.leave()
    await second.stop()
  })

  test('a folder that it makes is for its owner alone', async () => {
    const dataDir = join(temporaryFolder(), 'new', 'below')
    const server = await startServer({ dataDir })
    assert.equal(statSync(dataDir).mode & 0o077, 0)
    await server.stop()
  })

  test('from a newer version it is left alone', async () => {
    const folder = await lived()
    const file = new DatabaseSync(database(folder))
    file.exec('PRAGMA user_version = 9999')
    file.close()
    await refusesToStart(startOn(folder), /newer|version/i)
  })

  test('a file that is no database is left alone', async () => {
    const folder = temporaryFolder()
    writeFileSync(database(folder), 'This is not a database, though it is called one. '.repeat(200))
    await refusesToStart(startOn(folder), /earshot\.db|database/i)
  })

  test('a folder where the database should be', async () => {
    const folder = temporaryFolder()
    mkdirSync(database(folder))
    await refusesToStart(startOn(folder), /earshot\.db|database/i)
  })

  test('with its end cut off it is not written to', async () => {
    const folder = await lived(200)
    truncateSync(database(folder), Math.floor(statSync(database(folder)).size / 2 / 4096) * 4096)
    await refusesToStart(startOn(folder), /damaged|corrupt|malformed|earshot\.db|database/i)
  })

  test('with pages overwritten in the middle it is not written to', async () => {
    const folder = await lived(200)
    const { size } = statSync(database(folder))
    const file = openSync(database(folder), 'r+')
    writeSync(file, Buffer.alloc(4096 * 4, 0xa5), 0, 4096 * 4, Math.floor(size / 2 / 4096) * 4096)
    closeSync(file)
    await refusesToStart(startOn(folder), /damaged|corrupt|malformed|earshot\.db|database/i)
  })

  test('two servers do not share a folder, and the first goes on', async () => {
    const first = await startServer()
    await refusesToStart(startOn(first.dataDir), /use|running|lock/i)
    const ann = await enter(first.url, { name: 'Ann' })
    await ann.say('undisturbed')
    ann.leave()
    await first.stop()
    const again = await startServer({ dataDir: first.dataDir })
    await again.stop()
  })

  test('after kill -9 the folder is free again and acked messages are there', async () => {
    const first = await startServer()
    const ann = await signIn(first, 'Ann')
    const member = await enter(first.url, { token: ann.token })
    await member.say('acked')
    await first.kill()
    member.leave()
    const second = await startServer({ dataDir: first.dataDir })
    assert.deepEqual(
      (await wholeHistory(second, ann.token)).map(({ body }) => body),
      ['acked'],
    )
    await second.stop()
  })
})

describe('[C14] stopping', () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    test(`${signal} ends it cleanly within ten seconds, with any connections`, async () => {
      const server = await startServer({ args: ['--limits', 'off'] })
      const ann = await signIn(server, 'Ann')
      const [member, poller, plain] = await Promise.all([
        enter(server.url, { token: ann.token }),
        enter(server.url, { name: 'Poller' }, { transports: ['polling'] }),
        enterPlain(server.url),
      ])
      const stream = await openStream(`${server.url}/api/rooms/lobby/events`, bearer(ann.token))
      const silent = new RawSocket(server.url)
      await silent.opened

      // Stopped in the middle of a rush: all messages acked until then must be found afterwards.
      const acked: string[] = []
      const send = async (_: unknown, n: number) => {
        const result = await member.run('message:send', { roomId: 'lobby', clientId: `rush ${n}`, body: `rush ${n}` })
        acked.push(accepted(result).body)
      }
      // Some are never answered; their client would try them again.
      const rush = Promise.allSettled(Array.from({ length: 200 }, send))
      await eventually(() => assert.ok(acked.length > 0))
      assert.deepEqual(await server.process.end(signal, 10_000), { code: 0, signal: null })
      member.leave()
      await rush
      await eventually(() => assert.ok(stream.isOver))
      assert.doesNotMatch(server.stderr, /^\s+at /m)

      const again = await startServer({ dataDir: server.dataDir })
      const kept = new Set((await wholeHistory(again, ann.token)).map(({ body }) => body))
      assert.deepEqual(
        acked.filter((body) => !kept.has(body)),
        [],
      )
      poller.leave()
      plain.leave()
      silent.close()
      await again.stop()
    })
  }

  test('it may be told to stop as soon as it has said where it listens', async () => {
    const stopInstantly = async () => (await startServer()).stop()
    const exits = await Promise.all([1, 2, 3, 4].map(stopInstantly))
    for (const exit of exits) assert.deepEqual(exit, { code: 0, signal: null })
  })

  test('a second signal does no harm', async () => {
    const server = await startServer()
    await ask(server, '/readyz')
    server.process.child.kill('SIGTERM')
    server.process.child.kill('SIGINT')
    assert.deepEqual(await server.stop(), { code: 0, signal: null })
  })
})

test(
  'it starts under the Node that the machine has, with the one it brings along, and stops with it',
  { skip: systemNode.skip },
  async () => {
    const server = await startServer({ node: systemNode.command })
    const ann = await enter(server.url, { name: 'Ann' })
    await ann.say('from an old Node')
    ann.leave()
    assert.deepEqual(await server.stop(), { code: 0, signal: null })
    await assert.rejects(fetch(`${server.url}/healthz`), 'nothing is left running')
  },
)
