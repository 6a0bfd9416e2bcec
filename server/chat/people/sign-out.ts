import type { Caller } from '../caller.ts'
import type { Tools } from '../tools.ts'

/** Signs out. From the answer on nothing is taken from this session; its connections are closed at once. */
export async function endSession({ store, delivery }: Tools, { sessionId }: Caller): Promise<undefined> {
  await store.endSession(sessionId)
  delivery.publish({ audience: { session: sessionId }, event: 'session:ended', payload: { reason: 'signed_out' } })
}
