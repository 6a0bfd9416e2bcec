/** The gate for all doors: parse, limit, carry out, answer. Code behind it trusts its input. */
import * as v from 'valibot'
import {
  type ArrivalInput,
  type ArrivalName,
  arrivals,
  commands,
  type CommandName,
  type Input,
  isCommandName,
  type LookupInput,
  type LookupName,
  type LookupOutput,
  lookups,
  type Output,
} from '../../protocol/commands.ts'
import { Refusal, type Result, refusal } from '../../protocol/errors.ts'
import type { NewSession } from '../../protocol/models.ts'
import { isPlainReason } from '../../protocol/refusals.ts'
import type { Caller } from './caller.ts'
import { handlers } from './chat.ts'
import { arriveByNewPassword, askForPassword, askForSignIn, lookAtPasswordLink } from './mail/ask.ts'
import { arrive, arriveAsOwner, type Arrived, type Origin } from './people/arrive.ts'
import { lookAtInvite, lookAtOwnerLink, lookAtSignInLink } from './people/look-at-links.ts'
import type { Tools } from './tools.ts'

/** Carries out a command of a known user. Never throws: a bug is reported, and answered as `internal`. */
export async function run<Name extends CommandName>(
  tools: Tools,
  name: Name,
  caller: Caller,
  payload: unknown,
): Promise<Result<Output<Name>>> {
  if (!isCommandName(name)) return { ok: false, error: { code: 'bad_request', message: 'Unknown command.' } }
  return answer(tools, name, async () => {
    const input = parse(commands[name].input, payload)
    using _unanswered = tools.limits.take(name, caller.user.id)
    // TypeScript cannot follow one name to both its schema and its handler: this cast is the only one.
    return await handlers[name](tools, caller, input as Input<Name>)
  })
}

const LOOKUPS = {
  'invite:look': lookAtInvite,
  'session:look': lookAtSignInLink,
  'owner:look': lookAtOwnerLink,
  'mail:signIn': askForSignIn,
  'mail:password': askForPassword,
  'password:look': lookAtPasswordLink,
}

/** Carries out a question of a stranger, who has no account yet. Never throws. */
export function runLookup<Name extends LookupName>(
  tools: Tools,
  name: Name,
  origin: Pick<Origin, 'network'>,
  payload: unknown,
): Promise<Result<LookupOutput<Name>>> {
  const carryOut = LOOKUPS[name] as (
    tools: Tools,
    origin: Pick<Origin, 'network'>,
    input: LookupInput<Name>,
  ) => Promise<LookupOutput<Name>>
  return answer(tools, name, async () => carryOut(tools, origin, parse(lookups[name].input, payload)))
}

const ARRIVALS = { 'session:start': arrive, 'password:start': arriveByNewPassword, 'owner:start': arriveAsOwner }

/** Carries out a command that lets a new or returning user in. */
export function runArrival<Name extends ArrivalName>(
  tools: Tools,
  name: Name,
  origin: Origin,
  payload: unknown,
): Promise<Result<Arrived>> {
  const carryOut = ARRIVALS[name] as (tools: Tools, origin: Origin, input: ArrivalInput<Name>) => Promise<Arrived>
  return answer(tools, name, async () => carryOut(tools, origin, parse(arrivals[name].input, payload)))
}

/** The part of an arrival that the newcomer gets. */
export const toNewSession = ({ token, caller }: Arrived, device?: string): NewSession => ({
  token,
  user: caller.user,
  ...(device !== undefined && { device }),
})

function parse<Schema extends v.GenericSchema>(schema: Schema, payload: unknown): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, payload)
  if (parsed.success) return parsed.output
  const issue = parsed.issues[0]
  if (isPlainReason(issue.message)) throw refusal(issue.message)
  const path = v.getDotPath(issue)
  throw new Refusal('bad_request', path ? `${path}: ${issue.message}` : issue.message)
}

async function answer<T>(tools: Tools, during: string, carryOut: () => Promise<T>): Promise<Result<T>> {
  try {
    return { ok: true, value: await carryOut() }
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, error: error.toFailure() }
    tools.onBug(error, during)
    return { ok: false, error: refusal('bug').toFailure() }
  }
}
