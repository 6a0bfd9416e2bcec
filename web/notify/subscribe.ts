/** This browser's subscription to pushes, and its permission to show notifications. */
import { signal } from '@preact/signals'
import type { Client } from '../../client/client.ts'
import type { Failure, Result } from '../../protocol/errors.ts'
import { keepForUser, recallForUser } from '../browser/user-storage.ts'
import { register, registered } from '../offline/register.ts'

/** Why this browser can show nothing: plain HTTP, no such feature, or an iPhone whose page is not on the home screen. */
export type Hindrance = 'insecure' | 'unsupported' | 'home-screen'

export function hindrance(): Hindrance | undefined {
  if (!isSecureContext) return 'insecure'
  if ('Notification' in globalThis && 'serviceWorker' in navigator) return undefined
  return /iPhone|iPad/.test(navigator.userAgent) ? 'home-screen' : 'unsupported'
}

export type Standing = 'off' | 'denied' | 'pushed' | 'open'

/** `pushed`: also while no page is open. `open`: only while one is, because the browser has no push service. */
export const standing = signal<Standing>('off')

const WANTED = 'notify'
const isWanted = (client: Client) => recallForUser(client.you.peek()?.id ?? '', WANTED) === 'on'

/** Asks for the permission: only after a click, or the browser would not ask its reader. */
export async function turnOn(client: Client): Promise<Failure | undefined> {
  const permission = await Notification.requestPermission()
  if (permission !== 'granted') {
    standing.value = permission === 'denied' ? 'denied' : 'off'
    return undefined
  }
  keepForUser(client.you.peek()?.id ?? '', WANTED, 'on')
  const result = await subscribe(client)
  return result.ok ? undefined : result.error
}

export async function turnOff(client: Client): Promise<void> {
  keepForUser(client.you.peek()?.id ?? '', WANTED, '')
  standing.value = 'off'
  const subscription = await subscriptionHere()
  if (!subscription) return
  const { endpoint } = subscription
  await subscription.unsubscribe()
  await client.run('push:unsubscribe', { endpoint })
}

/** At every start: the key of the chat, the browser's subscription or the session may have changed since. */
export async function keepSubscribed(client: Client): Promise<void> {
  if (hindrance() !== undefined) return
  if (Notification.permission === 'denied') standing.value = 'denied'
  else if (Notification.permission === 'granted' && isWanted(client)) await subscribe(client)
}

const subscriptionHere = async () => (await registered())?.pushManager?.getSubscription()

async function subscribe(client: Client): Promise<Result<unknown>> {
  standing.value = 'open'
  const key = await client.run('push:key', {})
  if (!key.ok) return key
  const subscription = await subscriptionTo(key.value.publicKey)
  // Without a push service, this page shows what comes while it is open.
  if (!subscription) return { ok: true, value: undefined }
  const { endpoint = '', keys } = subscription.toJSON()
  const result = await client.run('push:subscribe', {
    endpoint,
    keys: { p256dh: keys?.['p256dh'] ?? '', auth: keys?.['auth'] ?? '' },
    language: document.documentElement.lang,
  })
  if (result.ok) standing.value = 'pushed'
  return result
}

async function subscriptionTo(publicKey: string): Promise<PushSubscription | undefined> {
  const pushes = (await register())?.pushManager
  const key = bytesOf(publicKey)
  try {
    const before = await pushes?.getSubscription()
    if (before && !isSame(before.options.applicationServerKey, key)) await before.unsubscribe()
    return await pushes?.subscribe({ userVisibleOnly: true, applicationServerKey: key })
  } catch (error) {
    console.warn(error)
    return undefined
  }
}

const bytesOf = (base64url: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))

const isSame = (has: ArrayBuffer | null, key: Uint8Array): boolean =>
  has !== null && String(new Uint8Array(has)) === String(key)
