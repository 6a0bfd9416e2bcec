/**
 * The voice between nodes by LISTEN and NOTIFY, on a connection of its own. NOTIFY takes one lock for the whole server of
 * Postgres when its transaction commits, so it never stands in a message's transaction: texts of a few milliseconds leave
 * together, after the commits that they tell of.
 */
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { pack, Unpacker } from './packets.ts'
import type { Voice, VoiceNeeds } from './voice.ts'

/** How long texts wait for others, in ms. */
const TOGETHER_MS = 3
/** UTF-16 units of the texts that wait, at most. Beyond that the connection counts as lost. */
const MOST_WAITING = 16 * 1_048_576
const CONNECT_WITHIN_MS = 5_000
const ANSWER_WITHIN_MS = 5_000
const RETRY_MS = 1_000
const CLOSE_WITHIN_MS = 1_000
/** How often a quiet connection is tried, in ms: a cut line looks like a quiet one. */
const TRY_EVERY_MS = 5_000

export function createPostgresVoice(url: string, { name, hear, onLost, onListening }: VoiceNeeds): Voice {
  const channel = `earshot_${name}`
  let waiting: string[] = []
  let waitingUnits = 0
  let client: pg.Client | undefined
  /** The connection, or the one that is being made. */
  let newest: pg.Client | undefined
  let sending: Promise<void> | undefined
  let isClosed = false

  async function connect(): Promise<pg.Client> {
    const next = new pg.Client({
      connectionString: url,
      application_name: 'earshot voice',
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
      query_timeout: ANSWER_WITHIN_MS,
      keepAlive: true,
    })
    newest = next
    /** Those of which a part of a text has come. */
    const senders = new Map<number, Unpacker>()
    next.on('notification', ({ processId, payload = '' }) => {
      const unpacker = senders.get(processId) ?? new Unpacker()
      for (const text of unpacker.take(payload)) hear(text)
      if (unpacker.isEmpty) senders.delete(processId)
      else senders.set(processId, unpacker)
    })
    // Both also come when a connection could not be made, which is told by the promise.
    next.on('error', (error) => lose(next, error))
    next.on('end', () => lose(next, new Error('The connection was ended.')))
    try {
      await next.connect()
      await next.query(`listen "${channel}"`)
      return next
    } catch (error) {
      drop(next)
      throw error
    }
  }

  async function keepConnected(): Promise<void> {
    while (!isClosed && client === undefined) {
      try {
        const next = await connect()
        if (isClosed) return
        client = next
        onListening()
      } catch (error) {
        if (isClosed) return
        onLost(error as Error)
        await sleep(RETRY_MS, undefined, { ref: false })
      }
    }
  }

  function lose(lost: pg.Client, error: Error): void {
    if (isClosed || lost !== client) return
    client = undefined
    forget()
    onLost(error)
    drop(lost)
    // Not at once: what fails with every statement would be tried without a pause.
    void sleep(RETRY_MS, undefined, { ref: false }).then(keepConnected)
  }

  function forget(): string[] {
    const forgotten = waiting
    waiting = []
    waitingUnits = 0
    return forgotten
  }

  async function send(): Promise<void> {
    // Texts that come meanwhile leave with the next statement.
    while (client !== undefined && waiting.length > 0) {
      const packets = pack(forget())
      await run('select pg_notify($1, packet) from unnest($2::text[]) as packet', [channel, packets])
    }
  }

  async function run(sql: string, values: unknown[] = []): Promise<void> {
    const at = client
    if (at === undefined) return
    await at.query(sql, values).catch((error: unknown) => lose(at, error as Error))
  }

  const trying = setInterval(() => void run('select 1'), TRY_EVERY_MS).unref()
  void keepConnected()
  return {
    say: (text) => {
      if (client === undefined || isClosed) return
      waitingUnits += text.length
      if (waitingUnits > MOST_WAITING) return lose(client, new Error('It is slower than what is to be told.'))
      waiting.push(text)
      sending ??= sleep(TOGETHER_MS)
        .then(send)
        .finally(() => (sending = undefined))
    },
    listenTo: () => 'every node hears all rooms',
    stopListeningTo: () => 'every node hears all rooms',
    close: async () => {
      await Promise.race([sending, sleep(CLOSE_WITHIN_MS, undefined, { ref: false })])
      isClosed = true
      clearInterval(trying)
      if (newest) drop(newest)
    },
  }
}

/** Does not wait for the other side: a server that is paused answers no farewell. */
function drop(client: pg.Client): void {
  client.end().catch(() => 'it is gone')
  ;(client as unknown as { connection: { stream: Socket } }).connection.stream.destroySoon()
}
