/**
 * Sends all packets of one turn of the event loop to a connection in one system call. Fifty clients with twenty
 * messages in flight each get their acks twenty at a time: `bench/scenarios/durable-posts.ts`.
 */
import type { Socket as TcpSocket } from 'node:net'
import type { Socket } from 'socket.io'

/** Neither Engine.IO nor ws names the connection below them; a polling transport has none of its own. */
type OverWebSocket = { socket?: { _socket?: TcpSocket } }

export function corkForThisTurn(socket: Pick<Socket, 'conn'>): void {
  const tcp = (socket.conn.transport as OverWebSocket).socket?._socket
  if (!tcp || tcp.writableCorked > 0) return
  tcp.cork()
  setImmediate(() => tcp.uncork())
}
