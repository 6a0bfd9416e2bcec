/** Door two: HTTP. The API, the page, and whether we are well. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { LOBBY } from '../../protocol/limits.ts'
import type { Boot, HistoryPage } from '../../protocol/models.ts'
import { PROTOCOL } from '../../protocol/version.ts'
import { type Caller, signed } from '../chat/caller.ts'
import type { Tools } from '../chat/tools.ts'
import { previewRoom } from '../chat/messages/history.ts'
import { recognize } from '../chat/people/arrive.ts'
import { run } from '../chat/run.ts'
import { readSessionCookie } from '../doors/cookies.ts'
import { EventStreams } from './events.ts'
import type { Origins } from '../doors/origins.ts'
import type { Asset, Page } from './page.ts'
import { createApi, type Env } from './routes.ts'

const CONTENT_SECURITY_POLICY = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  manifestSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
  requireTrustedTypesFor: ["'script'"],
  trustedTypes: ["'none'"],
}

/** How long a yes to "are you ready?" holds, in ms. */
const READY_HOLDS_MS = 1_000

export type HttpDoorOptions = {
  page: Page
  origins: Origins
  server: { name: string; version: string }
  proxies: number
  /** False from the moment we are told to stop. */
  isStaying: () => boolean
}

export type HttpDoor = { listener: (request: IncomingMessage, response: ServerResponse) => void; close: () => void }

export function createHttpDoor(tools: Tools, { page, origins, server, proxies, isStaying }: HttpDoorOptions): HttpDoor {
  const events = new EventStreams(tools)
  let readyAt = -Infinity
  const app = new Hono<Env>()

  app.use(
    secureHeaders({
      contentSecurityPolicy: CONTENT_SECURITY_POLICY,
      // Our own requests may say which page they come from: over plain HTTP that is what vouches for the cookie.
      referrerPolicy: 'same-origin',
      xFrameOptions: 'DENY',
      // Only HTTPS may promise HTTPS, and whether it is spoken is for the proxy in front to say.
      strictTransportSecurity: false,
    }),
  )
  app.get('/healthz', (c) => c.text('ok\n'))
  app.get('/readyz', async (c) =>
    (await isReady()) ? c.text('ready\n') : c.text('not ready\n', 503, { 'Retry-After': '1' }),
  )
  app.route('/api', createApi({ tools, origins, events, proxies }))
  app.get('/', (c) => servePage(c, LOBBY))
  for (const path of ['/owner', '/invite', '/sign-in']) app.get(path, serveArrival)
  app.get('/:slug{[A-Za-z0-9][A-Za-z0-9_-]{0,63}}', (c) => servePage(c, c.req.param('slug')))
  app.get('/:slug{[A-Za-z0-9][A-Za-z0-9_-]{0,63}}/:seq{[1-9][0-9]{0,14}}', (c) =>
    servePage(c, c.req.param('slug'), Number(c.req.param('seq'))),
  )
  app.get('*', (c) => serveAsset(c, page.assets.get(c.req.path.slice(1))))
  app.notFound((c) => c.text('There is nothing here.\n', 404))
  app.onError((error, c) => {
    tools.onBug(error, `${c.req.method} ${c.req.routePath}`)
    return c.text('Something went wrong here. It has been logged.\n', 500)
  })
  const answerWith = getRequestListener(app.fetch)
  const listener: HttpDoor['listener'] = (request, response) => void answerWith(request, response)
  return { listener, close: () => events.close() }

  // It writes to find out; however many ask, while all is well it does so once a second.
  async function isReady(): Promise<boolean> {
    if (!isStaying()) return false
    if (performance.now() - readyAt < READY_HOLDS_MS) return true
    const isWritable = await tools.store.isWritable().catch(() => false)
    if (isWritable) readyAt = performance.now()
    return isWritable
  }

  async function servePage(c: Context<Env>, slug: string, around?: number) {
    const caller = await callerOfPage(c)
    const shown = caller ? await shownToMember(caller) : await previewRoom(tools, slug, around)
    // A room is also found by its id, and by what it was called before: that address is left behind.
    if (shown && slug !== shown.room.slug)
      return c.redirect(`/${shown.room.slug}${around === undefined ? '' : `/${around}`}`, 302)
    const boot: Boot = { ...bare(), ...(caller && (await about(caller))), ...(shown && { page: shown }) }
    return c.html(page.render(boot), shown || slug === LOBBY ? 200 : 404, { 'Cache-Control': 'no-store' })

    async function shownToMember(member: Caller): Promise<HistoryPage | undefined> {
      const result = await run(tools, 'room:history', member, { roomId: slug, ...(around !== undefined && { around }) })
      return result.ok ? result.value : undefined
    }
  }

  /** The page that reads what stands behind # in its address, which no server is told. */
  async function serveArrival(c: Context<Env>) {
    const caller = await callerOfPage(c)
    const boot: Boot = { ...bare(), ...(caller && (await about(caller))) }
    return c.html(page.render(boot), 200, { 'Cache-Control': 'no-store' })
  }

  function bare(): Boot {
    return { protocol: PROTOCOL, server, epoch: tools.store.epoch, access: tools.access }
  }

  async function about(caller: Caller): Promise<Pick<Boot, 'you' | 'me' | 'rooms'>> {
    const [me, rooms] = await Promise.all([tools.store.meOf(caller.user.id), tools.store.roomsOf(signed(caller))])
    return { you: caller.user, me, rooms }
  }

  // Opening a page changes nothing, so here the cookie counts wherever the link to it stood.
  async function callerOfPage(c: Context<Env>) {
    const token = readSessionCookie(c.req.header('Cookie'))
    return token === undefined ? undefined : recognize(tools, token)
  }
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
