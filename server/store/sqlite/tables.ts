/** The tables of SQLite, as it describes them. */
import type { Row } from '../sql/database.ts'
import type { Table, Tables } from '../sql/tables.ts'
import type { SqliteDatabase } from './database.ts'

export const sqliteTables = (database: SqliteDatabase): Tables => ({
  all: () => allTables(database),
  put: (table, rows) => put(database, table, rows),
  lastNumber: (table) => lastNumber(database, table),
  countOnFrom: (table, number) => countOnFrom(database, table, number),
  ownKeys: [],
  hurry: () => database.exec('pragma synchronous = normal'),
  settle: () => database.exec('pragma synchronous = full'),
})

type Column = { name: string; type: string; pk: number }

function allTables(database: SqliteDatabase): Table[] {
  const tables = database.all<{ name: string; wr: number }>(
    `select name, wr from pragma_table_list where schema = 'main' and type = 'table' and name not like 'sqlite_%'`,
  )
  return tables.map(({ name, wr }) => {
    const columns = database.all<Column>('select name, type, pk from pragma_table_info(?) order by cid', name)
    const names = columns.map((column) => column.name)
    const key = columns.filter(({ pk }) => pk > 0).toSorted((one, other) => one.pk - other.pk)
    const isNumber = key.length === 1 && key[0]!.type.toLowerCase() === 'integer'
    const counted = wr === 1 ? undefined : isNumber ? key[0]!.name : 'rowid'
    return {
      name,
      columns: counted === 'rowid' ? ['rowid', ...names] : names,
      bytes: columns.filter(({ type }) => type.toLowerCase() === 'blob').map((column) => column.name),
      key: counted === undefined ? key.map((column) => column.name) : [counted],
      ...(counted !== undefined && { counted }),
      refersTo: database
        .all<{ other: string }>('select distinct "table" as other from pragma_foreign_key_list(?)', name)
        .map(({ other }) => other),
    }
  })
}

function put(database: SqliteDatabase, { name, columns }: Table, rows: Row[]): void {
  const sql = `insert into ${name} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`
  for (const row of rows) database.run(sql, ...columns.map((column) => row[column]!))
}

/** Only such a table never gives the number of a row that is gone. */
const countsForEver = (database: SqliteDatabase, { name }: Table): boolean =>
  database.get(`select 1 from sqlite_schema where name = ? and sql like '%autoincrement%'`, name) !== undefined

function lastNumber(database: SqliteDatabase, table: Table): number {
  const sql = countsForEver(database, table)
    ? `select seq as last from sqlite_sequence where name = '${table.name}'`
    : `select max(${table.counted}) as last from ${table.name}`
  return database.get<{ last: number | null }>(sql)?.last ?? 0
}

function countOnFrom(database: SqliteDatabase, table: Table, number: number): void {
  if (number === 0 || !countsForEver(database, table)) return
  database.run('delete from sqlite_sequence where name = ?', table.name)
  database.run('insert into sqlite_sequence (name, seq) values (?, ?)', table.name, number)
}
