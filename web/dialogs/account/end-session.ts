import type { Client } from '../../../client/client.ts'
import type { Failure } from '../../../protocol/errors.ts'
import { forgetDrafts } from '../../drafts/drafts.ts'
import { forgetAll } from '../../offline/forget.ts'
import { forgetShared } from '../../offline/shared-computer.ts'
import { ask } from '../../join/session.ts'

/** The page leaves only a session that has really ended: until then its messages may still be sent. */
export async function endSession(client: Client): Promise<Failure | undefined> {
  const result = await ask<undefined>('/api/session', { method: 'DELETE' })
  // Another tab or device has ended it already, which is as good.
  if (!result.ok && result.error.code !== 'unauthorized') return result.error
  await leaveNothing(client)
  return undefined
}

/** A user who signs out leaves nothing to the next user of this browser. */
export async function leaveNothing(client: Client): Promise<void> {
  forgetDrafts(client)
  await forgetAll()
  forgetShared()
  await client.outbox.abandon()
}
