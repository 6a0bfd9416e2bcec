/** Every order a client may give: what goes in, what comes back. The schema is the type is the documentation. */
import type * as v from 'valibot'
import { findingCommands } from './commands/finding.ts'
import { messageCommands } from './commands/messages.ts'
import { moderationCommands } from './commands/moderation.ts'
import { arrivals, peopleCommands } from './commands/people.ts'
import { roomCommands } from './commands/rooms.ts'

export const commands = {
  ...messageCommands,
  ...findingCommands,
  ...roomCommands,
  ...peopleCommands,
  ...moderationCommands,
}

export { arrivals }

export type Commands = typeof commands
export type CommandName = keyof Commands
export type Input<Name extends CommandName> = v.InferOutput<Commands[Name]['input']>
export type Payload<Name extends CommandName> = v.InferInput<Commands[Name]['fields']>
export type Output<Name extends CommandName> = v.InferOutput<Commands[Name]['output']>

export type ArrivalName = keyof typeof arrivals
export type ArrivalInput<Name extends ArrivalName> = v.InferOutput<(typeof arrivals)[Name]['input']>

export const isCommandName = (name: string): name is CommandName => Object.hasOwn(commands, name)
