/** The typed door: its namespace, the events that it sends, and the credentials that it takes. */
import type { Fact, FactName } from './changes.ts'
import type { Failure } from './errors.ts'

/** The namespace of the typed door. The plain door is `/`. */
export const CHAT = '/chat'

export type ServerToClient = { [Name in FactName]: (payload: Fact<Name>) => void }

/** The credentials of a client that connects. */
export type Credentials = { token?: string; name?: string }

/** `connect_error` carries this as `data`. */
export type ConnectFailure = Failure
