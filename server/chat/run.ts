/** The one gate, whatever the door: parse, limit, carry out, answer. Past it, input is trusted. */
import * as v from 'valibot'
import {
  type ArrivalInput,
  type ArrivalName,
  arrivals,
  commands,
  type CommandName,
  type Input,
  isCommandName,
  type Output,
} from '../../protocol/commands.ts'
import { type Failure, Refusal, type Result } from '../../protocol/errors.ts'
import { TOO_LONG } from '../../protocol/fields.ts'
import type { NewSession } from '../../protocol/models.ts'
import type { Caller } from './caller.ts'
import { handlers } from './chat.ts'
import { arrive, arriveAsOwner, type Arrived, type Origin } from './people/arrive.ts'
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

const ARRIVALS = { 'session:start': arrive, 'owner:start': arriveAsOwner }

/** The orders of somebody not known yet, who comes from somewhere. */
export function runArrival<Name extends ArrivalName>(
  tools: Tools,
  name: Name,
  origin: Origin,
  payload: unknown,
): Promise<Result<Arrived>> {
  const carryOut = ARRIVALS[name] as (tools: Tools, origin: Origin, input: ArrivalInput<Name>) => Promise<Arrived>
  return answer(tools, name, async () => carryOut(tools, origin, parse(arrivals[name].input, payload)))
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
