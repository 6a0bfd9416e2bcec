/** A Socket.IO connection to the typed door with as little as possible around it: it looks at the first bytes of a frame. */
import { WebSocket } from 'ws'
import type { Credentials } from '../../../protocol/socket.ts'

const OPEN_WITHIN_MS = 10_000
const PREFIX = '/chat,'
const BODY_AT = 2 + PREFIX.length
const [OPEN, PING, MESSAGE, EVENT, ACK] = ['0', '2', '4', '2', '3'].map((digit) => digit.charCodeAt(0))

type LineHandlers = {
  credentials: () => Credentials
  /** An event's frame; its JSON begins at `bodyAt`. */
  event: (frame: Buffer, bodyAt: number) => void
  /** However it went, or failed to come up. */
  closed: () => void
}

export class CrowdLine {
  readonly #ws: WebSocket
  readonly #handlers: LineHandlers
  readonly #answers = new Map<number, (answer: unknown) => void>()
  #orders = 0

  constructor(port: number, handlers: LineHandlers) {
    this.#handlers = handlers
    this.#ws = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`, {
      perMessageDeflate: false,
      handshakeTimeout: OPEN_WITHIN_MS,
    })
    this.#ws.on('message', (frame: Buffer) => this.#hear(frame))
    this.#ws.on('error', () => this.#ws.terminate())
    this.#ws.on('close', handlers.closed)
  }

  /** Gives an order; the answer is as it came, parsed. */
  order(name: string, payload: object, answer: (answer: unknown) => void): void {
    const id = this.#orders++
    this.#answers.set(id, answer)
    this.#ws.send(`42${PREFIX}${id}${JSON.stringify([name, payload])}`)
  }

  /** Breaks it without a word. */
  cut(): void {
    this.#ws.terminate()
  }

  #hear(frame: Buffer): void {
    if (frame[0] === MESSAGE && frame[1] === EVENT) this.#handlers.event(frame, BODY_AT)
    else if (frame[0] === MESSAGE && frame[1] === ACK) this.#hearAnswer(frame.toString('utf8', BODY_AT))
    else if (frame[0] === PING) this.#ws.send('3')
    else if (frame[0] === OPEN) this.#ws.send(`40${PREFIX}${JSON.stringify(this.#handlers.credentials())}`)
  }

  #hearAnswer(text: string): void {
    const start = text.indexOf('[')
    const id = Number(text.slice(0, start))
    const [answer] = JSON.parse(text.slice(start)) as unknown[]
    this.#answers.get(id)?.(answer)
    this.#answers.delete(id)
  }
}
