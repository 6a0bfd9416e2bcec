/** The one gate, whatever the door: parse, limit, carry out, answer. Past it, input is trusted. */
import * as v from 'valibot'
import {
  commands,
  type CommandName,
  type Input,
  isCommandName,
  type Output,
  sessionStart,
} from '../../protocol/commands.ts'
import { type Failure, Refusal, type Result } from '../../protocol/errors.ts'
import { TOO_LONG } from '../../protocol/fields.ts'
import type { NewSession } from '../../protocol/models.ts'
import type { Caller } from './caller.ts'
import { handlers } from './chat.ts'
import { arrive, type Arrived } from './people/arrive.ts'
import type { Tools } from './tools.ts'

/** Carries out a command of somebody known. Never throws: what is no refusal is reported and answered as `internal`. */
export async function run<Name extends CommandName>(
  tools: Tools,
  name: Name,
  caller: Caller,
  payload: unknown,
): Promise<Result<Output<Name>>> {
  if (!isCommandName(name)) return { ok: false, error: { code: 'bad_request', message: 'There is no such command.' } }
  return answer(tools, name, async () => {
    const input = parse(commands[name].input, payload)
    const giveBack = tools.limits.take(name, caller.user.id)
    // TypeScript cannot follow one name to both its schema and its handler: this cast is the only one.
    return handlers[name](tools, caller, input as Input<Name>).finally(giveBack)
  })
}

/** The one order of somebody not known yet: to become a guest. `network` is where they come from, for the limits. */
export function runArrival(tools: Tools, network: string, payload: unknown): Promise<Result<Arrived>> {
  return answer(tools, 'session:start', async () => {
    const input = parse(sessionStart.input, payload)
    tools.limits.take('session:start', network)
    return arrive(tools, input)
  })
}

/** The part of an arrival that goes back to the newcomer. */
export const toNewSession = ({ token, caller }: Arrived): NewSession => ({ token, user: caller.user })

function parse<Schema extends v.GenericSchema>(schema: Schema, payload: unknown): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, payload)
  if (parsed.success) return parsed.output
  const issue = parsed.issues[0]
  const path = v.getDotPath(issue)
  if (issue.message === TOO_LONG) throw new Refusal('too_long', TOO_LONG)
  throw new Refusal('bad_request', path ? `${path}: ${issue.message}` : issue.message)
}

async function answer<T>(tools: Tools, during: string, carryOut: () => Promise<T>): Promise<Result<T>> {
  try {
    return { ok: true, value: await carryOut() }
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, error: error.toFailure() }
    tools.onBug(error, during)
    const internal: Failure = { code: 'internal', message: 'Something went wrong here. It has been logged.' }
    return { ok: false, error: internal }
  }
}
