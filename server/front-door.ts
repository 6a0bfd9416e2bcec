/** Checks the host and the path of each request, then gives it to Socket.IO or to HTTP. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Counts } from './chat/counts.ts'
import { METRICS_PATH, type MetricsDoor } from './metrics/door.ts'
import type { Doorkeeper } from './doors/doorkeeper.ts'
import { type No, refuseRequest, refuseUpgrade } from './doors/refusing.ts'

const SOCKETS = '/socket.io/'
/** These paths only say that the server is alive. A monitor may use any host name. */
const PROBES: ReadonlySet<string> = new Set(['/healthz', '/readyz'])

type Door = { request: (request: IncomingMessage, response: ServerResponse) => void }
type SocketDoor = Door & { upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void }

type FrontDoorOptions = {
  metrics: MetricsDoor
  base: string
  doorkeeper: Doorkeeper
  counts: Counts
  sockets: SocketDoor
  http: Door
}

export function createFrontDoor({ base, doorkeeper, counts, sockets, http, metrics }: FrontDoorOptions): SocketDoor {
  /** Removes the base from the path, so that no other code knows of it. */
  const belowBase = (request: IncomingMessage): No | undefined => {
    const url = below(base, request.url ?? '/')
    const path = url?.split('?', 1)[0] ?? ''
    const isProbe = PROBES.has(path)
    const needsName = !isProbe && !(path === METRICS_PATH && metrics.needsToken)
    const misled = needsName ? doorkeeper.notForUs(request) : undefined
    if (misled !== undefined) return { status: 421, code: 'forbidden', sentence: misled }
    if (url === undefined) return { status: 404, code: 'not_found', sentence: nothingOutside(base) }
    request.url = url
    // A balancer that speaks HTTP/1.0 names no host, but Hono needs one.
    if (!needsName) request.headers.host ??= 'localhost'
    return undefined
  }
  const admit = (request: IncomingMessage): No | undefined => {
    const no = belowBase(request)
    if (no) counts.refuse('front', no.code)
    return no
  }
  const isForMetrics = ({ method = '', url = '' }: IncomingMessage) =>
    url.split('?', 1)[0] === METRICS_PATH && ['GET', 'HEAD'].includes(method)
  const isForSockets = ({ url = '' }: IncomingMessage) => url.startsWith(SOCKETS)
  return {
    request: (request, response) => {
      const no = admit(request)
      if (no) refuseRequest(request, response, no)
      else if (isForMetrics(request)) metrics.request(request, response)
      else (isForSockets(request) ? sockets : http).request(request, response)
    },
    upgrade: (request, socket, head) => {
      const no = admit(request) ?? (isForSockets(request) ? undefined : NO_SOCKET)
      if (no) refuseUpgrade(socket, no)
      else sockets.upgrade(request, socket, head)
    },
  }
}

/** The part of a URL below the base; nothing if it lies elsewhere. `/chat` itself is `/`. */
function below(base: string, url: string): string | undefined {
  if (base === '') return url
  // As a proxy in front reads it, which may have let this path through and no other.
  const { pathname = '', search = '' } = URL.parse(`http://localhost${url}`) ?? {}
  if (!pathname.startsWith(base)) return undefined
  const rest = pathname.slice(base.length) + search
  if (rest === '' || rest.startsWith('?')) return `/${rest}`
  return rest.startsWith('/') ? rest : undefined
}

const NO_SOCKET: No = { status: 404, code: 'not_found', sentence: `WebSockets are at ${SOCKETS}.` }

const nothingOutside = (base: string): string =>
  `There is nothing here. This Earshot is at ${base}/ (--base). A proxy in front must pass on the whole path.`
