/**
 * The notification area of a system. The browser of the tests has none, and denies the permission whatever it is told; so
 * what would be on the screen lies in a cache, which pages and their worker share. All else is the browser's own.
 */
import type { BrowserContext, Page } from 'playwright-core'

export type Noted = { title: string; body: string; tag: string; data: string }

/** Runs in a page or in a worker. */
function standIn(): void {
  const area = () => caches.open('notification area')
  const { prototype } = ServiceWorkerRegistration
  Object.assign(prototype, {
    async showNotification(title: string, { body = '', tag = '', data = '' }: NotificationOptions = {}) {
      const noted = { title, body, tag, data: String(data) }
      await (await area()).put(`/noted/${tag || crypto.randomUUID()}`, new Response(JSON.stringify(noted)))
    },
    async getNotifications({ tag }: { tag?: string } = {}) {
      const cache = await area()
      const all = await Promise.all(
        (await cache.keys()).map(async (key) => ({
          ...((await (await cache.match(key))?.json()) as Noted),
          close: () => void cache.delete(key),
        })),
      )
      return all.filter((one) => tag === undefined || one.tag === tag)
    },
  })
}

/** For every page of this browser from now on. The answer to the question is yes, and is counted. */
export async function giveNotificationArea(context: BrowserContext): Promise<void> {
  await context.addInitScript(standIn)
  await context.addInitScript(() => {
    let permission: NotificationPermission = localStorage.getItem('asked') === null ? 'default' : 'granted'
    Object.defineProperty(Notification, 'permission', { get: () => permission })
    Notification.requestPermission = () => {
      permission = 'granted'
      localStorage.setItem('asked', 'yes')
      return Promise.resolve(permission)
    }
  })
}

/** For the worker, once it runs. */
export async function giveWorkerNotificationArea(context: BrowserContext): Promise<void> {
  for (const worker of context.serviceWorkers()) await worker.evaluate(standIn)
}

/** What is on the screen, by title. */
export const notedIn = async (page: Page): Promise<Noted[]> =>
  page.evaluate(async () => {
    const all = await (await navigator.serviceWorker.ready).getNotifications()
    return all
      .map(({ title, body, tag, data }) => ({ title, body, tag, data: String(data) }))
      .sort((a, b) => a.title.localeCompare(b.title))
  })

export const clearArea = async (page: Page): Promise<void> =>
  page.evaluate(async () => void (await caches.delete('notification area')))

/** A click on the notification of this tag: the browser tells the worker. */
export async function clickNoted(context: BrowserContext, tag: string): Promise<void> {
  const [worker] = context.serviceWorkers()
  await worker?.evaluate(async (clicked) => {
    const scope = globalThis as unknown as { registration: ServiceWorkerRegistration }
    const [notification] = await scope.registration.getNotifications({ tag: clicked })
    const event = new Event('notificationclick')
    dispatchEvent(Object.assign(event, { notification, waitUntil: (work: Promise<unknown>) => work }))
  }, tag)
}
