/** The room as it is on the disk after a run: the truth that every observer is measured by. */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { LOBBY } from '../../protocol/limits.ts'
import type { Draft, Seen } from './history.ts'

export type Stored = Required<Seen> & {
  /** Edited, deleted or reacted to since it was posted: its rev has moved. */
  isTouched: boolean
}

export type Store = { epoch: string; rev: number; lastSeq: number; messages: readonly Stored[] }

/** Everything of the lobby as both engines answer it; Postgres gives long numbers as text. */
const ROOM = `select rev, last_seq, (select value from meta where key = 'epoch') as epoch from rooms where id = '${LOBBY}'`
const MESSAGES = `select seq, rev, client_id, author_id, body,
  case when edited_at is not null or deleted_at is not null or reactions <> '[]' then 1 else 0 end as is_touched
  from messages where room_id = '${LOBBY}' order by seq`

type Row = Record<string, unknown>

/** Reads the lobby from a data folder whose server has ended. */
export function readStore(dataFolder: string): Store {
  const database = new DatabaseSync(join(dataFolder, 'earshot.db'), { readOnly: true })
  try {
    return storeOf(database.prepare(ROOM).get(), database.prepare(MESSAGES).all())
  } finally {
    database.close()
  }
}

/** Reads the lobby from a database of Postgres. */
export async function readPostgres(run: (sql: string) => Promise<Row[]>): Promise<Store> {
  const [room] = await run(ROOM)
  return storeOf(room, await run(MESSAGES))
}

function storeOf(room: Row | undefined, rows: Row[]): Store {
  return {
    epoch: String(room?.epoch),
    rev: Number(room?.rev),
    lastSeq: Number(room?.last_seq),
    messages: rows.map(({ seq, rev, client_id, author_id, body, is_touched }) => ({
      seq: Number(seq),
      rev: Number(rev),
      clientId: String(client_id),
      authorId: String(author_id),
      body: String(body),
      isTouched: is_touched === 1,
    })),
  }
}

/** SQLite's own word about the file: `ok`, or what is wrong with it. */
export function integrityOf(dataFolder: string): string {
  const database = new DatabaseSync(join(dataFolder, 'earshot.db'))
  try {
    return String(database.prepare('pragma integrity_check').get()?.integrity_check)
  } finally {
    database.close()
  }
}

/** The store with its messages found by the fields that observers know of them. */
export class StoreIndex {
  readonly store: Store
  readonly bySeq: ReadonlyMap<number, Stored>
  readonly byRev: ReadonlyMap<number, Stored>
  readonly #byClientId = new Map<string, Stored[]>()
  readonly #byBody = new Map<string, Stored[]>()

  constructor(store: Store) {
    this.store = store
    this.bySeq = new Map(store.messages.map((message) => [message.seq, message]))
    this.byRev = new Map(store.messages.map((message) => [message.rev, message]))
    for (const message of store.messages) {
      push(this.#byClientId, message.clientId, message)
      push(this.#byBody, message.body, message)
    }
  }

  /** Every row that this draft has become; one, if all is well and it was accepted. */
  rowsOf({ clientId, body }: Draft): readonly Stored[] {
    const byBody = this.#byBody.get(body) ?? []
    if (clientId === undefined) return byBody
    const byClientId = this.#byClientId.get(clientId) ?? []
    return [...new Set([...byClientId, ...byBody])]
  }
}

function push(map: Map<string, Stored[]>, key: string, message: Stored): void {
  const list = map.get(key)
  if (list) list.push(message)
  else map.set(key, [message])
}

/** Whether this row was seen, as far as the observer could see. A message touched since was seen as it was before. */
export function isThisRow(seen: Seen, row: Stored | undefined): row is Stored {
  if (!row || row.seq !== seen.seq) return false
  if (seen.clientId !== undefined && seen.clientId !== row.clientId) return false
  if (seen.authorId !== undefined && seen.authorId !== row.authorId) return false
  if (row.isTouched && (seen.rev === undefined || seen.rev < row.rev)) return true
  return seen.body === row.body && (seen.rev === undefined || seen.rev === row.rev)
}
