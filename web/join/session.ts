/** Signing in and out over HTTP, as only HTTP can set and clear the cookie. */
import type { ArrivalInput } from '../../protocol/commands.ts'
import type { Failure, Result } from '../../protocol/errors.ts'
import type { NewSession } from '../../protocol/models.ts'
import { basePath } from '../browser/base-path.ts'
import { words } from '../words/first.ts'

/** The answer sets a cookie that scripts cannot read. From then on it signs the connection in. */
export const startSession = (who: ArrivalInput<'session:start'>): Promise<Result<NewSession>> =>
  ask('/api/session', post(who))

export const post = (payload: object): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(payload),
})

export async function ask<T>(path: string, request: RequestInit): Promise<Result<T>> {
  try {
    const response = await fetch(basePath + path, request)
    if (response.status === 204) return { ok: true, value: undefined as T }
    const answer = (await response.json()) as T | { error: Failure }
    return isRefusal(answer) ? { ok: false, error: answer.error } : { ok: true, value: answer }
  } catch (error) {
    // Offline, or a proxy answers with another page: both are the same to the reader.
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error
    return { ok: false, error: { code: 'internal', message: words.unreachable } }
  }
}

const isRefusal = (answer: unknown): answer is { error: Failure } =>
  typeof answer === 'object' && answer !== null && 'error' in answer
