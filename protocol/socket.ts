/** Socket.IO's event maps for the typed door, derived from the commands and the facts. */
import type { Fact, FactName } from './changes.ts'
import type { CommandName, Output, Payload } from './commands.ts'
import type { Failure, Result } from './errors.ts'

/** The namespace of the typed door. The plain door is `/`. */
export const CHAT = '/chat'

export type ClientToServer = {
  [Name in CommandName]: (payload: Payload<Name>, ack: (result: Result<Output<Name>>) => void) => void
}
export type ServerToClient = { [Name in FactName]: (payload: Fact<Name>) => void }

/** What a client may say about itself while connecting. */
export type Credentials = { token?: string; name?: string }

/** `connect_error` carries this as `data`. */
export type ConnectFailure = Failure
