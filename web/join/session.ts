/** Becoming somebody, and ceasing to be: what only HTTP can do, because only it sets and clears the cookie. */
import type { ArrivalInput } from '../../protocol/commands.ts'
import type { Failure, Result } from '../../protocol/errors.ts'
import type { NewSession } from '../../protocol/models.ts'
import { words } from '../words.ts'

/** The answer sets a cookie that no script can read; from then on the connection is signed in by it. */
export const startSession = (who: ArrivalInput<'session:start'>): Promise<Result<NewSession>> =>
  ask('/api/session', post(who))

export const startOwner = (owner: ArrivalInput<'owner:start'>): Promise<Result<NewSession>> =>
  ask('/api/owner', post(owner))

export const post = (payload: object): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(payload),
})

export async function ask<T>(path: string, request: RequestInit): Promise<Result<T>> {
  try {
    const response = await fetch(path, request)
    if (response.status === 204) return { ok: true, value: undefined as T }
    const answer = (await response.json()) as T | { error: Failure }
    return isRefusal(answer) ? { ok: false, error: answer.error } : { ok: true, value: answer }
  } catch (error) {
    // No network, or something between us that answers with another page: for the reader it is the same.
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error
    return { ok: false, error: { code: 'internal', message: words.unreachable } }
  }
}

const isRefusal = (answer: unknown): answer is { error: Failure } =>
  typeof answer === 'object' && answer !== null && 'error' in answer
