import type { Failure } from '../protocol/errors.ts'
import type { Outbox, OutboxEntry } from './outbox.ts'

/**
 * Takes over the unsent drafts of an earlier user of this page. They would be sent under another name now. So they
 * count as refused, with this failure, until their author decides.
 */
export async function inheritDrafts(outbox: Outbox, entries: readonly OutboxEntry[], failure: Failure): Promise<void> {
  await Promise.all(
    entries.map(async ({ roomId, clientId, body, replyTo, files }) =>
      outbox.add(
        { roomId, clientId, body, ...(replyTo !== undefined && { replyTo }), ...(files && { files }) },
        failure,
      ),
    ),
  )
}
