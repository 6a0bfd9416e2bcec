/**
 * The service worker. It opens the page when there is no network, takes what other apps share, and shows pushes. A page comes from the
 * network whenever that answers: so no old page meets a new server, and the page's own check of versions stays the only one.
 */
import type { Build, Changing, Fetching, Pushed, ToWorker, WorkerSelf } from './types.ts'

declare const self: WorkerSelf
declare const BUILD: Build

const { version, base, files } = BUILD
const OURS = `earshot ${base}/ `
const KEPT = OURS + version
/** What was shared, until a page takes it. `web/offline/shared.ts` knows the name. */
const SHARED = `shared ${base}/`
const OPENING = `${base}/offline.html`
/** Files that another app may share at once. A message carries no more. */
const MOST_SHARED = 10
const MOST_SHARED_BYTES = 500_000_000
const ASSETS = `${base}/assets/`
/** The addresses of rooms and messages. Others, such as files and invitations, are of no use without a network. */
const PAGE =
  /^\/(?!(?:api|assets|owner|invite|sign-in|confirm-mail|new-password|unsubscribe|healthz|readyz|metrics)(?:\/|$))(?:[\w-]+(?:\/\d+)?)?\/?$/
/** A network that has not answered by then, in ms, is as good as none. */
const PATIENCE_MS = 4_000

self.addEventListener('install', (event) => event.waitUntil(install()))
self.addEventListener('activate', (event) => event.waitUntil(activate()))
self.addEventListener('message', (event) => {
  const { used } = event.data as ToWorker
  if (used) event.waitUntil(keepUsed(used))
})

self.addEventListener('push', (event) => event.waitUntil(show((event.data?.json() ?? {}) as Pushed)))
self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(lead((event.notification.data as string | undefined) ?? `${base}/`))
})
self.addEventListener('pushsubscriptionchange', (event) => event.waitUntil(subscribeAgain(event)))

self.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request
  const { origin, pathname } = new URL(url)
  if (origin !== location.origin || !pathname.startsWith(`${base}/`)) return
  const path = pathname.slice(base.length)
  if (mode === 'navigate' && method === 'POST' && path === '/share') event.respondWith(takeShared(event.request))
  else if (mode === 'navigate' && method === 'GET' && PAGE.test(path)) event.respondWith(openPage(event))
  else if (method === 'GET' && pathname.startsWith(ASSETS)) event.respondWith(asset(event.request))
})

async function install(): Promise<void> {
  const opening = await fetch(OPENING, { cache: 'no-store', credentials: 'omit' })
  // The server may have got another build meanwhile. The browser then asks for that one's worker.
  const text = await opening.clone().text()
  if (!opening.ok || !text.includes(JSON.stringify(version))) throw new Error('The page is of another build.')
  const cache = await caches.open(KEPT)
  await Promise.all([cache.put(OPENING, opening), cache.addAll(files)])
  await self.skipWaiting()
}

async function activate(): Promise<void> {
  for (const name of await caches.keys()) if (name.startsWith(OURS) && name !== KEPT) await caches.delete(name)
  // Otherwise a navigation would wait for the worker to start.
  await self.registration.navigationPreload?.enable()
  await self.clients.claim()
}

async function openPage(event: Fetching): Promise<Response> {
  const network = event.preloadResponse.then((answer) => answer ?? fetch(event.request))
  const answer = await Promise.race([network.catch(() => undefined), afterPatience()])
  // A proxy whose server is away answers in its place.
  if (answer && (answer.status < 502 || answer.status > 504)) return answer
  return (await caches.match(OPENING, { cacheName: KEPT })) ?? network
}

const afterPatience = (): Promise<undefined> => new Promise((over) => setTimeout(() => over(undefined), PATIENCE_MS))

/** A file is named by its content, so one that is kept is the right one. */
async function asset(request: Request): Promise<Response> {
  const kept = await caches.match(request.url, { cacheName: KEPT, ignoreVary: true })
  if (kept) return kept
  const answer = await fetch(request)
  if (answer.ok) await keep(request.url, answer.clone())
  return answer
}

/** A full disk keeps nobody from reading on. After a sign-out nothing is kept any more. */
async function keep(url: string, answer: Response): Promise<void> {
  if (!(await caches.has(KEPT))) return
  const cache = await caches.open(KEPT)
  await cache.put(url, answer).catch(() => undefined)
}

async function keepUsed(urls: readonly string[]): Promise<void> {
  for (const url of urls) {
    const { origin, pathname } = new URL(url)
    if (origin === location.origin && pathname.startsWith(ASSETS)) await asset(new Request(url)).catch(() => undefined)
  }
}

/** What another app shares waits for the page, which asks for the room. */
async function takeShared(request: Request): Promise<Response> {
  const form = await request.formData()
  const parts = ['title', 'text', 'url'].map((name) => form.get(name)).filter((part) => typeof part === 'string')
  const text = parts
    .filter((part) => part !== '')
    .join('\n')
    .slice(0, 16_384)
    .toWellFormed()
  const files = form
    .getAll('files')
    .filter((file) => file instanceof File)
    .slice(0, MOST_SHARED)
  // Any page can send something here. What is too large for a message, or nothing, takes the place of nothing.
  const bytes = files.reduce((sum, { size }) => sum + size, 0)
  if (bytes <= MOST_SHARED_BYTES && (text !== '' || files.length > 0)) {
    await caches.delete(SHARED)
    const cache = await caches.open(SHARED)
    await cache.put(`${base}/shared/text`, new Response(text))
    for (const [at, file] of files.entries()) {
      const headers = { 'content-type': file.type, 'x-name': encodeURIComponent(file.name.toWellFormed()) }
      await cache.put(`${base}/shared/file/${at}`, new Response(file, { headers }))
    }
  }
  return Response.redirect(`${base}/`, 303)
}

/** Every push shows something, as browsers demand. The tag is its room's, so a room has one notification. */
async function show({ notification = {}, app_badge: badge, read = [] }: Pushed): Promise<void> {
  const { title = 'Earshot', body = '', tag = '', navigate = `${base}/`, lang = '', silent = false } = notification
  const icons = { icon: `${base}/icon-192.png`, badge: `${base}/badge.png` }
  // Another message of a room makes itself heard again.
  const again = { tag, renotify: tag !== '' && !silent }
  await self.registration.showNotification(title, { body, lang, silent, data: navigate, ...icons, ...again })
  for (const gone of read) for (const one of await self.registration.getNotifications({ tag: gone })) one.close()
  if (badge === undefined || !navigator.setAppBadge) return
  await (badge > 0 ? navigator.setAppBadge(badge) : navigator.clearAppBadge()).catch(() => undefined)
}

/** Goes there in the open page, or opens one. */
async function lead(navigate: string): Promise<void> {
  const { href } = new URL(navigate, location.origin)
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const ours = pages.filter(({ url }) => new URL(url).pathname.startsWith(`${base}/`))
  const page = ours.find(({ visibilityState }) => visibilityState === 'visible') ?? ours[0]
  if (!page) return void (await self.clients.openWindow(href))
  page.postMessage({ goTo: href })
  await page.focus().catch(() => undefined)
}

/** The browser has changed the subscription. The cookie says whose it is. */
async function subscribeAgain({ oldSubscription, newSubscription }: Changing): Promise<void> {
  const { pushManager } = self.registration
  const now = newSubscription ?? (oldSubscription && (await pushManager.subscribe(oldSubscription.options)))
  if (!now) return
  const { endpoint, keys } = now.toJSON()
  const headers = { 'content-type': 'application/json' }
  await fetch(`${base}/api/push`, { method: 'POST', headers, body: JSON.stringify({ endpoint, keys }) })
}
