/** Who are you? Answered once for each connection, before it hears or says anything. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { Socket } from 'socket.io'
import * as v from 'valibot'
import { type Failure, Refusal } from '../../protocol/errors.ts'
import type { Caller } from '../chat/caller.ts'
import type { Tools } from '../chat/tools.ts'
import { type Origin, recognize } from '../chat/people/arrive.ts'
import { runArrival } from '../chat/run.ts'
import { readSessionCookie } from '../doors/cookies.ts'
import { deviceOf } from '../doors/device.ts'
import type { Origins } from '../doors/origins.ts'

/** What a connection shows of itself. A token that is shown counts, and only that. */
export type Shown = { token?: string | undefined; name?: string | undefined; origin: Origin }

const Auth = v.looseObject({ token: v.optional(v.string()), name: v.optional(v.string()) })

/** Throws `bad_request` when `auth` is not what it should be. */
export function readShown(socket: Socket, origins: Origins): Shown {
  const { auth, query, headers } = socket.handshake
  const { network, device } = socket.request as unknown as SlimRequest
  const origin = { network, device }
  const parsed = v.safeParse(Auth, auth)
  if (!parsed.success) throw new Refusal('bad_request', 'auth takes { token } or { name }, both strings.')
  const { token, name } = parsed.output
  if (token !== undefined) return { token, origin }
  const named = name ?? (typeof query.name === 'string' ? query.name : undefined)
  return { token: named === undefined ? cookieOf(headers, origins) : undefined, name: named, origin }
}

function cookieOf(headers: IncomingHttpHeaders, origins: Origins): string | undefined {
  return origins.isOwnPage(headers) ? readSessionCookie(headers.cookie) : undefined
}

/** The caller, and the token if this connection made a guest. A bad token is `unauthorized`, never silently a guest. */
export async function identify(tools: Tools, shown: Shown): Promise<{ caller: Caller; newToken?: string }> {
  if (shown.token !== undefined) {
    const caller = await recognize(tools, shown.token)
    if (!caller) throw new Refusal('unauthorized', 'That token is not valid (any more).')
    return { caller }
  }
  if (shown.name === undefined) throw new Refusal('unauthorized', 'Connect with auth: { token } or auth: { name }.')
  const result = await runArrival(tools, 'session:start', shown.origin, { name: shown.name })
  if (!result.ok) throw new Refusal(result.error.code, result.error.message, result.error.retryAfterMs)
  return { caller: result.value.caller, newToken: result.value.token }
}

/**
 * A Socket.IO middleware: who throws on the way in is refused with what was thrown. `enter` answers with the caller, or
 * with nobody for a connection that only listens.
 */
export function admit<S extends Socket>(
  { limits, onBug }: Tools,
  origins: Origins,
  enter: (socket: S, shown: Shown) => Promise<Caller | undefined>,
) {
  const counted = new WeakSet<object>()
  /** Guests of one network have so many places, and so has a person. A connection takes one, through however many doors. */
  const takePlace = ({ conn }: S, take: () => () => void) => {
    if (counted.has(conn)) return
    conn.once('close', take())
    counted.add(conn)
  }
  const check = async (socket: S) => {
    const shown = readShown(socket, origins)
    const asGuest = () => limits.enterAsGuest(shown.origin.network)
    // Before a guest is made for nothing.
    if (shown.token === undefined) takePlace(socket, asGuest)
    const caller = await enter(socket, shown)
    if (caller) takePlace(socket, caller.user.kind === 'guest' ? asGuest : () => limits.enterAsPerson(caller.user.id))
  }
  return (socket: S, next: (error?: Error) => void): void => {
    check(socket).then(
      () => next(),
      (error: unknown) => next(toConnectError(error, onBug)),
    )
  }
}

/** The error of a refused connection as Socket.IO wants it: `connect_error` carries `data`. */
export function toConnectError(error: unknown, onBug: Tools['onBug']): Error & { data: Failure } {
  if (!(error instanceof Refusal)) onBug(error, 'handshake')
  const data: Failure =
    error instanceof Refusal ? error.toFailure() : { code: 'internal', message: 'Something went wrong here.' }
  return Object.assign(new Error(data.message), { data })
}

export type EngineRequest = IncomingMessage & { _query: unknown }
export type SlimRequest = ReturnType<typeof slimRequest>

/** What a handshake reads of a request, so that the request itself need not be kept for as long as the connection. */
export function slimRequest(request: EngineRequest, networkOf: (request: IncomingMessage) => string) {
  const { cookie, origin, host, referer } = request.headers
  return {
    headers: { cookie, origin, host, referer, 'sec-fetch-site': request.headers['sec-fetch-site'] },
    url: request.url,
    _query: request._query,
    connection: { encrypted: 'encrypted' in request.socket },
    network: networkOf(request),
    device: deviceOf(request.headers['user-agent']),
  }
}
