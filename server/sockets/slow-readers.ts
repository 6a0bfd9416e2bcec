/**
 * Cuts off connections that do not read. Their packets wait in our memory, and Engine.IO never drops a client that
 * answers pings. The client reconnects and catches up from the store.
 */
import { cutOff, type Engine, type EngineConnection, waitingBytes } from './engine.ts'

/** Bytes that may wait for one connection. */
const MAX_PACKETS = 256
const MAX_BYTES = 1_048_576
/** How long more than that may wait without any of it leaving, and how long anything may, in ms. */
const PATIENCE_WHEN_FULL_MS = 1_000
const PATIENCE_MS = 10_000
const LOOK_EVERY_MS = 1_000

/** The bytes that waited for a cut-off connection, and how long none of them was read, in ms. */
export type Waiting = { packets: number; stalledMs: number }

/** Checks all connections every second, with one timer. Answers with a function that stops it. */
export function dropSlowReaders(engine: Engine, onDrop: (waiting: Waiting) => void) {
  // "drain" is when a buffer is handed to the transport, which happens only after it has got rid of the one before.
  const lastLeft = new WeakMap<object, number>()
  engine.on('drain', (connection: EngineConnection) => lastLeft.set(connection, performance.now()))

  const look = () => {
    const now = performance.now()
    for (const connection of engine.connections) {
      const packets = connection.writeBuffer.length
      if (packets === 0) continue
      if (!lastLeft.has(connection)) lastLeft.set(connection, now)
      const stalledMs = now - lastLeft.get(connection)!
      if (stalledMs < (isFull(connection) ? PATIENCE_WHEN_FULL_MS : PATIENCE_MS)) continue
      onDrop({ packets, stalledMs })
      cutOff(connection)
    }
  }
  const timer = setInterval(look, LOOK_EVERY_MS).unref()
  return () => clearInterval(timer)
}

const isFull = (connection: EngineConnection): boolean =>
  connection.writeBuffer.length > MAX_PACKETS || waitingBytes(connection) > MAX_BYTES
