/** Tables as a database describes them itself, for a move of all their rows. So no list by hand forgets a new one. */
import { MOVING } from './upkeep/moving.ts'
import type { Database, Parameters, Row } from './database.ts'

export type Table = {
  name: string
  /** In the order of the schema, with `rowid` first where the database numbers the rows by itself. */
  columns: string[]
  /** Columns that hold bytes. The others hold texts and numbers. */
  bytes: string[]
  /** Columns that order the rows and tell each from all others. */
  key: string[]
  /** The column that the database counts. */
  counted?: string
  /** Tables whose rows must be there first. */
  refersTo: string[]
}

/** The parts that the engines do in their own ways. */
export interface Tables {
  all(): Table[]
  /** Adds rows with all their columns, also those that the database counts. */
  put(table: Table, rows: Row[]): void
  /** The greatest number that the database gave in the counted column, also to a row that is gone; 0 before the first. */
  lastNumber(table: Table): number
  countOnFrom(table: Table, number: number): void
  /** Keys in `meta` that tell of this database and not of the chat. */
  ownKeys: string[]
  /**
   * From now on a commit does not wait for the disk. After a power cut the last slices may be missing, with the note
   * that tells of them.
   */
  hurry(): void
  /** After the last row: commits wait for the disk again, and the first statements of a server will be fast. */
  settle(): void
}

/** Each table after those that it refers to. */
export function inOrder(tables: Table[]): Table[] {
  const placed = new Map<string, Table>()
  const byName = new Map(tables.map((table) => [table.name, table]))
  const place = (table: Table, above: string[]) => {
    if (placed.has(table.name)) return
    if (above.includes(table.name)) throw new Error(`The tables refer to each other: ${above.join(', ')}.`)
    for (const name of table.refersTo) if (name !== table.name) place(byName.get(name)!, [...above, table.name])
    placed.set(table.name, table)
  }
  for (const table of tables.toSorted((one, other) => (one.name < other.name ? -1 : 1))) place(table, [])
  return [...placed.values()]
}

/** The next rows after a key, in the order of the keys. `ownKeys` are left out of `meta`. */
export function slice(
  database: Database,
  { name, columns, key }: Table,
  { after, limit, ownKeys }: { after: Parameters; limit: number; ownKeys: string[] },
): Row[] {
  const list = key.join(', ')
  const conditions = [
    ...(after.length > 0 ? [`(${list}) > (${after.map(() => '?').join(', ')})`] : []),
    ...notOwn(name, ownKeys),
  ]
  return database.all(
    `select ${columns.join(', ')} from ${name} ${whole(conditions)} order by ${list} limit ?`,
    ...after,
    limit,
  )
}

export const countRows = (database: Database, { name }: Table, ownKeys: string[]): number =>
  database.get<{ rows: number }>(`select count(*) as rows from ${name} ${whole(notOwn(name, ownKeys))}`)!.rows

export function clear(database: Database, { name }: Table, ownKeys: string[]): void {
  database.run(`delete from ${name} ${whole(notOwn(name, ownKeys))}`)
}

export const keyOf = ({ key }: Table, row: Row): Parameters => key.map((column) => row[column]!)

/** For people: the key of a row, and its place in a room if it has one. Bytes are left out, as hashes of secrets. */
export function whereabouts(table: Table, row: Row): string {
  const columns = new Set([...['room_id', 'seq'].filter((column) => column in row), ...table.key])
  const said = [...columns].map((column) => [column, row[column]!] as const)
  const shown = said
    .filter(([, value]) => !(value instanceof Uint8Array))
    .map(([column, value]) => `${column} ${String(value)}`)
  return [table.name, ...shown].join(', ')
}

function notOwn(name: string, ownKeys: string[]): string[] {
  if (name !== 'meta') return []
  return [`key not in (${[MOVING, ...ownKeys].map((key) => `'${key}'`).join(', ')})`]
}

const whole = (conditions: string[]): string =>
  conditions.length === 0 ? '' : `where ${conditions.map((condition) => `(${condition})`).join(' and ')}`
