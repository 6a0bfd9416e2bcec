/** Who gives an order. Always an argument, never ambient. */
import type { User } from '../../protocol/models.ts'
import type { Signed } from '../store/store.ts'

export type Caller = { user: User; sessionId: string }

/** The caller as the store knows it. */
export const signed = ({ user, sessionId }: Caller): Signed => ({ userId: user.id, sessionId })
