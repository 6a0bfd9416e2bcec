import { basePath } from '../browser/base-path.ts'
import { registered } from '../offline/register.ts'
import { pathTo } from '../state/address.ts'

/** Shows a notification as those of messages are shown. Answers whether the browser has taken it. */
export async function sendTest(title: string, body: string): Promise<boolean> {
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
