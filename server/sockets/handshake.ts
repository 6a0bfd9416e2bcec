/** Identifies the user of a connection, once, before any event. */
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'socket.io'
import * as v from 'valibot'
import { type Failure, Refusal, refusal } from '../../protocol/errors.ts'
import { CHAT } from '../../protocol/socket.ts'
import type { Caller } from '../chat/caller.ts'
import type { Lifetime } from '../chat/lifetime.ts'
import type { Tools } from '../chat/tools.ts'
import { type Origin, recognize } from '../chat/people/arrive.ts'
import { runArrival } from '../chat/run.ts'
import { deviceOf } from '../doors/device.ts'
import type { Doorkeeper } from '../doors/doorkeeper.ts'
import { type Connection, connectionOf } from './connection.ts'

/** The credentials of a connection. If there is a token, only the token counts. */
export type Shown = { token?: string | undefined; name?: string | undefined; origin: Origin }

const Auth = v.looseObject({ token: v.optional(v.string()), name: v.optional(v.string()) })

/** Throws `bad_request` for a wrong `auth`. */
function readShown(socket: Socket): Shown {
  const { auth, query } = socket.handshake
  // It may be as long as a packet, and would be kept for as long as the connection.
  socket.handshake.auth = {}
  const { network, device, ownToken } = socket.request as unknown as SlimRequest
  const origin = { network, device }
  const parsed = v.safeParse(Auth, auth)
  if (!parsed.success) throw new Refusal('bad_request', '`auth` takes { token } or { name }. Both are strings.')
  const { token, name } = parsed.output
  if (token !== undefined) return { token, origin }
  const named = name ?? (typeof query.name === 'string' ? query.name : undefined)
  return { token: named === undefined ? ownToken : undefined, name: named, origin }
}

/** The caller, and the token if this connection made a guest. A bad token is `unauthorized`, never silently a guest. */
export async function identify(tools: Tools, shown: Shown): Promise<{ caller: Caller; newToken?: string }> {
  if (shown.token !== undefined) {
    const caller = await recognize(tools, shown.token, shown.origin.network)
    if (!caller) throw new Refusal('unauthorized', 'This token is not valid. It may have ended.')
    return { caller }
  }
  if (shown.name === undefined) throw new Refusal('unauthorized', 'Connect with `auth: { token }` or `auth: { name }`.')
  const result = await runArrival(tools, 'session:start', shown.origin, { name: shown.name })
  if (!result.ok) throw Refusal.from(result.error)
  return { caller: result.value.caller, newToken: result.value.token }
}

/**
 * A Socket.IO middleware that refuses a connection with the error that `enter` throws. `enter` answers with the caller,
 * or with undefined for a connection that only listens.
 */
export function admit<S extends Socket>(
  { counts, limits, onBug }: Tools,
  enter: (socket: S, shown: Shown) => Promise<Caller | undefined>,
) {
  /**
   * The guests of one network share a number of places; a person has their own. A connection takes one, for all its
   * doors.
   */
  const takePlace = (connection: Connection, take: (lifetime: Lifetime) => void) => {
    if (connection.hasPlace) return
    take(connection.lifetime)
    connection.hasPlace = true
  }
  const check = async (socket: S) => {
    const connection = connectionOf(socket)
    const shown = readShown(socket)
    const asGuest = (lifetime: Lifetime) => limits.enterAsGuest(shown.origin.network, lifetime)
    // This comes before the guest is made, so that none is made for nothing.
    if (shown.token === undefined) takePlace(connection, asGuest)
    const caller = await enter(socket, shown)
    if (!caller) return
    const { id, kind } = caller.user
    takePlace(connection, kind === 'guest' ? asGuest : (lifetime) => limits.enterAsPerson(id, lifetime))
  }
  return (socket: S, next: (error?: Error) => void): void => {
    const leave = () => connectionOf(socket).leave(socket.nsp.name)
    check(socket).then(
      () => {
        socket.once('disconnect', leave)
        next()
      },
      (error: unknown) => {
        leave()
        const refused = toConnectError(error, onBug)
        counts.refuse(socket.nsp.name === CHAT ? 'typed' : 'plain', refused.data.code)
        next(refused)
      },
    )
  }
}

/** The error of a refused connection as Socket.IO wants it: `connect_error` carries `data`. */
export function toConnectError(error: unknown, onBug: Tools['onBug']): Error & { data: Failure } {
  if (!(error instanceof Refusal)) onBug(error, 'handshake')
  const data: Failure = error instanceof Refusal ? error.toFailure() : refusal('bug').toFailure()
  return Object.assign(new Error(data.message), { data })
}

export type EngineRequest = IncomingMessage & { _query: Record<string, string> }
export type SlimRequest = ReturnType<typeof slimRequest>

/**
 * The few things that a handshake needs of a request. The request itself is emptied: it may be long, and Engine.IO
 * holds on to it for as long as the connection lasts.
 */
export function slimRequest(request: EngineRequest, doorkeeper: Doorkeeper) {
  const token = doorkeeper.isOwnPage(request) ? doorkeeper.tokenOf(request) : undefined
  const slim = {
    headers: {},
    _query: { name: request._query.name },
    connection: {},
    network: doorkeeper.networkOf(request),
    device: deviceOf(request.headers['user-agent']),
    /** The token in the cookie, if the cookie counts. */
    ownToken: token === undefined ? undefined : copied(token),
  }
  Object.assign(request, { url: '', headers: {}, rawHeaders: [], _query: {} })
  return slim
}

/** A part of a text keeps the whole text in memory. */
const copied = (text: string): string => Buffer.from(text).toString()
