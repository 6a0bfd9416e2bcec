/** The product: what it works with, and the table of what it does. */
import type { CommandName, Input, Output } from '../../protocol/commands.ts'
import type { Delivery } from '../delivery/delivery.ts'
import type { Store } from '../store/store.ts'
import type { Caller } from './caller.ts'
import type { Limits } from './limits.ts'
import { readChanges } from './messages/changes.ts'
import { readHistory } from './messages/history.ts'
import { sendMessage } from './messages/send.ts'
import type { Online } from './presence/online.ts'
import { startTyping, type TypingBoard } from './presence/typing.ts'

/** Who may come in: anybody with a name, those who were invited, or only those who have an account. */
export type Access = 'open' | 'invite' | 'closed'

export type Tools = {
  store: Store
  delivery: Delivery
  limits: Limits
  online: Online
  typing: TypingBoard
  access: Access
  /** Where a bug is reported: what was thrown that is no refusal, and during what. */
  onBug: (error: unknown, during: string) => void
}

export type Handlers = {
  [Name in CommandName]: (tools: Tools, caller: Caller, input: Input<Name>) => Promise<Output<Name>>
}

export const handlers: Handlers = {
  'message:send': sendMessage,
  'room:history': readHistory,
  'room:changes': readChanges,
  'typing:start': startTyping,
}
