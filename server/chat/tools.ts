/** What a command works with. Each takes from it what it needs, by name. */
import type { Delivery } from '../delivery/delivery.ts'
import type { Store } from '../store/store.ts'
import type { Limits } from './limits.ts'
import type { Uses } from './people/uses.ts'
import type { Online } from './presence/online.ts'
import type { TypingBoard } from './presence/typing-board.ts'

/** Who may come in: anybody with a name, those who were invited, or only those who have an account. */
export type Access = 'open' | 'invite' | 'closed'

export type Tools = {
  store: Store
  delivery: Delivery
  limits: Limits
  online: Online
  typing: TypingBoard
  uses: Uses
  access: Access
  /** Asks for what is no longer wanted to be cleared away, some time soon. */
  cleanUp: () => void
  /** Where a bug is reported: what was thrown that is no refusal, and during what. */
  onBug: (error: unknown, during: string) => void
}
