/**
 * A connection to Postgres whose statements wait for their answer, as SQLite’s do. So every function of `sql/` is written
 * once. The thread that waits has nothing else to do (docs/decisions/waiting-for-postgres.md).
 */
import { createHash } from 'node:crypto'
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads'
import type { Engine, Parameters, Question, Row } from '../sql/database.ts'
import { toPostgres } from './dialect.ts'
import { byPlace, forEach, type Merged, mergeInserts, mergeQuestions } from './merge.ts'
import {
  type Asked,
  type Holding,
  IN_USE,
  NO_CONNECTION,
  type Numbered,
  type Statement,
  type Told,
  type WireData,
} from './asked.ts'

/** Longer than any statement may take: beyond that the other thread is gone, or the whole process was paused. */
const ANSWER_WITHIN_MS = 60_000

/** Classes of Postgres’ codes for "the database, not the statement": no connection, no room or memory, told to stop, a failing disk. */
const STORAGE_CLASSES = new Set(['08', '53', '57', '58', 'XX'])
/** A code of Postgres. The others are Node’s, as EPIPE, and ours: no connection. */
const SQL_STATE = /^(?!E)[0-9A-Z]{5}$/
/** Read-only transaction: a replica, or a database that may not be written. And one that was ended because we stood still. */
const NOT_OURS = new Set(['25006', '25P03'])
/** Serialization failure, and deadlock. */
const IN_THE_WAY = new Set(['40001', '40P01'])

/** The advisory lock of the node that does the upkeep: "Earu" in ASCII. Postgres frees it with its connection. */
const UPKEEP = 0x45_61_72_75

export class PostgresError extends Error {
  readonly code: string

  constructor(message: string, code: string) {
    super(message)
    this.code = code
  }
}

/** A call was refused after it had written, in a transaction without savepoints. */
class WroteBefore extends Error {}

const READS = /^\s*select\b/
/** The locks by which writers wait for each other: "EarW" in ASCII, and a number for each subject; 0 is for all. */
const WRITERS = 0x45_61_72_57
/** Subjects that a writer waits for, at most. With more, it tries without. */
const MOST_SUBJECTS = 32

/**
 * Statements whose answer nobody needs are kept until the next one that is answered, and share its journey
 * (`bench/scenarios/durable-posts.ts`). At first each group of calls is carried out without savepoints. If one of them
 * fails after it has written, the group is tried again with a savepoint for each.
 */
export class PostgresDatabase implements Engine {
  readonly #port: MessagePort
  readonly #signal = new Int32Array(new SharedArrayBuffer(4))
  readonly #texts = new Map<string, { text: string; writes: boolean }>()
  readonly #answerWithinMs: number
  #asked = 0

  #waiting: Statement[] = []
  #transaction: 'none' | 'waiting' | 'begun' = 'none'
  /** A transaction that is careful has a savepoint for each call. */
  #isCareful = false
  #mustBeCareful = false
  /** The statement that gives the locks of the writers back. */
  #unlock = ''
  /** The present call: where it begins among the waiting statements, and what of it was sent. */
  #call = { begin: 0, isSent: false, hasWritten: false }

  constructor(url: string, holding: Holding, answerWithinMs = ANSWER_WITHIN_MS) {
    this.#answerWithinMs = answerWithinMs
    const { port1, port2 } = new MessageChannel()
    this.#port = port1
    const workerData: WireData = { url, port: port2, signal: this.#signal, holding }
    new Worker(new URL('./wire.ts', import.meta.url), { workerData, transferList: [port2] }).unref()
    // It is read only by hand, and keeps nothing alive.
    port1.unref()
  }

  get<T = Row>(sql: string, ...parameters: Parameters): T | undefined {
    return this.#ask(sql, parameters)[0] as T | undefined
  }

  ask(...questions: Question[]): unknown[] {
    return this.askAll(...questions).map(([row]) => row)
  }

  askAll(...questions: Question[]): unknown[][] {
    const merged = mergeQuestions(questions)
    const told = this.#flush(...merged.map((one) => this.#toAsk(one)))
    const answers: unknown[][] = []
    for (const [number, { asked, places }] of merged.entries()) {
      const rows = asked.length === 1 ? [told[number]!] : byPlace(told[number]!, asked.length)
      for (const [place, at] of places) answers[place] = rows[at]!
    }
    return answers
  }

  all<T = Row>(sql: string, ...parameters: Parameters): T[] {
    return this.#ask(sql, parameters) as T[]
  }

  each<T = Row>(sql: string, ...parameters: Parameters): Iterable<T> {
    return this.#ask(sql, parameters) as T[]
  }

  run(sql: string, ...parameters: Parameters): void {
    if (this.#transaction === 'none') this.#ask(sql, parameters)
    else this.#waiting.push({ text: this.#translate(sql).text, values: parameters })
  }

  takeUpkeep(): boolean {
    return this.get<{ taken: number }>(`select pg_try_advisory_lock(${UPKEEP}) as taken`)!.taken === 1
  }

  /** Several statements at once, in the dialect of Postgres. */
  exec(text: string): void {
    this.#flush({ text })
  }

  /** The same, all or nothing, without a limit of time: making an index of many messages takes long. */
  execLong(text: string): void {
    this.#post({ statements: [{ text }], mayConnect: true, isLong: true }, Infinity)
  }

  beginWriting(subjects?: readonly string[]): void {
    this.#isCareful = this.#mustBeCareful
    const locks = locksFor(subjects)
    this.#unlock = `select ${locks.map(({ name, key }) => `pg_advisory_unlock${name}(${key})`).join()}`
    // By themselves: the transaction sees what was committed until it has them.
    this.#begin(
      `select ${locks.map(({ name, key }) => `pg_advisory_lock${name}(${key})`).join()}`,
      'begin isolation level serializable',
    )
  }

  beginReading(): void {
    this.#isCareful = true
    this.#begin('begin isolation level repeatable read read only')
  }

  beginCall(): void {
    this.#call = { begin: this.#waiting.length, isSent: false, hasWritten: false }
    if (this.#isCareful) this.#waiting.push({ text: 'savepoint one_call' })
  }

  endCall(): void {
    // A statement that fails now must fail in its own savepoint.
    if (this.#isCareful) this.exec('release one_call')
  }

  undoCall(): void {
    const { begin, isSent, hasWritten } = this.#call
    this.#waiting.length = begin
    if (this.#isCareful && isSent) this.exec('rollback to one_call; release one_call')
    if (!this.#isCareful && hasWritten) throw new WroteBefore('A call was refused after it had written.')
  }

  commit(): void {
    const commit = { text: 'commit' }
    try {
      if (this.#unlock === '') {
        // A transaction that only reads has its answers already.
        if (this.#transaction === 'begun') this.#post({ statements: [commit], mayConnect: false, isUnanswered: true })
        return
      }
      this.#waiting.push(commit)
      this.#flush({ text: this.#unlock })
      this.#mustBeCareful = false
    } finally {
      this.#forget()
    }
  }

  rollback(): void {
    if (this.#transaction === 'none') return
    const statements = [{ text: 'rollback' }, { text: this.#unlock }].filter(({ text }) => text !== '')
    try {
      if (this.#transaction === 'begun') this.#post({ statements, mayConnect: false })
    } catch (error) {
      // A connection that is gone has no transaction.
      if (!this.isStorageFault(error)) throw error
    } finally {
      this.#forget()
    }
  }

  version(): number {
    const sql = 'select pg_snapshot_xmax(pg_current_snapshot())::text::bigint as version'
    return this.get<{ version: number }>(sql)!.version
  }

  isWorthAnotherTry(error: unknown): boolean {
    if (error instanceof WroteBefore) return this.#beCareful()
    if (!(error instanceof PostgresError)) return false
    if (IN_THE_WAY.has(error.code)) return true
    // It may be the fault of another call in the group, or of another writer, as when two take one name.
    return !this.#isCareful && !this.isStorageFault(error) && this.#beCareful()
  }

  isStorageFault(error: unknown): boolean {
    if (!(error instanceof PostgresError)) return false
    const { code } = error
    return !SQL_STATE.test(code) || NOT_OURS.has(code) || STORAGE_CLASSES.has(code.slice(0, 2))
  }

  close(): void {
    this.#port.postMessage('close')
  }

  #beCareful(): true {
    this.#mustBeCareful = true
    return true
  }

  #begin(...texts: string[]): void {
    this.#waiting = texts.map((text) => ({ text }))
    this.#transaction = 'waiting'
  }

  #forget(): void {
    this.#waiting = []
    this.#transaction = 'none'
    this.#unlock = ''
  }

  #translate(sql: string): { text: string; writes: boolean } {
    let known = this.#texts.get(sql)
    if (!known) this.#texts.set(sql, (known = { text: toPostgres(sql), writes: !READS.test(sql) }))
    return known
  }

  #ask(sql: string, values: Parameters): unknown[] {
    return this.#flush(this.#toSend(sql, values))[0]!
  }

  #toAsk({ sql, asked }: Merged): Statement {
    const one = this.#toSend(sql, asked[0]!)
    return asked.length === 1 ? one : forEach(sql, asked)
  }

  #toSend(sql: string, values: Parameters): Statement {
    const { text, writes } = this.#translate(sql)
    if (writes || this.#waiting.length > this.#call.begin) this.#call.hasWritten = true
    return { text, values }
  }

  #flush(...last: Statement[]): unknown[][] {
    const statements = [...mergeInserts(this.#waiting), ...last]
    const mayConnect = this.#transaction !== 'begun'
    this.#waiting = []
    this.#call.begin = 0
    this.#call.isSent = true
    if (this.#transaction === 'waiting') this.#transaction = 'begun'
    return this.#post({ statements, mayConnect, answers: last.length })
  }

  #post(asked: Asked, within = this.#answerWithinMs): unknown[][] {
    const number = ++this.#asked
    this.#port.postMessage({ ...asked, number } satisfies Numbered<Asked>)
    if (asked.isUnanswered) return []
    const told = this.#awaitAnswer(number, within)
    if (told === undefined) throw new PostgresError('The database did not answer.', NO_CONNECTION)
    if ('rows' in told) return told.rows
    throw new PostgresError(told.error.message, told.error.code)
  }

  #awaitAnswer(number: number, within: number): Told | undefined {
    const deadline = performance.now() + within
    for (;;) {
      Atomics.store(this.#signal, 0, 0)
      const told = receiveMessageOnPort(this.#port)?.message as Numbered<Told> | undefined
      if (told?.number === number) return told
      // It is the answer to a statement that was given up.
      if (told) continue
      const left = deadline - performance.now()
      if (left <= 0) return undefined
      Atomics.wait(this.#signal, 0, 0, left)
    }
  }
}

/** A writer that names subjects waits for those who name the same, and for one who is alone. */
function locksFor(subjects: readonly string[] | undefined): { name: string; key: string }[] {
  if (subjects === undefined) return [{ name: '', key: `${WRITERS}, 0` }]
  // In one order: then no two wait for each other.
  const numbers = [...new Set(subjects.map(numberOf))].toSorted((one, other) => one - other)
  return [
    { name: '_shared', key: `${WRITERS}, 0` },
    ...numbers
      .slice(0, numbers.length > MOST_SUBJECTS ? 0 : undefined)
      .map((number) => ({ name: '', key: `${WRITERS}, ${number}` })),
  ]
}

/** From 1 to 2^31 - 1. */
const numberOf = (subject: string): number =>
  (createHash('sha256').update(subject).digest().readUInt32BE() % 0x7f_ff_ff_fe) + 1

export const isInUseElsewhere = (error: unknown): boolean => error instanceof PostgresError && error.code === IN_USE
