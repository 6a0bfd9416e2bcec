/** Becoming somebody: the one request the page makes by itself, as nobody has a connection before it. */
import type { Failure, Result } from '../../protocol/errors.ts'
import type { NewSession } from '../../protocol/models.ts'
import { words } from '../words.ts'

/** The answer sets a cookie that no script can read; from then on the connection is signed in by it. */
export async function startSession(name: string): Promise<Result<NewSession>> {
  try {
    const response = await fetch('/api/session', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ name }),
    })
    const answer = (await response.json()) as NewSession | { error: Failure }
    return 'error' in answer ? { ok: false, error: answer.error } : { ok: true, value: answer }
  } catch (error) {
    // No network, or something between us that answers with another page: for the reader it is the same.
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error
    return { ok: false, error: { code: 'internal', message: words.join.unreachable } }
  }
}
