/** Moving a chat to another engine and back, as an operator does. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, describe, test } from 'node:test'
import { Client } from '../client/client.ts'
import type { Moving } from '../server/store/sql/upkeep/moving.ts'
import { dumpDatabase, dumpFolder, fileIn } from './support/dump.ts'
import { eventually, inTime } from './support/eventually.ts'
import { ask, bearer, post, signIn, wholeHistory } from './support/http.ts'
import { growChat, NAMES } from './support/grown-chat.ts'
import { done, online } from './support/people.ts'
import { startPostgres } from './support/postgres.ts'
import { launch, type Process, startServer, temporaryFolder } from './support/server.ts'

const postgres = await startPostgres()

const startMove = (from: string, to: string) => launch(['move', '--from', from, '--to', to])

async function move(from: string, to: string): Promise<string> {
  const moving = startMove(from, to)
  assert.equal((await inTime('the move', moving.exited, 60_000)).code, 0, moving.stderr)
  return moving.stdout
}

/** It names the mistake in one plain line without the password, and ends with 1. */
async function isRefused(refused: Process, says: RegExp): Promise<void> {
  assert.equal((await inTime('it ends by itself', refused.exited, 20_000)).code, 1, refused.stdout)
  assert.match(refused.stderr, says)
  assert.match(refused.stderr, /^earshot: [^\n]+\n$/)
  assert.doesNotMatch(refused.stderr + refused.stdout, /secret/)
}

const MESSAGES = 12_000

/** A chat in a folder, written by SQL: Ann, a room and so many messages. */
async function chatOf(messages: number): Promise<{ folder: string; token: string }> {
  const server = await startServer()
  const { token, user } = await signIn(server, 'Ann')
  await server.stop()
  const file = new DatabaseSync(fileIn(server.dataDir))
  file.exec(`
    with recursive n (i) as (select 1 union all select i + 1 from n where i < ${messages})
    insert into messages (room_id, seq, rev, client_id, author_id, body, sent_at)
    select 'lobby', i, i, 'c' || i, '${user.id}', 'Message ' || i || ' 🎈', '2026-01-01T00:00:00.000Z' from n;
    update rooms set last_seq = ${messages}, rev = ${messages} where id = 'lobby'`)
  file.close()
  return { folder: server.dataDir, token }
}

test('[S85] a grown chat moves to Postgres and back: every row is the same, tokens work, and a client goes on without a gap', async () => {
  const dataDir = temporaryFolder()
  const tokens = await growChat(dataDir)
  const token = tokens.Ann!
  const first = await startServer({ dataDir })
  const client = new Client({ url: first.url, credentials: { token }, transports: ['websocket'] })
  after(() => client.close())
  client.connect()
  await eventually(() => assert.ok(client.rooms.get('lobby')), 20_000)
  const { timeline } = client.rooms.get('lobby')!
  timeline.follow(true)
  await timeline.open()
  const welcomes: string[] = []
  const welcome = client.rooms.welcome.bind(client.rooms)
  client.rooms.welcome = (epoch, views) => {
    welcomes.push(epoch)
    welcome(epoch, views)
  }
  const epoch = await epochOf(first, { token })
  const histories = (server: { url: string }) =>
    Promise.all(Object.values(tokens).map((one) => wholeHistory(server, one)))
  const expected = await histories(first)
  assert.ok(expected.length === NAMES.length && expected[0]!.length > 250)
  await first.stop()

  // To Postgres.
  const url = await postgres.newDatabase()
  const source = dumpFolder(dataDir)
  assert.match(await move(dataDir, url), /^Moved [\d,]+ rows from .* to 127\.0\.0\.1:\d+\/earshot_\d+ in \d+ s\./m)
  assert.deepEqual(await dumpDatabase(postgres, url), source)
  assert.deepEqual(dumpFolder(dataDir), source)

  const args = ['--limits', 'off', '--port', String(first.port)]
  const second = await startServer({ args, env: { DATABASE_URL: url } })
  assert.deepEqual(await histories(second), expected)
  assert.equal(await epochOf(second, { token }), epoch)
  const said = await post(second, token, 'Said in Postgres')
  assert.equal(said.seq, expected[0]!.at(-1)!.seq + 1)
  await done(second, { token: tokens.Tom! }, 'message:react', { roomId: 'lobby', seq: said.seq, emoji: '🎈', on: true })
  await done(second, { token }, 'message:edit', {
    roomId: 'lobby',
    seq: said.seq,
    body: 'Said in Postgres, and edited',
  })
  const shown = () => timeline.entries.peek().flatMap((entry) => (entry.kind === 'message' ? [entry.message] : []))
  await eventually(() => assert.equal(shown().at(-1)?.body, 'Said in Postgres, and edited'), 20_000)
  const seqs = shown().map(({ seq }) => seq)
  assert.deepEqual(
    seqs,
    seqs.map((_, place) => seqs[0]! + place),
  )
  assert.ok(welcomes.length > 0 && welcomes.every((one) => one === epoch), welcomes.join())
  client.close()
  await second.stop()

  // And back.
  const folder = join(temporaryFolder(), 'made', 'by the move')
  const there = await dumpDatabase(postgres, url)
  await move(url, folder)
  assert.deepEqual(dumpFolder(folder), there)
  const third = await startServer({ args: ['--limits', 'off'], dataDir: folder })
  const kept = await wholeHistory(third, token)
  assert.deepEqual(kept.slice(0, -1), expected[0])
  assert.equal(kept.at(-1)!.body, 'Said in Postgres, and edited')
  assert.equal((await post(third, token, 'Said at home')).seq, said.seq + 1)
  await eventually(async () => {
    const found = await ask<{ hits: unknown[] }>(third, '/api/search?query=Postgres', { headers: bearer(token) })
    assert.equal(found.body.hits.length, 1, found.text)
  })
  await third.stop()
})

test('[S87] a mistake is one plain line and exit 1', async () => {
  const folder = temporaryFolder()
  await isRefused(launch(['move', '--from', folder]), /A move needs --to: a data folder, or postgres:/)
  await isRefused(startMove('postgres://ann:secret@127.0.0.1:1/chat', folder), /127\.0\.0\.1:1\/chat cannot be used/)
  await isRefused(startMove(folder, 'mysql://ann:secret@127.0.0.1/chat'), /--to is no address of a database/)
  assert.deepEqual(readdirSync(folder), [])
})

async function epochOf(server: { url: string }, somebody: { token: string }): Promise<string> {
  const member = await online(server, somebody)
  member.leave()
  return member.welcome.epoch
}

describe('[S86] killed in the middle, a move goes on where it was', () => {
  /** The note in the target, while there is one. */
  const noted = async (to: string): Promise<Moving | undefined> => {
    if (!to.startsWith('postgres')) return notedIn(to)
    const [table] = await postgres.run(`select to_regclass('meta') is not null as there`, to)
    if (table!.there !== true) return undefined
    const [row] = await postgres.run(`select value from meta where key = 'moving'`, to)
    return row && (JSON.parse(String(row.value)) as Moving)
  }
  const startOn = (to: string) =>
    to.startsWith('postgres')
      ? launch(['--port', '0', '--data', temporaryFolder()], { env: { DATABASE_URL: to } })
      : launch(['--port', '0', '--data', to])

  /** Each time later: how far it must be before it is killed. */
  const PLACES: ((noted: Moving | undefined) => boolean)[] = [
    (now) => now !== undefined,
    (now) => now?.table === 'messages' && now.done > MESSAGES / 2,
    // Everything is there, and being compared.
    (now) => now !== undefined && now.table === undefined,
  ]

  async function killed(from: string, to: string): Promise<void> {
    let before = 0
    for (const isThere of PLACES) {
      const moving = startMove(from, to)
      await eventually(async () => assert.ok(isThere(await noted(to))), 60_000, 5)
      await moving.end('SIGKILL')
      const { done } = (await noted(to))!
      assert.ok(done >= before, `${done} after ${before}`)
      before = done
    }
    await isRefused(startOn(to), /holds only a part of the chat that is being moved here from .* to finish it/)
  }

  test('on its way to Postgres', async () => {
    const { folder } = await chatOf(MESSAGES)
    const url = await postgres.newDatabase()
    await killed(folder, url)
    const ownerLink = launch(['owner-link', '--data', temporaryFolder()], { env: { DATABASE_URL: url } })
    await isRefused(ownerLink, /holds only a part of the chat/)
    await move(folder, url)
    assert.deepEqual(await dumpDatabase(postgres, url), dumpFolder(folder))
  })

  test('on its way to a folder', async () => {
    const { folder, token } = await chatOf(MESSAGES)
    const [url, back] = [await postgres.newDatabase(), join(temporaryFolder(), 'back')]
    await move(folder, url)
    await killed(url, back)
    await isRefused(launch(['owner-link', '--data', back]), /holds only a part of the chat/)
    await move(url, back)
    assert.deepEqual(dumpFolder(back), dumpFolder(folder))
    const server = await startServer({ dataDir: back })
    assert.equal((await post(server, token, 'Here again')).seq, MESSAGES + 1)
    await server.stop()
  })
})

function notedIn(folder: string): Moving | undefined {
  if (!existsSync(fileIn(folder))) return undefined
  const file = new DatabaseSync(fileIn(folder), { readOnly: true })
  try {
    const row = file.prepare(`select value from meta where key = 'moving'`).get()
    return row && (JSON.parse(String(row.value)) as Moving)
  } catch {
    // Its tables are not there yet.
    return undefined
  } finally {
    file.close()
  }
}
