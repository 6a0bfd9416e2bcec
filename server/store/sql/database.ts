/**
 * One connection to a database of either engine. The statements of the store are written once, in SQL that both engines
 * read alike, and each waits for its answer. Where the engines differ, `postgres/dialect.ts` turns one form into the other.
 */

type Value = null | number | bigint | string | Uint8Array
export type Row = Record<string, Value>
export type Parameters = Value[]

/** A statement that reads, and its parameters. */
export type Question = [sql: string, ...parameters: Asked]
/** No bytes: an engine may ask many questions at once, by lists of their parameters. */
export type Asked = (null | number | string)[]

export interface Database {
  /** The first row, or undefined. */
  get<T = Row>(sql: string, ...parameters: Parameters): T | undefined
  /**
   * The first row of each, or undefined: in one journey, where an engine is far. Questions that differ only in their
   * parameters then cost little more than one.
   */
  ask(...questions: Question[]): unknown[]
  /** All rows of each, likewise. */
  askAll(...questions: Question[]): unknown[][]
  all<T = Row>(sql: string, ...parameters: Parameters): T[]
  /** Row by row, where the engine can, for callers that may not need all. Postgres sends all rows: set a limit. */
  each<T = Row>(sql: string, ...parameters: Parameters): Iterable<T>
  run(sql: string, ...parameters: Parameters): void
  /** Whether this connection is the one, of all nodes, that does the upkeep. It stays so until it is closed. */
  takeUpkeep(): boolean
}

/** A connection as its thread sees it. */
export interface Engine extends Database {
  /**
   * Other writers, on this server or another one, wait if they name one of these subjects too: ids of rooms and users.
   * That keeps them out of each other’s way, and nothing depends on it. Without subjects all other writers wait.
   */
  beginWriting(subjects?: readonly string[]): void
  /** All reads until `commit` show one instant. */
  beginReading(): void
  /** Begins one of several calls that share a transaction. `endCall` or `undoCall` ends it. */
  beginCall(): void
  endCall(): void
  /** Takes back what the call has written. Throws if only a rollback can do that: then another try is worth it. */
  undoCall(): void
  commit(): void
  /** Does nothing without a transaction, also when that was lost with its connection. */
  rollback(): void
  /** Grows when somebody has committed. */
  version(): number
  /** Whether the same transaction may succeed when it is tried again: another writer was in its way. */
  isWorthAnotherTry(error: unknown): boolean
  /** Whether the database or its disk is at fault, and not the statement. */
  isStorageFault(error: unknown): boolean
  close(): void
}
