/** A user who is on every door at once, for facts that have to reach all of them. */
import { openStream } from './event-stream.ts'
import { bearer } from './http.ts'
import { enter, enterPlain } from './sockets.ts'

export const EVENTS = '/api/rooms/lobby/events'
/** The typed connections of `everywhere`, which are told why they end. */
export const TYPED = ['tab', 'secondTab', 'polling', 'byCookie'] as const

export async function everywhere({ url }: { url: string }, token: string) {
  const byPolling = { transports: ['polling'] }
  const cookie = `earshot=${token}`
  const [tab, secondTab, polling, byCookie] = await Promise.all([
    enter(url, { token }),
    enter(url, { token }),
    enter(url, { token }, byPolling),
    enter(url, {}, { extraHeaders: { cookie, origin: url } }),
  ])
  const [plain, plainPolling] = await Promise.all([enterPlain(url, { token }), enterPlain(url, { token }, byPolling)])
  const stream = await openStream(url + EVENTS, bearer(token))
  const sockets = { tab, secondTab, polling, byCookie, plain, plainPolling }
  const goodbyes = new Map<string, unknown>()
  for (const [door, { socket }] of Object.entries({ tab, secondTab, polling, byCookie }))
    socket.on('session:ended', (goodbye: unknown) => goodbyes.set(door, goodbye))
  return {
    token,
    cookie,
    stream,
    goodbyes,
    ...sockets,
    /** The doors that are still open. */
    open: () => [
      ...Object.entries(sockets).flatMap(([door, { socket }]) => (socket.connected ? [door] : [])),
      ...(stream.isOver ? [] : ['stream']),
    ],
    leave: () => {
      for (const { socket } of Object.values(sockets)) socket.disconnect()
      stream.close()
    },
  }
}
