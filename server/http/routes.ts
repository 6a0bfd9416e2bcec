/** The API. Each route passes a command to the same gate as the sockets. */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { ArrivalName, CommandName, LookupName } from '../../protocol/commands.ts'
import { type Failure, Refusal, refusal } from '../../protocol/errors.ts'
import { MAX_EMOJI_BYTES, MAX_POSTER_BYTES } from '../../protocol/limits.ts'
import type { ErrorCode } from '../../protocol/error-codes.ts'
import type { Caller } from '../chat/caller.ts'
import { Lifetime } from '../chat/lifetime.ts'
import type { Tools } from '../chat/tools.ts'
import { type Origin, recognize } from '../chat/people/arrive.ts'
import { tokensToKeep } from '../chat/people/device-tokens.ts'
import { run, runArrival, runLookup, toNewSession } from '../chat/run.ts'
import { deviceOf } from '../doors/device.ts'
import type { Doorkeeper } from '../doors/doorkeeper.ts'
import { ROUTES, statusOf, typed } from './api-routes.ts'
import type { Env } from './env.ts'
import { postForm } from './files/form-message.ts'
import { createPictures } from './files/pictures.ts'
import { createPosters } from './files/posters.ts'
import { createServing } from './files/serving.ts'
import { createUploads } from './files/uploads.ts'
import { isForm, isNewEmoji, isPoster, isUpload } from './files/long-requests.ts'
import type { EventStreams } from './events.ts'

/** As many bytes as a Socket.IO packet may have. */
const MAX_REQUEST_BYTES = 65_536

/** The picture of an emoji in base64, which takes four characters for three bytes, and its name. */
const MAX_NEW_EMOJI_BYTES = (MAX_EMOJI_BYTES / 3) * 4 + 8_192

const UPLOADS = /\/files(?:\/|$)/
const UPLOAD_HEADERS = ['tus-resumable', 'upload-length', 'upload-offset', 'upload-metadata', 'upload-checksum']

const ARRIVING = /\/(session|owner|password)$/

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

type ApiOptions = { tools: Tools; doorkeeper: Doorkeeper; events: EventStreams; base: string }

export function createApi({ tools, doorkeeper, events, base }: ApiOptions): Hono<Env> {
  const api = new Hono<Env>()
  const sharing = cors({
    origin: (origin) => (doorkeeper.isAllowed(origin) ? origin : null),
    allowHeaders: ['authorization', 'content-type', 'last-event-id', ...UPLOAD_HEADERS],
    allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposeHeaders: [
      'Location',
      'Upload-Offset',
      'Upload-Length',
      'Tus-Resumable',
      'Tus-Version',
      'Tus-Extension',
      'Tus-Max-Size',
    ],
  })
  const limiting = bodyLimit({
    maxSize: MAX_REQUEST_BYTES,
    // Signing in needs a name, a password or a code. A longer request is none of these.
    onError: (c) =>
      refuse(
        ARRIVING.test(c.req.path) ? 'bad_request' : 'too_long',
        `The request is too large: at most ${MAX_REQUEST_BYTES} bytes.`,
      ),
  })
  let description: Uint8Array<ArrayBuffer> | undefined

  api.use(async (c, next) => {
    const { incoming } = c.env
    const foreign = doorkeeper.foreign(incoming)
    if (foreign !== undefined) throw new Refusal('forbidden', foreign)
    c.header('Cache-Control', 'no-store')
    c.header('X-Content-Type-Options', 'nosniff')
    await next()
  })
  api.use(async (c, next) => {
    // A program that asks what the uploads can do is no browser that asks what a page may do.
    const isQuestion = c.req.method === 'OPTIONS' && c.req.header('Access-Control-Request-Method') === undefined
    return isQuestion && UPLOADS.test(c.req.path) ? next() : sharing(c, next)
  })
  const limitingPosters = bodyLimit({
    maxSize: MAX_POSTER_BYTES,
    onError: () => refuse('too_long', `A poster can have at most ${MAX_POSTER_BYTES} bytes.`),
  })
  const limitingEmoji = bodyLimit({
    maxSize: MAX_NEW_EMOJI_BYTES,
    onError: () => {
      throw refusal('emoji_unfit')
    },
  })
  api.use((c, next) => {
    const { incoming } = c.env
    if (isUpload(incoming)) return next()
    if (isNewEmoji(incoming)) return limitingEmoji(c, next)
    return isPoster(incoming) ? limitingPosters(c, next) : limiting(c, next)
  })

  api.get('/', async (c) => {
    // The description is large and rarely asked for. It is made once, because any stranger may ask for it.
    const { describeApi } = await import('./openapi.ts')
    description ??= new TextEncoder().encode(JSON.stringify(describeApi(base)))
    return c.body(description, 200, { 'Content-Type': 'application/json' })
  })

  api.post('/session', (c) => letIn(c, 'session:start'))
  api.post('/owner', (c) => letIn(c, 'owner:start'))
  api.post('/password', (c) => letIn(c, 'password:start'))

  api.post('/invites/look', (c) => look(c, 'invite:look'))
  api.post('/session/look', (c) => look(c, 'session:look'))
  api.post('/owner/look', (c) => look(c, 'owner:look'))
  api.post('/password/look', (c) => look(c, 'password:look'))
  api.post('/mail/sign-in', (c) => look(c, 'mail:signIn'))
  api.post('/mail/password', (c) => look(c, 'mail:password'))

  api.delete('/session', async (c) => {
    const { incoming } = c.env
    const caller = await callerOf(c)
    // The password that was set in this session counts for the next one.
    const known = await tokensToKeep(tools, caller, doorkeeper.deviceTokensOf(incoming))
    const result = await run(tools, 'session:end', caller, {})
    if (!result.ok) return fail(c, result.error)
    setCookies(c, [...doorkeeper.forget(incoming), ...doorkeeper.keepDevice(incoming, known)])
    // Files that the user has seen must not stay for the next user of this browser.
    c.header('Clear-Site-Data', '"cache"')
    return c.body(null, 204)
  })

  api.post('/rooms/:roomId/messages', async (c) => {
    const roomId = c.req.param('roomId')
    const caller = await callerOf(c)
    const result = isForm(c.env.incoming)
      ? await postForm(tools, caller, roomId, c.env.incoming)
      : await run(tools, 'message:send', caller, {
          clientId: randomUUID(),
          ...(isText(c) ? { body: await readText(c) } : await readJson(c)),
          roomId,
        })
    if (!result.ok) return fail(c, result.error)
    return c.json(result.value, 201, {
      Location: `${base}/${roomId}/${result.value.seq}`,
    })
  })

  const ofFiles = { tools, base, callerOf }
  api.route('/files', createUploads(ofFiles))
  api.route('/files', createPosters(ofFiles))
  api.route('/files', createServing(ofFiles))
  api.route('/pictures', createPictures(ofFiles))

  api.get('/rooms/:roomId/events', async (c) => {
    const caller = await callerOf(c)
    const now = await run(tools, 'room:history', caller, { roomId: c.req.param('roomId'), limit: 1 })
    if (!now.ok) return fail(c, now.error)
    const { id, rev } = now.value.room
    const lifetime = lifetimeOf(c.env.outgoing)
    if (caller.user.kind === 'guest') tools.limits.enterAsGuest(doorkeeper.networkOf(c.env.incoming), lifetime)
    else tools.limits.enterAsPerson(caller.user.id, lifetime)
    tools.openSessions.enter(caller, lifetime)
    if (c.req.method === 'HEAD') return c.body(null, 200, { 'Content-Type': 'text/event-stream' })
    // The stream is written past Hono, so the headers of the middleware above are handed over.
    c.env.outgoing.setHeaders(c.res.headers)
    events.open(id, rev, caller, c.req.header('Last-Event-ID'), c.env.outgoing, lifetime)
    return RESPONSE_ALREADY_SENT
  })

  for (const [name, [method, path]] of Object.entries(ROUTES) as [CommandName, (typeof ROUTES)[CommandName]][]) {
    if (name !== 'message:send') api.on(method, path, (c) => answer(c, name))
  }

  api.all('*', (c) => fail(c, { code: 'not_found', message: 'Unknown route. GET /api lists all routes.' }))
  api.onError((error, c) => {
    if (error instanceof Refusal) return fail(c, error.toFailure())
    if (error instanceof UnsupportedType) return c.json({ error: { code: 'bad_request', message: error.message } }, 415)
    if (isCutOff(c.env.incoming)) return fail(c, { code: 'bad_request', message: 'The request broke off.' })
    tools.onBug(error, `${c.req.method} ${c.req.routePath}`)
    return fail(c, refusal('bug').toFailure())
  })
  return api

  function fail(c: Context, error: Failure): Response {
    tools.counts.refuse('http', error.code)
    return failed(c, error)
  }

  /** The caller. Throws `unauthorized`, or `forbidden` for a cookie that a foreign page could have sent. */
  async function callerOf(c: Context<Env>): Promise<Caller> {
    const { incoming } = c.env
    const bearer = /^Bearer\s+(\S+)$/i.exec(incoming.headers.authorization ?? '')?.[1]
    const cookie = bearer === undefined ? doorkeeper.tokenOf(incoming) : undefined
    if (cookie !== undefined && c.req.method !== 'GET' && !doorkeeper.isOwnPage(incoming)) {
      throw new Refusal(
        'forbidden',
        'The cookie works only for requests from this server’s own page. Send a token instead.',
      )
    }
    const token = bearer ?? cookie
    const network = doorkeeper.networkOf(incoming)
    const caller = token === undefined ? undefined : await recognize(tools, token, network)
    if (!caller)
      throw new Refusal(
        'unauthorized',
        'Send "Authorization: Bearer TOKEN". POST /api/session {"name": "Ann"} gives one.',
      )
    tools.uses.note(caller, network)
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

  /** For strangers, who have no account yet. */
  async function look(c: Context<Env>, name: LookupName) {
    const network = doorkeeper.networkOf(c.env.incoming)
    const result = await runLookup(tools, name, { network }, await readJson(c))
    if (!result.ok) return fail(c, result.error)
    return result.value === undefined ? c.body(null, 204) : c.json(result.value)
  }

  async function letIn(c: Context<Env>, name: ArrivalName) {
    const { incoming } = c.env
    const deviceTokens = doorkeeper.deviceTokensOf(incoming)
    const network = doorkeeper.networkOf(incoming)
    const origin: Origin = { network, device: deviceOf(incoming.headers['user-agent']), deviceTokens }
    const payload = await readJson(c)
    const result = await runArrival(tools, name, origin, payload)
    if (!result.ok) return fail(c, result.error)
    const { token, caller } = result.value
    const shown = typeof payload.device === 'string' ? [payload.device, ...deviceTokens] : deviceTokens
    const known = await tokensToKeep(tools, caller, shown)
    setCookies(c, [...doorkeeper.keep(incoming, token), ...doorkeeper.keepDevice(incoming, known)])
    return c.json(toNewSession(result.value, known?.[0]), 201)
  }
}

export function setCookies(c: Context, cookies: string[]): void {
  for (const cookie of cookies) c.header('Set-Cookie', cookie, { append: true })
}

function lifetimeOf(response: ServerResponse): Lifetime {
  const lifetime = new Lifetime()
  if (response.closed) lifetime.end()
  else response.once('close', () => lifetime.end())
  return lifetime
}

/** Whether the connection broke before the request was complete. That is no bug, and no answer can arrive. */
const isCutOff = ({ complete, destroyed }: IncomingMessage): boolean => destroyed && !complete

/** Only HTTP knows this refusal, so it has no code of its own. */
class UnsupportedType extends Error {}

function refuse(code: ErrorCode, message: string): never {
  throw new Refusal(code, message)
}

function failed(c: Context, error: Failure): Response {
  const status = STATUS[error.code]
  if (status === 429 || status === 503)
    c.header('Retry-After', String(Math.ceil((error.retryAfterMs ?? 1_000) / 1_000)))
  if (status === 401) c.header('WWW-Authenticate', 'Bearer')
  return c.json({ error }, status)
}

const typeOf = (c: Context): string =>
  (c.req.header('Content-Type') ?? 'text/plain').split(';')[0]!.trim().toLowerCase()

// `curl -d` always says "form". Here the form is the text itself.
const isText = (c: Context): boolean => ['text/plain', 'application/x-www-form-urlencoded'].includes(typeOf(c))

async function readText(c: Context): Promise<string> {
  const bytes = await c.req.arrayBuffer()
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Refusal('bad_request', 'The request’s text is not UTF-8.')
  }
}

async function readJson(c: Context): Promise<Record<string, unknown>> {
  if (typeOf(c) !== 'application/json') throw new UnsupportedType('Send application/json or text/plain.')
  const text = await readText(c)
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch {
    throw new Refusal('bad_request', 'The request’s body is not valid JSON.')
  }
  throw new Refusal('bad_request', 'The request’s body must be a JSON object.')
}

const hasBody = async (c: Context): Promise<boolean> => (await c.req.arrayBuffer()).byteLength > 0
