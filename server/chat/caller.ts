/** Who gives an order. Always an argument, never ambient. */
import type { User } from '../../protocol/models.ts'

export type Caller = { user: User; sessionId: string }
