/** The product, as a table: what each command does. */
import type { CommandName, Input, Output } from '../../protocol/commands.ts'
import type { Caller } from './caller.ts'
import { readChanges } from './messages/changes.ts'
import { readHistory } from './messages/history.ts'
import { sendMessage } from './messages/send.ts'
import { endSession } from './people/sign-out.ts'
import { startTyping } from './presence/typing.ts'
import type { Tools } from './tools.ts'

export type Handlers = {
  [Name in CommandName]: (tools: Tools, caller: Caller, input: Input<Name>) => Promise<Output<Name>>
}

export const handlers: Handlers = {
  'message:send': sendMessage,
  'room:history': readHistory,
  'room:changes': readChanges,
  'session:end': endSession,
  'typing:start': startTyping,
}
