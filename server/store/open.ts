/** Opens a store: a thread that writes to the database, one that reads it, and one that searches it. */
import { join } from 'node:path'
import { refusal } from '../../protocol/errors.ts'
import { makeFolder, takeLock } from './data-folder.ts'
import { type Store, UnusableStore } from './store.ts'
import { SOON } from './threads/answers.ts'
import { Connection } from './threads/connection.ts'
import type { Asking, shared, reads, writes } from './sql/calls.ts'
import { cachingAccess } from './threads/access-cache.ts'

/** Where other nodes write, access is not remembered for longer, in ms: their news may get lost. */
const HINTS_HOLD_MS = 2_000
/** How long after a start the thread that searches is started, in ms. */
const A_MOMENT_MS = 500

/**
 * Opens (or makes) `earshot.db` in a folder, or the database of Postgres at `url`; the folder then holds only what can be
 * made again. Throws `UnusableStore` with a sentence for the operator. `onLocked` is called as soon as the folder is in
 * use, which may be long before everything in it is up to date.
 */
export async function openStore(
  { folder, url }: { folder: string; url?: string | undefined },
  onLocked?: () => void,
): Promise<Store> {
  makeFolder(folder)
  const lock = takeLock(folder)
  try {
    onLocked?.()
    const place = { path: join(folder, 'earshot.db'), ...(url !== undefined && { url }) }
    // One after the other: the writer brings the tables up to date before the reader looks at them.
    const writer = await Connection.open({ ...place, role: 'writer' })
    const [reader, counter] = await Promise.all([
      Connection.open({ ...place, role: 'reader' }),
      url === undefined ? writer : Connection.open({ ...place, role: 'counter' }),
    ])
    // No other call waits for this thread: it may have to build an index.
    const searcher = new Later(() => Connection.open({ ...place, role: 'searcher' }))
    return await createStore({ writer, counter, reader, searcher }, lock, url === undefined ? undefined : HINTS_HOLD_MS)
  } catch (error) {
    lock.close()
    throw error
  }
}

async function createStore(
  {
    writer,
    counter,
    reader,
    searcher,
  }: { writer: Connection; counter: Connection; reader: Connection; searcher: Later },
  lock: { close: () => void },
  hintsHoldMs: number | undefined,
): Promise<Store> {
  const { names } = writer
  const reading = asking<typeof reads>(reader, names.reads)
  const writing = asking<typeof writes>(writer, names.writes)
  let searching: Connection | undefined
  const epoch = await reading.epoch()
  const { promise: rewound, resolve: tellRewound } = Promise.withResolvers<void>()
  return {
    work: {
      waiting: () => ({ writer: writer.unanswered, reader: reader.unanswered, searcher: searching?.unanswered ?? 0 }),
      faults: () => ({ writer: writer.faults, reader: reader.faults, searcher: searching?.faults ?? 0 }),
      watch: (listener) => (writer.onWritten = listener),
    },
    ...cachingAccess(writing, reading, hintsHoldMs),
    ...asking<typeof shared>(counter, names.shared),
    search: async (...parameters) => (searching = await searcher.get()).ask('search', parameters),
    id: await reading.id(),
    epoch,
    ahead: async (told) => {
      const found = await reading.compareRevs(told)
      const present = found.isRewound ? await writing.renewEpoch(told, epoch) : found.epoch
      if (present !== epoch) tellRewound()
      return found.ahead
    },
    onRewound: (listener) => void rewound.then(listener),
    sealingKey: await writing.sealingKey(),
    close: async () => {
      // The last connection to close folds the log into the database: then one file holds everything.
      await searcher.close()
      await reader.close()
      if (counter !== writer) await counter.close()
      await writer.close()
      lock.close()
    },
  }
}

/**
 * Is opened a moment later, so that it is not in the way of a start, or for the first caller. After a failure, as when the
 * database was away just then, the next caller begins anew.
 */
class Later {
  readonly #open: () => Promise<Connection>
  readonly #timer: NodeJS.Timeout
  #opening: Promise<Connection> | undefined
  #isClosed = false

  constructor(open: () => Promise<Connection>) {
    this.#open = open
    this.#timer = setTimeout(() => void this.get().catch(() => 'told to the next caller'), A_MOMENT_MS).unref()
  }

  get(): Promise<Connection> {
    if (this.#isClosed) return Promise.reject(refusal('store_away', undefined, SOON))
    return (this.#opening ??= this.#open().catch((error: unknown) => {
      this.#opening = undefined
      throw error instanceof UnusableStore ? refusal('store_away', undefined, SOON) : error
    }))
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#timer)
    await this.#opening?.then(
      (connection) => connection.close(),
      () => 'it was never there',
    )
  }
}

/** Each call by its name, carried out on the other side of a connection. */
function asking<Calls extends typeof writes | typeof shared | typeof reads>(
  connection: Connection,
  names: string[],
): Asking<Calls> {
  const named = names.map((name) => [name, (...parameters: unknown[]) => connection.ask(name, parameters)])
  return Object.fromEntries(named) as Asking<Calls>
}
