/**
 * Finding in 2,000,000 messages of 200 rooms. They are written into a server’s database before it starts, as the server
 * would have written them. Then it makes its index, and is asked over HTTP as by any client. `EARSHOT_BENCH_MESSAGES`
 * is their number, for a shorter run. `EARSHOT_BENCH_FOLDER` is the folder that keeps them for the next time.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { SearchPage } from '../../protocol/models.ts'
import { type Corpus, makeCorpus } from '../support/corpus.ts'
import { type Figures, percentile, sleep } from '../support/figures.ts'
import { type Running, startEarshot } from '../support/servers.ts'

const MESSAGES = Number(process.env.EARSHOT_BENCH_MESSAGES ?? 2_000_000)
const KEPT_FOLDER = process.env.EARSHOT_BENCH_FOLDER
const ROOMS = 200
const AUTHORS = 500
const SMALL_ROOM = 'r_small'
const SMALL_ROOM_MESSAGES = 40
const ASKED = 60
const LIMIT = 20

type Reader = { token: string; id: string }
type Page = { messages: unknown[] }

export async function searchMany(): Promise<Record<string, Figures>[]> {
  const folder = KEPT_FOLDER ?? mkdtempSync(join(tmpdir(), 'earshot-bench-'))
  const [reader, newcomer] = isFilled(folder) ? readersOf(folder) : await prepare(folder)
  const corpus = makeCorpus(1)

  const began = performance.now()
  const server = await startEarshot('1', folder, { keep: KEPT_FOLDER !== undefined })
  const listeningMs = performance.now() - began
  const cpuBefore = server.cpuMicros()
  await indexed(folder)
  const making = {
    messages: MESSAGES,
    'listening ms': Math.round(listeningMs),
    'index s': Math.round((performance.now() - began) / 1_000),
    'index µs/message': Math.round((server.cpuMicros() - cpuBefore) / MESSAGES),
    'database MB': megabytes(join(folder, 'earshot.db')),
    'index MB': megabytes(join(folder, 'search.db')),
    'resident MB': Math.round(server.residentKiB() / 1_024),
  }
  await atRest(folder)
  const table: Record<string, Figures> = {}
  for (const [what, queries] of Object.entries(questions(corpus))) {
    table[what] = await timed(queries, (query) => find(server, reader, query))
  }
  const common = Array.from({ length: ASKED }, (_, rank) => corpus.word(rank))
  table['a common word, in one small old room'] = await timed(common, (query) => find(server, newcomer, query))
  const rooms = Array.from({ length: ASKED }, () => `r_${corpus.number(ROOMS)}`)
  table['a page of history (control)'] = await timed(rooms, async (roomId) => {
    const before = 1 + corpus.number(MESSAGES / ROOMS)
    const { messages } = await ask<Page>(server, reader, `/rooms/${roomId}/messages?limit=50&before=${before}`)
    return messages.length
  })
  await server.stop()
  return [{ earshot: making }, table]
}

type Readers = [reader: Reader, newcomer: Reader]

const isFilled = (folder: string): boolean => existsSync(join(folder, 'readers.json'))
const readersOf = (folder: string): Readers => JSON.parse(readFileSync(join(folder, 'readers.json'), 'utf8')) as Readers

async function prepare(folder: string): Promise<Readers> {
  mkdirSync(folder, { recursive: true })
  const first = await startEarshot('1')
  const readers: Readers = [await arrive(first, 'Reader'), await arrive(first, 'Newcomer')]
  const database = copyOf(first.folder, folder)
  await first.stop()
  fill(database, makeCorpus(1), ...readers)
  writeFileSync(join(folder, 'readers.json'), JSON.stringify(readers))
  return readers
}

/** Each search is a different one, so no answer was given before. */
function questions(corpus: Corpus): Record<string, string[]> {
  const many = (make: () => string) => Array.from({ length: ASKED }, make)
  const word = (from: number, below: number) => corpus.word(from + corpus.number(below - from))
  const longWord = (from: number, below: number): string => {
    const found = word(from, below)
    return found.length > 5 ? found : longWord(from, below)
  }
  const part = (text: string) => text.slice(1, -1)
  return {
    'a common word': many(() => word(10, 300)),
    'a rare word': many(() => word(20_000, 60_000)),
    'two words': many(() => `${word(10, 200)} ${word(200, 3_000)}`),
    'a word that nobody said': many(() => `${word(20_000, 60_000)}${word(500, 1_000)}`),
    'a phrase': many(() => `"${word(0, 40)} ${word(0, 100)}"`),
    'a part of a word': many(() => part(longWord(3_000, 30_000))),
    'two letters': many(() => longWord(100, 30_000).slice(-2)),
    'Chinese, two characters': many(() => '今天开会明年国人我们中来上大'.slice(corpus.number(11)).slice(0, 2)),
    'Chinese, one character': many(() => '今天开会明年国人我们中来上大'.slice(corpus.number(13)).slice(0, 1)),
    'from: and a word': many(() => `from:"Author ${corpus.number(AUTHORS)}" ${word(50, 2_000)}`),
    'in: and a word': many(() => `in:room-${corpus.number(ROOMS)} ${word(50, 2_000)}`),
    'before: and a word': many(() => `before:2025-0${1 + corpus.number(9)}-15 ${word(50, 2_000)}`),
    'has:link and a word': many(() => `has:link ${word(50, 2_000)}`),
  }
}

async function timed(queries: string[], ask: (query: string) => Promise<number>): Promise<Figures> {
  const waits: number[] = []
  let found = 0
  for (const query of queries) {
    const began = performance.now()
    found += await ask(query)
    waits.push(performance.now() - began)
  }
  return {
    'p50 ms': percentile(waits, 0.5).toFixed(1),
    'p95 ms': percentile(waits, 0.95).toFixed(1),
    'found, on average': Math.round(found / queries.length),
  }
}

async function find(server: Running, reader: Reader, query: string): Promise<number> {
  const { hits } = await ask<SearchPage>(server, reader, `/search?limit=${LIMIT}&query=${encodeURIComponent(query)}`)
  return hits.length
}

async function ask<T>({ port }: Running, { token }: Reader, path: string): Promise<T> {
  const answer = await fetch(`http://127.0.0.1:${port}/api${path}`, { headers: { authorization: `Bearer ${token}` } })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}

async function arrive({ port }: Running, name: string): Promise<Reader> {
  const body = JSON.stringify({ name })
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`http://127.0.0.1:${port}/api/session`, { method: 'POST', headers, body })
  const { token, user } = (await answer.json()) as { token: string; user: { id: string } }
  return { token, id: user.id }
}

/** An empty database of this version, with the two users who will search in it. */
function copyOf(from: string, folder: string): string {
  const path = join(folder, 'earshot.db')
  const database = new DatabaseSync(join(from, 'earshot.db'))
  database.prepare('vacuum into ?').run(path)
  database.close()
  return path
}

/**
 * Writes what a server would have written in two years. The reader has a seat in all rooms, the newcomer in a small old
 * one.
 */
function fill(path: string, corpus: Corpus, reader: Reader, newcomer: Reader): void {
  const database = new DatabaseSync(path)
  database.exec('pragma synchronous = off; pragma cache_size = -200000; begin')
  const at = (place: number) => new Date(Date.UTC(2024, 10, 1) + (place / MESSAGES) * 730 * 86_400_000).toISOString()
  const addUser = database.prepare(
    `insert into users (id, name, name_key, name_look, kind, created_at) values (?, ?, ?, ?, 'guest', ?)`,
  )
  for (let author = 0; author < AUTHORS; author++) {
    addUser.run(`u_${author}`, `Author ${author}`, `author ${author}`, `author ${author}`, at(0))
  }
  const addRoom = database.prepare(
    `insert into rooms (id, slug, name, name_key, look, kind, created_at) values (?, ?, ?, ?, ?, 'open', ?)`,
  )
  const addSeat = database.prepare(
    `insert into memberships (room_id, user_id, role, joined_at) values (?, ?, 'member', ?)`,
  )
  const rooms = [SMALL_ROOM, ...Array.from({ length: ROOMS }, (_, room) => `r_${room}`)]
  for (const id of rooms) {
    const name = id.replace('r_', 'room ')
    addRoom.run(id, name.replace(' ', '-'), name, name, name, at(0))
    addSeat.run(id, (id === SMALL_ROOM ? newcomer : reader).id, at(0))
  }
  const addMessage = database.prepare(
    'insert into messages (room_id, seq, rev, client_id, author_id, body, sent_at) values (?, ?, ?, ?, ?, ?, ?)',
  )
  const seqs = new Map<string, number>()
  for (let place = 0; place < MESSAGES; place++) {
    const roomId = place < SMALL_ROOM_MESSAGES ? SMALL_ROOM : `r_${corpus.number(ROOMS)}`
    const seq = (seqs.get(roomId) ?? 0) + 1
    seqs.set(roomId, seq)
    addMessage.run(roomId, seq, seq, `c${place}`, `u_${corpus.number(AUTHORS)}`, corpus.body(), at(place))
  }
  const setSeq = database.prepare('update rooms set last_seq = ?1, rev = ?1 where id = ?2')
  for (const [roomId, seq] of seqs) setSeq.run(seq, roomId)
  database.exec('commit; pragma wal_checkpoint(truncate)')
  database.close()
}

/** Waits until the index holds all existing messages. */
async function indexed(folder: string): Promise<void> {
  const path = join(folder, 'search.db')
  for (;;) {
    await sleep(200)
    if (!existsSync(path)) continue
    const index = new DatabaseSync(path, { readOnly: true, timeout: 1_000 })
    try {
      const { rooms } = index.prepare('select count(*) as rooms from rooms where floor > 1').get() as { rooms: number }
      if (rooms === 0) return
    } catch {
      // The index is being made.
    } finally {
      index.close()
    }
  }
}

/** Waits until the index is merged, too: that begins after three seconds without a new message. */
async function atRest(folder: string): Promise<void> {
  const log = join(folder, 'search.db-wal')
  while (existsSync(log) && Date.now() - statSync(log).mtimeMs < 5_000) await sleep(200)
}

const megabytes = (path: string): number => Math.round(statSync(path).size / 1e6)
