/** All rows of a chat, read without the store: what a move must not change. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import type { Postgres } from './postgres.ts'

/** The rows of each table, as text and sorted. */
export type Dump = Record<string, string[]>

/** Rows of `meta` that tell of a database of Postgres, and not of the chat. */
const OF_POSTGRES = new Set(['schema', 'version'])

export const fileIn = (folder: string): string => join(folder, 'earshot.db')

export function dumpFolder(folder: string): Dump {
  const file = new DatabaseSync(fileIn(folder), { readOnly: true })
  const tables = tablesIn(file).map(({ name, isNumbered }) => {
    const rows = file.prepare(`select ${isNumbered ? 'rowid, *' : '*'} from ${name}`).all()
    return [name, written(rows)] as const
  })
  file.close()
  return Object.fromEntries(tables)
}

export async function dumpDatabase({ run }: Postgres, url: string): Promise<Dump> {
  const tables = await run(`select tablename as name from pg_tables where schemaname = 'public' order by name`, url)
  const dump: Dump = {}
  for (const { name } of tables as { name: string }[]) {
    const rows = await run(`select * from ${name}`, url)
    dump[name] = written(name === 'meta' ? rows.filter(({ key }) => !OF_POSTGRES.has(String(key))) : rows)
  }
  return dump
}

/** The last numbers given in tables whose numbers are never given again. */
export function lastNumbers(folder: string): Record<string, number> {
  const file = new DatabaseSync(fileIn(folder), { readOnly: true })
  const rows = file.prepare('select name, seq from sqlite_sequence order by name').all()
  file.close()
  return Object.fromEntries(rows.map(({ name, seq }) => [String(name), Number(seq)]))
}

/** `lastNumbers` of the same tables in Postgres. */
export async function lastNumbersOf({ run }: Postgres, url: string, tables: string[]): Promise<Record<string, number>> {
  const found = tables.map(async (name) => {
    const [sequence] = await run(`select pg_get_serial_sequence('${name}', 'id') as name`, url)
    const [row] = await run(`select last_value from ${String(sequence!.name)}`, url)
    return [name, Number(row!.last_value)] as const
  })
  return Object.fromEntries(await Promise.all(found))
}

/** A row for each table that has none: a table that a later version adds is moved too, or a test fails. */
export function fillEmptyTables(folder: string): void {
  const file = new DatabaseSync(fileIn(folder))
  const refers = ({ name }: SqliteTable) => file.prepare('select 1 from pragma_foreign_key_list(?)').all(name).length
  // Those that others refer to come first.
  for (const { name, columns } of tablesIn(file).toSorted((one, other) => refers(one) - refers(other))) {
    if (file.prepare(`select 1 from ${name}`).get() !== undefined) continue
    const others = new Map(
      file
        .prepare(`select "from" as own, "table" as other, "to" as theirs from pragma_foreign_key_list('${name}')`)
        .all()
        .map(({ own, other, theirs }) => [own, `(select ${String(theirs)} from ${String(other)})`]),
    )
    const values = columns.map(
      (column) => others.get(column.name) ?? CHECKED[column.name] ?? VALUES[column.type.toLowerCase()],
    )
    file.exec(`insert into ${name} values (${values.join(', ')})`)
  }
  file.close()
}

/** Columns that take only some values. */
const CHECKED: Record<string, string> = { form: `'original'`, purpose: `'confirm'` }
const VALUES: Record<string, string> = { text: `'filled 🎈'`, integer: '7', blob: `x'00ff5c80'` }

type SqliteTable = { name: string; columns: { name: string; type: string }[]; isNumbered: boolean }

/** `isNumbered`: SQLite gives each row a number beside its columns, which Postgres keeps in a column. */
function tablesIn(file: DatabaseSync): SqliteTable[] {
  const tables = file
    .prepare(
      `select name, wr from pragma_table_list where schema = 'main' and type = 'table' and name not like 'sqlite_%'`,
    )
    .all()
  return tables.map(({ name, wr }) => {
    const columns = file
      .prepare('select name, type, pk from pragma_table_info(?)')
      .all(name as SQLInputValue) as (SqliteTable['columns'][number] & { pk: number })[]
    const isOwnNumber = columns.some(({ type, pk }) => pk === 1 && type.toLowerCase() === 'integer')
    return { name: String(name), columns, isNumbered: wr === 0 && !isOwnNumber }
  })
}

function written(rows: Record<string, unknown>[]): string[] {
  const line = (row: Record<string, unknown>) =>
    Object.keys(row)
      .toSorted()
      .map((column) => `${column}: ${value(row[column])}`)
      .join(', ')
  return rows.map(line).toSorted()
}

function value(given: unknown): string {
  if (given instanceof Uint8Array) return `x'${Buffer.from(given).toString('hex')}'`
  assert.ok(given === null || ['string', 'number', 'bigint'].includes(typeof given), typeof given)
  return JSON.stringify(given === null ? null : String(given as string))
}
