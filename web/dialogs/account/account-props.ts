import type { Client } from '../../../client/client.ts'
import type { Me } from '../../../protocol/models.ts'

/** The props of each account section. */
export type AccountProps = {
  client: Client
  me: Me
  /** Absent where signing out is offered elsewhere. */
  onSignedOut?: (() => void) | undefined
}
