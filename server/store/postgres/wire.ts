/**
 * The thread that speaks with Postgres for a database thread, which sleeps until the answer is there. It connects when
 * the first statement comes, and again after a connection was lost.
 */
import type { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { workerData } from 'node:worker_threads'
import pg from 'pg'
import { type Asked, IN_USE, NO_CONNECTION, type Numbered, type Statement, type Told, type WireData } from './asked.ts'

const FAILED_TRANSACTION = '25P02'
const CONNECT_WITHIN_MS = 5_000
const LOCK_WITHIN_MS = 2_000
const LOOK_AGAIN_MS = 50
const STATEMENT_WITHIN_MS = 30_000
/** A server that stops in a transaction that writes keeps others from writing. */
const IDLE_WRITER_WITHIN_MS = 5_000
/** The driver takes 0 for its own limit, and a timer takes no more. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1
/** "Ears" in ASCII. */
const SERVERS = 0x45_61_72_73
const TAKE = { 'beside others': 'pg_try_advisory_lock_shared', alone: 'pg_try_advisory_lock' }

const { url, port, signal, holding } = workerData as WireData

const toNumber = (text: string): number => Number(text)
/** By the types’ numbers in Postgres. SQLite has no booleans, and bytes without more. */
const PARSERS: Record<number, (text: string) => unknown> = {
  [pg.types.builtins.INT8]: toNumber,
  [pg.types.builtins.INT4]: toNumber,
  [pg.types.builtins.NUMERIC]: toNumber,
  [pg.types.builtins.BOOL]: (text) => (text === 't' ? 1 : 0),
  [pg.types.builtins.BYTEA]: (text) => Uint8Array.from(Buffer.from(text.slice(2), 'hex')),
}
const types = { getTypeParser: (type: number) => PARSERS[type] ?? ((text: string) => text) }

let connection: Promise<pg.Client> | undefined
let newest: pg.Client | undefined
/** Names of prepared statements. Postgres plans each once for a connection. */
const names = new Map<string, string>()

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'earshot',
    // Groups of writes and of reads begin with a level of their own.
    options: String.raw`-c synchronous_commit=on -c default_transaction_isolation=read\ committed`,
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    statement_timeout: STATEMENT_WITHIN_MS,
    idle_in_transaction_session_timeout: holding === 'nothing' ? STATEMENT_WITHIN_MS : IDLE_WRITER_WITHIN_MS,
    query_timeout: STATEMENT_WITHIN_MS + CONNECT_WITHIN_MS,
    keepAlive: true,
    pipeline: true,
    types,
  })
  newest = client
  // An earlier one may end late. The next must not lose its place by that: it holds the lock.
  const lose = () => {
    if (client === newest) connection = undefined
  }
  client.on('error', lose)
  client.on('end', lose)
  try {
    await client.connect()
    if (holding !== 'nothing') await take(client, TAKE[holding])
    return client
  } catch (error) {
    lose()
    await client.end().catch(() => undefined)
    throw error
  }
}

/** Of a process that was killed, the lock may be held a little longer: until Postgres has noticed. */
async function take(client: pg.Client, lock: string): Promise<void> {
  const until = performance.now() + LOCK_WITHIN_MS
  for (;;) {
    const { rows } = await client.query<{ taken: number }>(`select ${lock}(${SERVERS}) as taken`)
    if (rows[0]!.taken) return
    if (performance.now() > until) throw Object.assign(new Error('The database is in use.'), { code: IN_USE })
    await pause(LOOK_AGAIN_MS)
  }
}

async function answer({ statements, mayConnect, isLong, answers = 1 }: Asked): Promise<Told> {
  try {
    if (connection === undefined && !mayConnect) throw new Error('The connection to the database was lost.')
    const client = await (connection ??= connect())
    if (isLong) return { rows: [await withoutLimit(client, statements[0]!.text)] }
    return { rows: (await inOneJourney(client, statements)).slice(-answers) }
  } catch (error) {
    const { message, code } = error as Error & { code?: string }
    return { error: { message, code: code ?? NO_CONNECTION } }
  }
}

/** Postgres answers each in its order, also when one before it failed. */
async function inOneJourney(client: pg.Client, statements: Statement[]): Promise<unknown[][]> {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection
  stream.cork()
  const asked = statements.map(({ text, values }) =>
    client.query<object>(values === undefined ? { text } : { name: nameOf(text), text, values }),
  )
  stream.uncork()
  const told = await Promise.allSettled(asked)
  return told.map((one, place) => {
    if (one.status === 'rejected') throw one.reason
    // After a fault that is the answer to a commit, without an error.
    if (statements[place]!.text === 'commit' && one.value.command === 'ROLLBACK')
      throw Object.assign(new Error('The transaction had failed.'), { code: FAILED_TRANSACTION })
    return one.value.rows ?? []
  })
}

async function withoutLimit(client: pg.Client, text: string): Promise<unknown[]> {
  await client.query('set statement_timeout = 0')
  try {
    const { rows } = await client.query<object>({ text, query_timeout: MAX_TIMEOUT_MS } as pg.QueryConfig)
    return rows ?? []
  } finally {
    await client.query(`set statement_timeout = ${STATEMENT_WITHIN_MS}`)
  }
}

function nameOf(text: string): string {
  let name = names.get(text)
  if (name === undefined) names.set(text, (name = `earshot_${names.size}`))
  return name
}

port.on('message', (asked: Numbered<Asked> | 'close') => {
  if (asked === 'close') {
    void connection?.then((client) => client.end()).catch(() => undefined)
    port.close()
    return
  }
  void answer(asked).then((told) => {
    if (asked.isUnanswered) return
    port.postMessage({ ...told, number: asked.number } satisfies Numbered<Told>)
    Atomics.store(signal, 0, 1)
    Atomics.notify(signal, 0)
  })
})
