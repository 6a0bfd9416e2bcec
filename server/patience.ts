/** The server's patience: whoever is slow to speak, or does not read what is said, is let go. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** How long something may wait to be read without any of it being taken, in ms. */
const UNREAD_MS = 10_000
const LOOK_EVERY_MS = 1_000
/** Requests that one connection may send ahead of their answers; each answer would wait in memory for the one before. */
const MAX_AHEAD = 4

/** How far a connection has read, since when it has not read on, how many answers it is owed, and the last of them. */
type Progress = { taken: number; since: number; owed: number; last?: ServerResponse }

/** What a connection asks ahead is taken up in its turn: `answer` hears of it when the answer before it is read or in vain. */
export function createPatientServer(answer: (request: IncomingMessage, response: ServerResponse) => void): Server {
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 2_000 })
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
    const takeUp = () => !socket.destroyed && answer(request, response)
    if (last === undefined || last.closed) takeUp()
    else last.once('close', takeUp)
  })
  const timer = setInterval(() => {
    for (const [socket, progress] of sockets) letGoIfUnread(socket, progress)
  }, LOOK_EVERY_MS).unref()
  server.once('close', () => clearInterval(timer))
  return server
}

function letGoIfUnread(socket: Socket, progress: Progress): void {
  const taken = socket.bytesWritten - socket.writableLength
  const now = performance.now()
  if (socket.writableLength === 0 || taken !== progress.taken) Object.assign(progress, { taken, since: now })
  else if (now - progress.since > UNREAD_MS) socket.destroy()
}
