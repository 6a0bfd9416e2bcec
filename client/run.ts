import type { CommandName, Output, Payload } from '../protocol/commands.ts'
import type { Result } from '../protocol/errors.ts'

/** Gives a command. It never throws: no connection and no answer in time are retryable failures. */
export type Run = <Name extends CommandName>(name: Name, payload: Payload<Name>) => Promise<Result<Output<Name>>>
