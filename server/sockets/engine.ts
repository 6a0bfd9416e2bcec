/** Engine.IO, which carries Socket.IO's packets, with the bounds that it does not have by itself. */
import type { IncomingMessage } from 'node:http'
import { parser, Server as EngineServer, type Socket } from 'engine.io'
import type { Strays } from './strays.ts'

/**
 * Packets in one request of polling. Each costs a few kB while it is carried out, and 64 kB hold twenty thousand of
 * them.
 */
const MOST_IN_A_REQUEST = 1_000

type Asked = { _query: Record<string, string> }

/** The parts of a connection that we use. The library's type hides its buffer and its WebSocket. */
export type EngineConnection = Pick<Socket, 'close' | 'on' | 'once' | 'request'> & {
  writeBuffer: { data?: string | Buffer }[]
  transport: { socket?: { terminate?: () => void } }
}

export class Engine extends EngineServer {
  readonly #strays: Strays

  constructor(strays: Strays, options: ConstructorParameters<typeof EngineServer>[0]) {
    super(options)
    this.#strays = strays
    // JSON-P answers run as scripts in any page that asks. No client needs it.
    this.use(({ _query }: Asked, _response: unknown, next: (refused?: Error) => void) =>
      next(_query.j === undefined ? undefined : new Error('JSON-P is not spoken here.')),
    )
  }

  get connections(): EngineConnection[] {
    return Object.values(this.clients) as unknown[] as EngineConnection[]
  }

  override generateId(request: IncomingMessage): string {
    return this.#strays.nameFor(super.generateId(request) as string)
  }

  protected override createTransport(name: 'polling' | 'websocket', request: IncomingMessage) {
    return Object.assign(super.createTransport(name, request), { parser: boundedParser })
  }
}

const boundedParser: typeof parser = {
  ...parser,
  decodePayload: (payload, binaryType) =>
    isWithin(MOST_IN_A_REQUEST, payload)
      ? parser.decodePayload(payload, binaryType)
      : [{ type: 'error', data: 'too many packets' }],
}

function isWithin(most: number, payload: string): boolean {
  let count = 1
  for (let at = payload.indexOf(SEPARATOR); at >= 0; at = payload.indexOf(SEPARATOR, at + 1))
    if (++count > most) return false
  return true
}

const SEPARATOR = '\u001e'

/** The length of everything unread: nearly all of it is one byte a character. */
export function waitingBytes({ writeBuffer }: EngineConnection): number {
  let bytes = 0
  for (const { data } of writeBuffer) bytes += data?.length ?? 0
  return bytes
}

/** Ends a connection at once. A polite goodbye would wait for the other side's answer, and for all unread packets. */
export function cutOff(connection: EngineConnection): void {
  connection.close(true)
  connection.transport.socket?.terminate?.()
}
