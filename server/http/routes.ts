/** The API: each route is a command over the same gate as the sockets'. */
import { randomUUID } from 'node:crypto'
import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { ArrivalName, CommandName } from '../../protocol/commands.ts'
import { type ErrorCode, type Failure, Refusal } from '../../protocol/errors.ts'
import type { Caller } from '../chat/caller.ts'
import type { Tools } from '../chat/tools.ts'
import { recognize } from '../chat/people/arrive.ts'
import { run, runArrival, toNewSession } from '../chat/run.ts'
import { clientNetwork, isSecure } from '../doors/address.ts'
import { forgetSessionCookie, readSessionCookie, sessionCookie } from '../doors/cookies.ts'
import { deviceOf } from '../doors/device.ts'
import { ROUTES, statusOf, typed } from './api-routes.ts'
import type { EventStreams } from './events.ts'
import type { Origins } from '../doors/origins.ts'

/** As many bytes as a Socket.IO packet may have. */
const MAX_REQUEST_BYTES = 65_536

const ARRIVING = /\/(session|owner)$/

const STATUS: Record<ErrorCode, ContentfulStatusCode> = {
  bad_request: 400,
  unauthorized: 401,
  forbidden: 403,
  banned: 403,
  not_found: 404,
  conflict: 409,
  too_long: 413,
  rate_limited: 429,
  internal: 500,
  overloaded: 503,
  storage_unavailable: 503,
}

export type Env = { Bindings: HttpBindings }
export type ApiOptions = { tools: Tools; origins: Origins; events: EventStreams; proxies: number }

export function createApi({ tools, origins, events, proxies }: ApiOptions): Hono<Env> {
  const api = new Hono<Env>()

  api.use(async (c, next) => {
    const { headers } = c.env.incoming
    if (origins.isForeign(headers)) throw new Refusal('forbidden', 'This page may not speak to this server.')
    for (const [name, value] of Object.entries(headersFor(headers.origin))) c.header(name, value)
    await next()
  })
  api.options('*', (c) => c.body(null, 204))
  api.use(
    bodyLimit({
      maxSize: MAX_REQUEST_BYTES,
      // To come in takes a name, a password, a code: what is longer than a request is none of them.
      onError: (c) =>
        refuse(
          ARRIVING.test(c.req.path) ? 'bad_request' : 'too_long',
          `A request has at most ${MAX_REQUEST_BYTES} bytes.`,
        ),
    }),
  )

  api.get('/', async (c) => {
    // Few ever ask, and what makes the description is large.
    const { describeApi } = await import('./openapi.ts')
    return c.json(describeApi())
  })

  api.post('/session', (c) => letIn(c, 'session:start'))
  api.post('/owner', (c) => letIn(c, 'owner:start'))

  api.delete('/session', async (c) => {
    const result = await run(tools, 'session:end', await callerOf(c), {})
    if (!result.ok) return fail(c, result.error)
    c.header('Set-Cookie', forgetSessionCookie(isSecure(c.env.incoming, proxies)))
    return c.body(null, 204)
  })

  api.post('/rooms/:roomId/messages', async (c) => {
    const said = isText(c) ? { body: await readText(c) } : await readJson(c)
    const result = await run(tools, 'message:send', await callerOf(c), {
      clientId: randomUUID(),
      ...said,
      roomId: c.req.param('roomId'),
    })
    if (!result.ok) return fail(c, result.error)
    return c.json(result.value, 201, { Location: `/${c.req.param('roomId')}/${result.value.seq}` })
  })

  api.get('/rooms/:roomId/events', async (c) => {
    const caller = await callerOf(c)
    const now = await run(tools, 'room:history', caller, { roomId: c.req.param('roomId'), limit: 1 })
    if (!now.ok) return fail(c, now.error)
    const { id, rev } = now.value.room
    const { limits } = tools
    const leave =
      caller.user.kind === 'guest'
        ? limits.enterAsGuest(clientNetwork(c.env.incoming, proxies))
        : limits.enterAsPerson(caller.user.id)
    c.env.outgoing.on('close', leave)
    if (c.req.method === 'HEAD') return c.body(null, 200, { 'Content-Type': 'text/event-stream' })
    // The stream is written past the library that sets them elsewhere.
    c.env.outgoing.setHeaders(new Map(Object.entries(headersFor(c.env.incoming.headers.origin))))
    events.open(id, rev, caller, c.req.header('Last-Event-ID'), c.env.outgoing)
    return RESPONSE_ALREADY_SENT
  })

  for (const [name, [method, path]] of Object.entries(ROUTES) as [CommandName, (typeof ROUTES)[CommandName]][]) {
    if (name !== 'message:send') api.on(method, path, (c) => answer(c, name))
  }

  api.all('*', (c) => fail(c, { code: 'not_found', message: 'There is no such route. GET /api lists them.' }))
  api.onError((error, c) => {
    if (error instanceof Refusal) return fail(c, error.toFailure())
    if (error instanceof UnsupportedType) return c.json({ error: { code: 'bad_request', message: error.message } }, 415)
    tools.onBug(error, `${c.req.method} ${c.req.routePath}`)
    return fail(c, { code: 'internal', message: 'Something went wrong here. It has been logged.' })
  })
  return api

  function headersFor(origin: string | undefined): Record<string, string> {
    const always = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' }
    return origin !== undefined && origins.isAllowed(origin) ? { ...always, ...corsHeaders(origin) } : always
  }

  /** Who asks. Throws `unauthorized`, or `forbidden` for a cookie that another page could have made the browser send. */
  async function callerOf(c: Context<Env>): Promise<Caller> {
    const { headers } = c.env.incoming
    const bearer = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1]
    const cookie = bearer === undefined ? readSessionCookie(headers.cookie) : undefined
    if (cookie !== undefined && c.req.method !== 'GET' && !origins.isOwnPage(headers)) {
      throw new Refusal(
        'forbidden',
        'The cookie counts only for requests from this server’s own page. Programs send a token.',
      )
    }
    const token = bearer ?? cookie
    const caller = token === undefined ? undefined : await recognize(tools, token)
    if (!caller)
      throw new Refusal(
        'unauthorized',
        'Send "Authorization: Bearer TOKEN". POST /api/session {"name": "Ann"} gives one.',
      )
    tools.uses.note(caller, clientNetwork(c.env.incoming, proxies))
    return caller
  }

  async function answer(c: Context<Env>, name: CommandName) {
    const given = { ...c.req.query(), ...c.req.param() }
    const more = c.req.method === 'GET' || !(await hasBody(c)) ? {} : await readJson(c)
    const result = await run(tools, name, await callerOf(c), { ...more, ...typed(name, given) })
    if (!result.ok) return fail(c, result.error)
    const status = statusOf(name, result.value)
    return status === 204 ? c.body(null, 204) : c.json(result.value, status)
  }

  async function letIn(c: Context<Env>, name: ArrivalName) {
    const { incoming } = c.env
    const origin = { network: clientNetwork(incoming, proxies), device: deviceOf(incoming.headers['user-agent']) }
    const result = await runArrival(tools, name, origin, await readJson(c))
    if (!result.ok) return fail(c, result.error)
    c.header('Set-Cookie', sessionCookie(result.value.token, isSecure(incoming, proxies)))
    return c.json(toNewSession(result.value), 201)
  }
}

/** Not a code of its own: only HTTP knows it. */
class UnsupportedType extends Error {}

function refuse(code: ErrorCode, message: string): never {
  throw new Refusal(code, message)
}

function fail(c: Context, error: Failure): Response {
  const status = STATUS[error.code]
  if (status === 429 || status === 503)
    c.header('Retry-After', String(Math.ceil((error.retryAfterMs ?? 1_000) / 1_000)))
  if (status === 401) c.header('WWW-Authenticate', 'Bearer')
  return c.json({ error }, status)
}

const corsHeaders = (origin: string): Record<string, string> => ({
  'Access-Control-Allow-Origin': origin,
  'Access-Control-Allow-Headers': 'authorization, content-type, last-event-id',
  'Access-Control-Allow-Methods': 'GET, POST, PUT, PATCH, DELETE',
  Vary: 'Origin',
})

const typeOf = (c: Context): string =>
  (c.req.header('Content-Type') ?? 'text/plain').split(';')[0]!.trim().toLowerCase()

// curl -d says "form" whatever it sends; here that is the text itself.
const isText = (c: Context): boolean => ['text/plain', 'application/x-www-form-urlencoded'].includes(typeOf(c))

async function readText(c: Context): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await c.req.arrayBuffer())
  } catch {
    throw new Refusal('bad_request', 'The text is not UTF-8.')
  }
}

async function readJson(c: Context): Promise<Record<string, unknown>> {
  if (typeOf(c) !== 'application/json') throw new UnsupportedType('Send application/json or text/plain.')
  const text = await readText(c)
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch {
    throw new Refusal('bad_request', 'That is not JSON.')
  }
  throw new Refusal('bad_request', 'A JSON object is wanted.')
}

const hasBody = async (c: Context): Promise<boolean> => (await c.req.arrayBuffer()).byteLength > 0
