/** The user who gives a command. It is always an argument, never ambient. */
import type { User } from '../../protocol/models.ts'
import type { Signed } from '../store/terms.ts'

/** `network` is their present network (server/doors/address.ts). */
export type Caller = { user: User; sessionId: string; network: string }

/** The caller as the store knows it. */
export const signed = ({ user, sessionId }: Caller): Signed => ({ userId: user.id, sessionId })
