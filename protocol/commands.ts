/** All commands. One schema is the check, the type and the documentation. */
import type * as v from 'valibot'
import { emojiCommands } from './commands/emoji.ts'
import { fileCommands } from './commands/files.ts'
import { findingCommands } from './commands/finding.ts'
import { mailCommands } from './commands/mail.ts'
import { messageCommands } from './commands/messages.ts'
import { moderationCommands } from './commands/moderation.ts'
import { notifyCommands } from './commands/notify.ts'
import { arrivals, lookups, peopleCommands } from './commands/people.ts'
import { preferenceCommands } from './commands/preferences.ts'
import { profileCommands } from './commands/profiles.ts'
import { reminderCommands } from './commands/reminders.ts'
import { roomCommands } from './commands/rooms.ts'

export const commands = {
  ...messageCommands,
  ...fileCommands,
  ...emojiCommands,
  ...findingCommands,
  ...reminderCommands,
  ...roomCommands,
  ...peopleCommands,
  ...profileCommands,
  ...mailCommands,
  ...preferenceCommands,
  ...notifyCommands,
  ...moderationCommands,
}

export { arrivals, lookups }

type Commands = typeof commands
export type CommandName = keyof Commands
export type Input<Name extends CommandName> = v.InferOutput<Commands[Name]['input']>
export type Payload<Name extends CommandName> = v.InferInput<Commands[Name]['fields']>
export type Output<Name extends CommandName> = v.InferOutput<Commands[Name]['output']>

export type ArrivalName = keyof typeof arrivals
export type ArrivalInput<Name extends ArrivalName> = v.InferOutput<(typeof arrivals)[Name]['input']>

export type LookupName = keyof typeof lookups
export type LookupOutput<Name extends LookupName> = v.InferOutput<(typeof lookups)[Name]['output']>
export type LookupInput<Name extends LookupName> = v.InferOutput<(typeof lookups)[Name]['input']>

export const isCommandName = (name: string): name is CommandName => Object.hasOwn(commands, name)
