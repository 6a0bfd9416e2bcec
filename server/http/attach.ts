/** Door two: HTTP. The API, the page, and the health checks. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { LOBBY } from '../../protocol/limits.ts'
import type { Boot, RoomView, ServerInfo } from '../../protocol/models.ts'
import { PROTOCOL } from '../../protocol/version.ts'
import { type Caller, signed } from '../chat/caller.ts'
import type { Connected } from '../chat/counts.ts'
import type { Tools } from '../chat/tools.ts'
import { previewedRoom, previewOf } from '../chat/messages/history.ts'
import { recognize } from '../chat/people/arrive.ts'
import { tokensToKeep } from '../chat/people/device-tokens.ts'
import { OnceIn } from '../chat/people/once-in.ts'
import { run } from '../chat/run.ts'
import { ChatLooks } from './chat-look.ts'
import { EventStreams } from './events.ts'
import type { Doorkeeper } from '../doors/doorkeeper.ts'
import { manifestFor } from './manifest.ts'
import { MOST_CHARACTERS, withFewMessages } from './first-messages.ts'
import type { Asset, Page } from './page.ts'
import type { Env } from './env.ts'
import { createApi, setCookies } from './routes.ts'
import { showStopPage, stopByLink } from './unsubscribe.ts'
import { StrangerPages } from './stranger-pages.ts'

const CONTENT_SECURITY_POLICY = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  // Chosen pictures and recordings are shown before the server has them.
  imgSrc: ["'self'", 'data:', 'blob:'],
  mediaSrc: ["'self'", 'blob:'],
  connectSrc: ["'self'"],
  manifestSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
  requireTrustedTypesFor: ["'script'"],
  // The worker that colours code: web/highlight/highlight.ts.
  // And the service worker: web/offline/register.ts.
  trustedTypes: ['colouring', 'offline'],
}

const ROOM_PATH = /^\/(?!(?:api|assets)(?:\/|$))(?:[a-z0-9][\w-]{0,63}(?:\/[1-9]\d{0,14})?)?$/i

const NOT_STORED = { 'Cache-Control': 'no-store' }

/** How long a positive answer to the readiness check holds, in ms. */
const READY_HOLDS_MS = 1_000
/** A cookie ends a year after it was set, and a session a year after its last use. */
const RENEW_COOKIES_MS = 24 * 60 * 60 * 1_000

type HttpDoorOptions = {
  page: Page
  /** The path below which everything is; the front door has taken it off each request. */
  base: string
  doorkeeper: Doorkeeper
  server: ServerInfo
  /** False from the moment of the stop signal. */
  isStaying: () => boolean
}

type HttpDoor = {
  request: (request: IncomingMessage, response: ServerResponse) => void
  /** The open streams of events. */
  connected: () => Connected[]
  endLostVisits: () => Promise<void>
  close: () => void
}

export function createHttpDoor(tools: Tools, { page, base, doorkeeper, server, isStaying }: HttpDoorOptions): HttpDoor {
  const events = new EventStreams(tools)
  const looks = new ChatLooks(tools)
  const strangerPages = new StrangerPages()
  const renewal = new OnceIn(RENEW_COOKIES_MS)
  const worker = page.worker(server.version)
  let readyAt = -Infinity
  const app = new Hono<Env>()

  app.use(
    secureHeaders({
      contentSecurityPolicy: CONTENT_SECURITY_POLICY,
      // Our own requests send their page as the referrer: over plain HTTP the cookie counts only with it.
      referrerPolicy: 'same-origin',
      xFrameOptions: 'DENY',
      // Only HTTPS may promise HTTPS. The proxy in front knows whether it is used.
      strictTransportSecurity: false,
    }),
  )
  app.get('/healthz', (c) => c.text('ok\n'))
  app.get('/readyz', async (c) =>
    (await isReady()) ? c.text('ready\n') : c.text('not ready\n', 503, { 'Retry-After': '1' }),
  )
  app.route('/api', createApi({ tools, doorkeeper, events, base }))
  app.get('/', (c) => servePage(c, LOBBY))
  app.get('/manifest.webmanifest', async (c) =>
    c.body(manifestFor(base, await looks.now(), c.req.header('Accept-Language')), 200, {
      'Content-Type': 'application/manifest+json',
      'Cache-Control': 'no-cache',
      Vary: 'Accept-Language',
    }),
  )
  // The browser looks for another worker at each visit, and must see the present one.
  app.get('/sw.js', (c) =>
    c.body(worker, 200, { 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': 'no-cache' }),
  )
  // The page that the worker keeps. It holds nothing of anybody.
  app.get('/offline.html', async (c) => c.html(page.render({ ...(await bare()), isKept: true }), 200, NOT_STORED))
  // A browser whose worker is not there yet: what was shared is lost, and the page opens.
  app.post('/share', (c) => c.redirect(`${base}/`, 303))
  app.get('/picture/:hash{[0-9a-f]{64}}', (c) => looks.serve(c, c.req.param('hash')))
  for (const path of ['/owner', '/invite', '/sign-in', '/confirm-mail', '/new-password']) app.get(path, serveArrival)
  if (tools.hasMail) {
    app.get('/unsubscribe', (c) => showStopPage(c, tools))
    app.post('/unsubscribe', (c) => stopByLink(c, tools, doorkeeper.networkOf(c.env.incoming)))
  }
  app.get('/:slug{[A-Za-z0-9][A-Za-z0-9_-]{0,63}}', (c) => servePage(c, c.req.param('slug')))
  app.get('/:slug{[A-Za-z0-9][A-Za-z0-9_-]{0,63}}/:seq{[1-9][0-9]{0,14}}', (c) =>
    servePage(c, c.req.param('slug'), Number(c.req.param('seq'))),
  )
  app.get('*', (c) => {
    const tidy = tidyRoomPath(c.req.path)
    return tidy === undefined ? serveAsset(c, page.assets.get(c.req.path.slice(1))) : c.redirect(base + tidy, 302)
  })
  app.notFound((c) => c.text('There is nothing here.\n', 404))
  app.onError((error, c) => {
    tools.onBug(error, `${c.req.method} ${c.req.routePath}`)
    return c.text('Something went wrong on the server. The error was logged.\n', 500)
  })
  const answerWith = getRequestListener(app.fetch)
  return {
    request: (request, response) => void answerWith(request, response),
    connected: () => [{ door: 'events', transport: 'http', count: events.size }],
    endLostVisits: () => events.endLostVisits(),
    close: () => events.close(),
  }

  // The check writes. While all is well it writes at most once a second, however many ask.
  async function isReady(): Promise<boolean> {
    if (!isStaying()) return false
    if (performance.now() - readyAt < READY_HOLDS_MS) return true
    const isWritable = await tools.store.isWritable().catch(() => false)
    if (isWritable) readyAt = performance.now()
    return isWritable
  }

  async function servePage(c: Context<Env>, slug: string, around?: number) {
    const caller = await callerOfPage(c)
    return caller ? servePageTo(c, caller, slug, around) : servePageToStranger(c, slug, around)
  }

  async function servePageTo(c: Context<Env>, caller: Caller, slug: string, around?: number) {
    const result = await run(tools, 'room:history', caller, { roomId: slug, ...(around !== undefined && { around }) })
    const shown = result.ok ? withFewMessages(result.value, around) : undefined
    if (shown && slug !== shown.room.slug) return leaveBehind(c, shown.room, around)
    return html(
      c,
      page.render({ ...(await bare()), ...(await about(caller)), ...(shown && { page: shown }) }),
      shown,
      slug,
    )
  }

  async function servePageToStranger(c: Context<Env>, slug: string, asked?: number) {
    const room = await previewedRoom(tools, slug)
    if (!room) return html(c, page.render(await bare()), room, slug)
    const around = asked === undefined ? undefined : Math.min(asked, room.lastSeq + 1)
    if (slug !== room.slug) return leaveBehind(c, room, asked)
    const state = { ...room, chat: await looks.now() }
    const rendered = await strangerPages.of(state, around, async () => {
      const shown = await previewOf(tools, room, around, MOST_CHARACTERS)
      const boot = { ...(await bare()), ...(shown && { page: withFewMessages(shown, around) }) }
      return new TextEncoder().encode(page.render(boot))
    })
    return html(c, rendered, room, slug)
  }

  /** A room is also found by its id and by its former slugs. The browser then goes to its present address. */
  function leaveBehind(c: Context<Env>, { slug }: RoomView, around?: number) {
    return c.redirect(`${base}/${slug}${around === undefined ? '' : `/${around}`}`, 302)
  }

  function html(c: Context<Env>, rendered: string | Uint8Array<ArrayBuffer>, found: object | undefined, slug: string) {
    const status = found || slug === LOBBY ? 200 : 404
    return c.body(rendered, status, { 'Content-Type': 'text/html; charset=UTF-8', 'Cache-Control': 'no-store' })
  }

  /** The page for addresses with a secret behind #, which browsers do not send. */
  async function serveArrival(c: Context<Env>) {
    const caller = await callerOfPage(c)
    const boot: Boot = { ...(await bare()), ...(caller && (await about(caller))) }
    return c.html(page.render(boot), 200, NOT_STORED)
  }

  async function bare(): Promise<Boot> {
    const chat = await looks.now()
    return { protocol: PROTOCOL, server, epoch: tools.store.epoch, access: tools.access, ...(chat && { chat }) }
  }

  async function about(caller: Caller): Promise<Pick<Boot, 'you' | 'me' | 'preferences' | 'rooms'>> {
    const who = signed(caller)
    const [me, preferences, rooms] = await Promise.all([
      tools.store.meOf(caller.user.id),
      tools.store.preferences(who),
      tools.store.roomsOf(who),
    ])
    return { you: caller.user, me, preferences, rooms }
  }

  // Opening a page changes nothing, so here the cookie counts wherever the link to it stood.
  async function callerOfPage(c: Context<Env>) {
    const { incoming } = c.env
    const token = doorkeeper.tokenOf(incoming)
    const caller = token === undefined ? undefined : await recognize(tools, token, doorkeeper.networkOf(incoming))
    if (!caller) return undefined
    const shown = doorkeeper.deviceTokensOf(incoming)
    const isDue = renewal.isDue(caller.sessionId)
    if (isDue) setCookies(c, doorkeeper.keep(incoming, token!))
    // A person who has set a password since then is known from now on.
    if (isDue || shown.length === 0)
      setCookies(c, doorkeeper.keepDevice(incoming, await tokensToKeep(tools, caller, shown)))
    return caller
  }
}

/** `/lobby/` and `//lobby` mean `/lobby`. Undefined for a correct address, and for one of no room. */
function tidyRoomPath(path: string): string | undefined {
  const tidy = `/${path.split('/').filter(Boolean).join('/')}`
  return tidy !== path && ROOM_PATH.test(tidy) ? tidy : undefined
}

function serveAsset(c: Context, asset: Asset | undefined) {
  if (!asset) return c.notFound()
  const isNamedByContent = c.req.path.startsWith('/assets/')
  c.header('Content-Type', asset.type)
  c.header('Cache-Control', isNamedByContent ? 'public, max-age=31536000, immutable' : 'public, max-age=3600')
  c.header('Vary', 'Accept-Encoding')
  if (!asset.brotli || !/\bbr\b/.test(c.req.header('Accept-Encoding') ?? '')) return c.body(asset.body)
  c.header('Content-Encoding', 'br')
  return c.body(asset.brotli)
}
