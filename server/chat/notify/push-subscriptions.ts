import { ECDH } from 'node:crypto'
import type { Input, Output } from '../../../protocol/commands.ts'
import { Refusal } from '../../../protocol/errors.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'

export async function readPushKey({ pushKey }: Tools): Promise<Output<'push:key'>> {
  return { publicKey: pushKey }
}

export async function subscribe(
  { store }: Tools,
  caller: Caller,
  { endpoint, keys, language }: Input<'push:subscribe'>,
): Promise<Output<'push:subscribe'>> {
  if (!isOnCurve(keys.p256dh)) throw new Refusal('bad_request', 'keys.p256dh: This is no point on P-256.')
  await store.subscribe(signed(caller), { endpoint, publicKey: keys.p256dh, secret: keys.auth, language })
  return { endpoint }
}

export async function testPush({ store, testPush }: Tools, caller: Caller): Promise<Output<'push:test'>> {
  const { sessionId, userId } = signed(caller)
  const subscriptions = await store.pushSubscriptionsOf([userId])
  const own = subscriptions.find((subscription) => subscription.sessionId === sessionId)
  return { isSent: own !== undefined && (await testPush(own)) }
}

export async function unsubscribe(
  { store }: Tools,
  caller: Caller,
  { endpoint }: Input<'push:unsubscribe'>,
): Promise<undefined> {
  await store.removeSubscription(signed(caller), endpoint)
}

function isOnCurve(point: string): boolean {
  try {
    ECDH.convertKey(point, 'prime256v1', 'base64url')
    return true
  } catch {
    return false
  }
}
