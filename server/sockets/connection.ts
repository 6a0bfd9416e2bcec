/**
 * The cost of one connection is bounded, signed in or not: it asks for a namespace once, and so many events are
 * unanswered or unread. All of it is counted here before anything is made for a packet.
 */
import { Refusal, type Result } from '../../protocol/errors.ts'
import { Lifetime } from '../chat/lifetime.ts'
import { cutOff, type EngineConnection, waitingBytes } from './engine.ts'

/** Events that may be unanswered at once. Further ones are refused before any work is done for them. */
const MOST_UNANSWERED = 1_000
const BUSY_RETRY_MS = 1_000
/** There are two. For any other one Socket.IO answers that there is no such namespace. */
const MOST_NAMESPACES = 8
const LONGEST_NAMESPACE = 100
/** Unread packets of a client that asks for more. In a busy room many packets wait for all: see `slow-readers.ts`. */
const MOST_UNREAD_PACKETS = 4_096
const MOST_UNREAD_BYTES = 4_194_304

const connections = new WeakMap<object, Connection>()

/** The counts of the connection that carries a socket. */
export function connectionOf({ conn }: { conn: object }): Connection {
  const found = connections.get(conn)
  if (!found) throw new Error('This connection was never counted.')
  return found
}

export class Connection {
  /** Everything that the connection holds is given back when it closes. */
  readonly lifetime = new Lifetime()
  /** Whether it has a place among the guests of its network, or among its person's connections. */
  hasPlace = false
  readonly #conn: EngineConnection
  readonly #askAgain: () => void
  readonly #namespaces = new Set<string>()
  #hasAsked = false
  #unanswered = 0

  /** `askAgain` throws when this network has asked for a namespace too often. The first time was counted before. */
  constructor(conn: EngineConnection, askAgain: () => void) {
    this.#conn = conn
    this.#askAgain = askAgain
    connections.set(conn, this)
    conn.once('close', () => this.lifetime.end())
    // Engine.IO announces a packet before Socket.IO reads it. A connection that is closed meanwhile gets no more
    // packets.
    conn.on('packet', ({ data }: { data?: unknown }) => {
      const isUnread = conn.writeBuffer.length > MOST_UNREAD_PACKETS
      if (isUnread || (isConnect(data) && !this.#mayAsk(namespaceIn(data)))) cutOff(conn)
    })
  }

  /** The namespace may be asked for again: it was refused, or left. */
  leave(namespace: string): void {
    this.#namespaces.delete(namespace)
  }

  /** Answers an event, or refuses it before any work is done for it. */
  async answer<T>(carryOut: () => Promise<Result<T>>): Promise<Result<T>> {
    const busy = this.#busy
    if (busy !== undefined)
      return { ok: false, error: { code: 'overloaded', message: busy, retryAfterMs: BUSY_RETRY_MS } }
    this.#unanswered++
    try {
      return await carryOut()
    } finally {
      this.#unanswered--
    }
  }

  get #busy(): string | undefined {
    if (this.#unanswered >= MOST_UNANSWERED) return `${MOST_UNANSWERED} of your events are not answered yet.`
    const isUnread = waitingBytes(this.#conn) > MOST_UNREAD_BYTES
    return isUnread ? 'Read your waiting answers before you ask for more.' : undefined
  }

  #mayAsk(namespace: string): boolean {
    const isOne = namespace.length <= LONGEST_NAMESPACE && this.#namespaces.size < MOST_NAMESPACES
    if (!isOne || this.#namespaces.has(namespace)) return false
    this.#namespaces.add(namespace)
    try {
      if (this.#hasAsked) this.#askAgain()
      this.#hasAsked = true
      return true
    } catch (error) {
      if (error instanceof Refusal) return false
      throw error
    }
  }
}

// Socket.IO's packet for it: 0, the namespace unless it is the main one, a comma, and the credentials.
const isConnect = (data: unknown): data is string => typeof data === 'string' && data.startsWith('0')

const namespaceIn = (data: string): string => (data[1] === '/' ? data.slice(1).split(',', 1)[0]! : '/')
