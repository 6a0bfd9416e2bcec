import type { Client } from '../../../client/client.ts'
import type { Failure } from '../../../protocol/errors.ts'
import { forgetDrafts } from '../../composer/drafts.ts'
import { ask } from '../../join/session.ts'

/** Only a session that has really ended is left: until then its messages may still go out. */
export async function endSession(client: Client): Promise<Failure | undefined> {
  const result = await ask<undefined>('/api/session', { method: 'DELETE' })
  // Somebody else has ended it already, which is as good.
  if (!result.ok && result.error.code !== 'unauthorized') return result.error
  await leaveNothing(client)
  return undefined
}

/** Whoever goes of their own accord leaves nothing to whoever comes next. */
export async function leaveNothing(client: Client): Promise<void> {
  forgetDrafts(client)
  await client.outbox.abandon()
}
