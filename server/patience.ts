/** The server's patience: connections that are slow to send, or do not read, are cut off. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** How long something may wait without any of it being read, in ms. */
const UNREAD_MS = 10_000
const LOOK_EVERY_MS = 1_000
/** Requests that a connection may send ahead of their answers. Each answer would wait in memory for the one before. */
const MAX_AHEAD = 4

/** How long a request may take to come, in ms, and how long an upload may stand still. */
const UNSENT_MS = 30_000

type PatienceOptions = {
  /** Called for each connection that is cut off because it does not read. */
  onCutOff: () => void
  /** Whether a request brings a file. */
  mayTakeLong: (request: IncomingMessage) => boolean
}

/**
 * A connection's progress: bytes taken, since when no more were taken, answers owed, and the last of these; and the
 * request that is still coming, its bytes so far, and since when no more came or, if it may not take long, since when it
 * has been coming.
 */
type Progress = {
  taken: number
  since: number
  owed: number
  last?: ServerResponse
  coming?: { request: IncomingMessage; response: ServerResponse; isLong: boolean; bytes: number; since: number }
}

/**
 * Further requests of a connection wait. `answer` is called when the answer before is read or lost.
 */
export function createPatientServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  { onCutOff, mayTakeLong }: PatienceOptions,
): Server {
  // How long a whole request may take is watched below: an upload may take hours, as long as its bytes come.
  const server = createServer({
    headersTimeout: 10_000,
    requestTimeout: 0,
    connectionsCheckingInterval: 2_000,
  })
  const sockets = new Map<Socket, Progress>()
  server.on('connection', (socket: Socket) => {
    sockets.set(socket, { taken: 0, since: performance.now(), owed: 0 })
    socket.once('close', () => sockets.delete(socket))
  })
  server.on('request', (request, response) => {
    const { socket } = request
    const progress = sockets.get(socket)
    if (!progress) return
    const { last } = progress
    progress.last = response
    progress.owed++
    response.once('close', () => progress.owed--)
    if (progress.owed > MAX_AHEAD) socket.destroy()
    const now = performance.now()
    progress.coming = { request, response, isLong: mayTakeLong(request), bytes: socket.bytesRead, since: now }
    const takeUp = () => !socket.destroyed && answer(request, response)
    if (last === undefined || last.closed) takeUp()
    else last.once('close', takeUp)
  })
  const timer = setInterval(() => {
    for (const [socket, progress] of sockets) {
      if (isUnsent(socket, progress)) {
        socket.end('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n', () => socket.destroy())
        continue
      }
      if (!isUnread(socket, progress)) continue
      onCutOff()
      socket.destroy()
    }
  }, LOOK_EVERY_MS).unref()
  server.once('close', () => clearInterval(timer))
  return server
}

/** Whether a request takes too long to come. Notes the progress of an upload. */
function isUnsent(socket: Socket, { coming }: Progress): boolean {
  if (!coming || coming.request.complete) return false
  const now = performance.now()
  if (coming.isLong && socket.bytesRead > coming.bytes) Object.assign(coming, { bytes: socket.bytesRead, since: now })
  return now - coming.since > UNSENT_MS
}

/** Whether nothing was taken for too long. Notes the progress. */
function isUnread(socket: Socket, progress: Progress): boolean {
  const taken = socket.bytesWritten - socket.writableLength
  const now = performance.now()
  if (socket.writableLength > 0 && taken === progress.taken) return now - progress.since > UNREAD_MS
  Object.assign(progress, { taken, since: now })
  return false
}
