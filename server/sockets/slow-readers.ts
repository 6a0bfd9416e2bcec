/**
 * Lets go of connections that do not read. What waits for them waits in our memory, and Engine.IO never drops a client
 * that answers its pings, read or not. Cut off, it comes back and catches up from the store.
 */
import type { Server } from 'socket.io'

/** What may wait for one connection. */
const MAX_PACKETS = 256
const MAX_BYTES = 1_048_576
/** How long more than that may wait without any of it leaving, and how long anything may, in ms. */
const PATIENCE_WHEN_FULL_MS = 1_000
const PATIENCE_MS = 10_000
const LOOK_EVERY_MS = 1_000

/** What waited for a connection when it was cut off, and for how long none of it had left, in ms. */
export type Waiting = { packets: number; stalledMs: number }

/** What we look at of an Engine.IO connection. Its transport does not name the WebSocket below it. */
type EngineConnection = {
  writeBuffer: { data?: string | Buffer }[]
  transport: { socket?: { terminate?: () => void } }
  close: (discard: boolean) => void
}

/** Looks at all connections every second: one timer, whatever their number. The answer stops it. */
export function dropSlowReaders(io: Server, onDrop: (waiting: Waiting) => void) {
  // "drain" is when a buffer is handed to the transport, which happens only after it has got rid of the one before.
  const lastLeft = new WeakMap<object, number>()
  io.engine.on('drain', (connection: EngineConnection) => lastLeft.set(connection, performance.now()))

  const look = () => {
    const now = performance.now()
    const connections = Object.values((io.engine as unknown as { clients: Record<string, EngineConnection> }).clients)
    for (const connection of connections) {
      const packets = connection.writeBuffer.length
      if (packets === 0) continue
      if (!lastLeft.has(connection)) lastLeft.set(connection, now)
      const stalledMs = now - lastLeft.get(connection)!
      if (stalledMs < (isFull(connection) ? PATIENCE_WHEN_FULL_MS : PATIENCE_MS)) continue
      onDrop({ packets, stalledMs })
      drop(connection)
    }
  }
  const timer = setInterval(look, LOOK_EVERY_MS).unref()
  return () => clearInterval(timer)
}

function isFull({ writeBuffer }: EngineConnection): boolean {
  if (writeBuffer.length > MAX_PACKETS) return true
  let bytes = 0
  for (const { data } of writeBuffer) bytes += data?.length ?? 0
  return bytes > MAX_BYTES
}

/** A polite goodbye would wait behind all that is not read. */
function drop(connection: EngineConnection): void {
  if (connection.transport.socket?.terminate) connection.transport.socket.terminate()
  else connection.close(true)
}
