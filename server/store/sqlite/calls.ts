/** What can be asked of the two threads that hold the database, by name: the writer changes it, the reader only looks. */
import { MAX_BODY_BYTES } from '../../../protocol/limits.ts'
import type { Database } from './database.ts'
import { append, changesSince, history } from './messages.ts'
import { addGuest, findNameHolder, nextGuestNumber } from './people.ts'
import { findRoom, peekRoom, revs, roomsOf } from './rooms.ts'
import { endSession, findSession } from './sessions.ts'

export const writes = { append, addGuest, endSession, nextGuestNumber, isWritable }
export const reads = { epoch, findNameHolder, findSession, roomsOf, findRoom, peekRoom, revs, history, changesSince }

export type Writes = typeof writes
export type Reads = typeof reads

type Call = (database: Database, ...parameters: never[]) => unknown
export type ParametersOf<T extends Call> = T extends (database: Database, ...parameters: infer P) => unknown ? P : never

/** One call on its way to a thread, and what comes back in its place. */
export type Asked = { name: string; parameters: unknown[] }
export type Answered =
  | { value: unknown }
  | { refusal: { code: string; message: string } }
  | { fault: { message: string; stack: string | undefined; isStorage: boolean } }

function epoch(database: Database): string {
  return database.get<{ value: string }>(`select value from meta where key = 'epoch'`)!.value
}

/** Writes as much as a long message does: a full disk has often still room for a single page. */
function isWritable(database: Database): boolean {
  database.run(`insert or replace into meta (key, value) values ('probe', hex(randomblob(${MAX_BODY_BYTES})))`)
  return true
}
