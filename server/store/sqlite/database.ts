/** The file that knows the SQLite driver: a connection that prepares each statement once. */
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { Engine, Parameters, Question, Row } from '../sql/database.ts'

// SQLite's own codes for "the disk, not the statement": FULL, IOERR, READONLY, CANTOPEN, BUSY, LOCKED, CORRUPT, NOTADB,
// NOMEM.
const STORAGE_FAULTS = new Set([5, 6, 7, 8, 10, 11, 13, 14, 26])

/** Ms since 1970. It never goes back while this process runs, whatever happens to the machine’s clock. */
const clockMs = (): bigint => BigInt(Math.round(performance.timeOrigin + performance.now()))

export class SqliteDatabase implements Engine {
  readonly #connection: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()

  constructor(path: string) {
    this.#connection = new DatabaseSync(path)
    this.#connection.function('clock_ms', clockMs)
  }

  get<T = Row>(sql: string, ...parameters: Parameters): T | undefined {
    return this.#prepare(sql).get(...parameters) as T | undefined
  }

  ask(...questions: Question[]): unknown[] {
    return questions.map(([sql, ...parameters]) => this.get(sql, ...parameters))
  }

  askAll(...questions: Question[]): unknown[][] {
    return questions.map(([sql, ...parameters]) => this.all(sql, ...parameters))
  }

  all<T = Row>(sql: string, ...parameters: Parameters): T[] {
    return this.#prepare(sql).all(...parameters) as T[]
  }

  each<T = Row>(sql: string, ...parameters: Parameters): Iterable<T> {
    return this.#prepare(sql).iterate(...parameters) as Iterable<T>
  }

  /** No other process uses this database. */
  takeUpkeep(): boolean {
    return true
  }

  run(sql: string, ...parameters: Parameters): void {
    // Not the driver’s `run`: it answers with the last rowid, and fails when a number cannot hold it, as in a full-text
    // index.
    this.#prepare(sql).all(...parameters)
  }

  /** Several statements at once, unprepared: migrations and pragmas. */
  exec(sql: string): void {
    this.#connection.exec(sql)
  }

  beginWriting(): void {
    this.run('begin immediate')
  }

  beginReading(): void {
    this.run('begin')
  }

  beginCall(): void {
    this.run('savepoint one_call')
  }

  endCall(): void {
    this.run('release one_call')
  }

  undoCall(): void {
    this.run('rollback to one_call')
    this.run('release one_call')
  }

  commit(): void {
    this.run('commit')
  }

  rollback(): void {
    if (this.#connection.isTransaction) this.run('rollback')
  }

  version(): number {
    return this.get<{ data_version: number }>('pragma data_version')!.data_version
  }

  /** There is one writer: nobody is in its way. */
  isWorthAnotherTry(): boolean {
    return false
  }

  isStorageFault(error: unknown): boolean {
    const { errcode } = error as { errcode?: number }
    return errcode !== undefined && STORAGE_FAULTS.has(errcode & 0xff)
  }

  close(): void {
    this.#statements.clear()
    this.#connection.close()
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql)
    if (!statement) this.#statements.set(sql, (statement = this.#connection.prepare(sql)))
    return statement
  }
}
