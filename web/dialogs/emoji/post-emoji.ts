/** Sends a new emoji. A packet of the socket has no room for its picture. */
import type { Failure, Result } from '../../../protocol/errors.ts'
import type { CustomEmoji } from '../../../protocol/models.ts'
import { basePath } from '../../browser/base-path.ts'
import { toBase64 } from '../picture/to-base64.ts'

const PATIENCE_MS = 60_000

export async function postEmoji(name: string, picture: Blob): Promise<Result<CustomEmoji>> {
  try {
    const response = await fetch(`${basePath}/api/emoji`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ name, image: await toBase64(picture) }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    const told = (await response.json()) as CustomEmoji & { error?: Failure }
    return told.error ? { ok: false, error: told.error } : { ok: true, value: told }
  } catch {
    // The file may be gone, the network away, or a proxy in between may answer with anything.
    return {
      ok: false,
      error: { code: 'overloaded', reason: 'no_answer', message: 'The server didn’t answer in time. Try again.' },
    }
  }
}
