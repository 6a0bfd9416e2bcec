/** A browser’s side of a subscription. */
import { createECDH, randomBytes, randomUUID } from 'node:crypto'

export type ASubscription = { endpoint: string; keys: { p256dh: string; auth: string } }

/** As a browser makes one, at an endpoint that nobody else has. */
export function aSubscription(origin = 'https://push.example'): ASubscription {
  const ecdh = createECDH('prime256v1')
  return {
    endpoint: `${origin}/${randomUUID()}`,
    keys: { p256dh: ecdh.generateKeys('base64url'), auth: randomBytes(16).toString('base64url') },
  }
}
