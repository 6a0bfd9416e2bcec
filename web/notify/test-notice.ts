import type { Client } from '../../client/client.ts'
import { basePath } from '../browser/base-path.ts'
import { registered } from '../offline/register.ts'
import { pathTo } from '../state/address.ts'
import { standing } from './subscribe.ts'

/** A notification on the way that those of messages take. Answers whether the push service or the browser took it. */
export async function sendTest(client: Client, title: string, body: string): Promise<boolean> {
  if (standing.peek() !== 'pushed') return show(title, body)
  const result = await client.run('push:test', {})
  return result.ok && result.value.isSent
}

async function show(title: string, body: string): Promise<boolean> {
  const registration = await registered()
  try {
    const icons = { icon: `${basePath}/icon-192.png`, badge: `${basePath}/badge.png` }
    await registration?.showNotification(title, { body, tag: 'test', data: pathTo(), ...icons })
    return registration !== undefined
  } catch (error) {
    console.warn(error)
    return false
  }
}
