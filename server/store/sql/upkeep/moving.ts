/** The note in a database that a chat is being moved into it. Until it is gone, no server uses the database. */
import { UnusableStore } from '../../store.ts'
import type { Database, Parameters } from '../database.ts'

/** Its key in `meta`. */
export const MOVING = 'moving'

export type Moving = {
  /** Which chat it is, and where it comes from: no password is in this name. */
  from: { place: string; id: string; epoch: string }
  /** The number of rows in each table of the source. */
  rows: Record<string, number>
  /** The table that is being filled, and its last row that is there. Undefined when all tables are full. */
  table: string | undefined
  after: Parameters
  /** The number of rows that are there. */
  done: number
}

export function readMoving(database: Database): Moving | undefined {
  const row = database.get<{ value: string }>('select value from meta where key = ?', MOVING)
  if (!row) return undefined
  const noted = JSON.parse(row.value) as Moving
  return { ...noted, after: noted.after.map((part) => (isHex(part) ? toBytes(part.hex) : part)) }
}

/** Belongs in the transaction that adds the rows of which it tells. */
export function noteMoving(database: Database, noted: Moving): void {
  const after = noted.after.map((part) => (part instanceof Uint8Array ? { hex: toHex(part) } : part))
  database.run(
    'insert into meta (key, value) values (?, ?) on conflict (key) do update set value = excluded.value',
    MOVING,
    JSON.stringify({ ...noted, after }),
  )
}

export function forgetMoving(database: Database): void {
  database.run('delete from meta where key = ?', MOVING)
}

/** Throws `UnusableStore` with the end of a sentence when only a part of a chat is here. */
export function refuseUnfinished(database: Database): void {
  const noted = readMoving(database)
  if (!noted) return
  throw new UnusableStore(
    `holds only a part of the chat that is being moved here from ${noted.from.place}. Run that npm start -- move again to finish it, or empty the database`,
  )
}

const isHex = (part: unknown): part is { hex: string } => typeof part === 'object' && part !== null && 'hex' in part
const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const toBytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'))
