/** Statements and answers between a database thread and the thread that speaks with Postgres. */
import type { MessagePort } from 'node:worker_threads'

export type WireData = {
  url: string
  port: MessagePort
  /** Becomes 1 when an answer has been posted. */
  signal: Int32Array
  holding: Holding
}
/**
 * How a connection holds the lock of the servers, for as long as it lasts: each server beside the others, and alone a
 * command that no server may run beside.
 */
export type Holding = 'beside others' | 'alone' | 'nothing'

/** One statement, or without values several at once, which are not prepared. */
export type Statement = { text: string; values?: unknown[] }
/**
 * Statements that go to Postgres in one journey; the answer is that to the last ones, or the first fault. In a transaction
 * nothing may go on over a new connection, which knows nothing of it. What is long may take as long as it takes.
 */
export type Asked = {
  statements: Statement[]
  mayConnect: boolean
  isLong?: boolean
  /** So many of the last statements are answered; one unless it is given. */
  answers?: number
  /** Nobody waits for the answer. */
  isUnanswered?: boolean
}
export type Numbered<T> = T & { number: number }
export type Told = { rows: unknown[][] } | { error: { message: string; code: string } }

/** Codes of our own, beside those of Postgres. */
export const NO_CONNECTION = 'no connection'
export const IN_USE = 'in use'
