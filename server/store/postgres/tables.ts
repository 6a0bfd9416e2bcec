/** The tables of Postgres, as it describes them. */
import type { Row } from '../sql/database.ts'
import { type Table, type Tables, whereabouts } from '../sql/tables.ts'
import { UnusableStore } from '../store.ts'
import type { PostgresDatabase } from './database.ts'

export const postgresTables = (database: PostgresDatabase): Tables => ({
  all: () => allTables(database),
  put: (table, rows) => put(database, table, rows),
  lastNumber: (table) => lastNumber(database, table),
  countOnFrom: (table, number) => countOnFrom(database, table, number),
  ownKeys: ['schema', 'version'],
  hurry: () => database.exec('set synchronous_commit = off'),
  settle: () => {
    database.exec('set synchronous_commit = on')
    // Without figures about the rows, Postgres would read whole tables until it makes them by itself.
    database.execLong('analyze')
  },
})

const OURS = 'relnamespace = current_schema()::regnamespace'

type Column = { tableName: string; name: string; type: string; isCounted: number; place: number | null }

function allTables(database: PostgresDatabase): Table[] {
  const columns = database.all<Column>(
    `select c.relname as tableName, a.attname as name, a.atttypid::regtype::text as type, a.attidentity <> '' as isCounted,
            array_position(i.indkey::int2[], a.attnum) as place
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     left join pg_index i on i.indrelid = c.oid and i.indisprimary
     where c.${OURS} and c.relkind in ('r', 'p') order by c.relname, a.attnum`,
  )
  const references = database.all<{ name: string; other: string }>(
    `select distinct c.relname as name, o.relname as other
     from pg_constraint f join pg_class c on c.oid = f.conrelid join pg_class o on o.oid = f.confrelid
     where c.${OURS} and f.contype = 'f'`,
  )
  return [...Map.groupBy(columns, ({ tableName }) => tableName)].map(([name, own]) => {
    const counted = own.find(({ isCounted }) => isCounted === 1)?.name
    const key = own.filter(({ place }) => place !== null).toSorted((one, other) => one.place! - other.place!)
    return {
      name,
      columns: own.map((column) => column.name),
      bytes: own.filter(({ type }) => type === 'bytea').map((column) => column.name),
      key: counted === undefined ? key.map((column) => column.name) : [counted],
      ...(counted !== undefined && { counted }),
      refersTo: references.filter((reference) => reference.name === name).map(({ other }) => other),
    }
  })
}

/** All rows in one parameter: one statement for a table, however many rows a slice has. */
function put(database: PostgresDatabase, table: Table, rows: Row[]): void {
  const { name, columns, bytes } = table
  const written = bytes.length === 0 ? rows : rows.map((row) => withHex(row, bytes))
  const json = JSON.stringify(written)
  if (json.includes(String.raw`\u0000`)) refuseZeros(table, rows)
  const list = columns.join(', ')
  database.run(
    `insert into ${name} (${list}) overriding system value
     select ${list} from json_populate_recordset(null::${name}, ?::json)`,
    json,
  )
}

function withHex(row: Row, bytes: string[]): Row {
  const written = { ...row }
  for (const column of bytes) {
    const value = row[column]
    if (value instanceof Uint8Array) written[column] = String.raw`\x${Buffer.from(value).toString('hex')}`
  }
  return written
}

/** No command lets U+0000 in, but another program may have written it into the file. */
function refuseZeros(table: Table, rows: Row[]): void {
  for (const row of rows) {
    const column = table.columns.find((name) => typeof row[name] === 'string' && row[name].includes('\0'))
    if (column === undefined) continue
    throw new UnusableStore(
      `There is a U+0000 in the ${column} of a row, which Postgres cannot keep (${whereabouts(table, row)}). Take it out, then empty the target and begin again.`,
    )
  }
}

const sequenceOf = ({ name, counted }: Table): string => `pg_get_serial_sequence('${name}', '${counted}')`

function lastNumber(database: PostgresDatabase, table: Table): number {
  const { sequence } = database.get<{ sequence: string }>(`select ${sequenceOf(table)} as sequence`)!
  return database.get<{ last: number }>(
    `select case when is_called then last_value else 0 end as last from ${sequence}`,
  )!.last
}

function countOnFrom(database: PostgresDatabase, table: Table, number: number): void {
  if (number > 0) database.run(`select setval(${sequenceOf(table)}, ?)`, number)
}
