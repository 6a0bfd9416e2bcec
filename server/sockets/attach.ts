/** Door one: Socket.IO. Every command comes in here and goes to the gate; no handler touches a socket. */
import type { IncomingMessage, Server as HttpServer } from 'node:http'
import { type Namespace, Server, type Socket } from 'socket.io'
import type { CommandName } from '../../protocol/commands.ts'
import { LOBBY } from '../../protocol/limits.ts'
import { CHAT } from '../../protocol/socket.ts'
import { PROTOCOL } from '../../protocol/version.ts'
import { Refusal } from '../../protocol/errors.ts'
import type { Presence } from '../../protocol/models.ts'
import type { Caller } from '../chat/caller.ts'
import type { Tools } from '../chat/tools.ts'
import { run } from '../chat/run.ts'
import type { Origins } from '../doors/origins.ts'
import { splitAck } from './ack.ts'
import { corkForThisTurn } from './cork.ts'
import { admit, type EngineRequest, identify, type Shown, slimRequest } from './handshake.ts'
import { textParser } from './parser.ts'
import { openPlainDoor } from './plain.ts'
import { beginPresence } from './presence.ts'
import { dropSlowReaders, type Waiting } from './slow-readers.ts'
import { socketRoomOf, Subscriptions } from './subscriptions.ts'

export type SocketDoor = {
  /** Refuses newcomers and closes every connection in the way after which a client comes back by itself. */
  close(): void
}

type Data = { caller: Caller; newToken: string | undefined }
type ChatSocket = Socket<Record<string, never>, Record<string, (payload: unknown) => void>, Record<string, never>, Data>

type EngineConnection = { request: unknown }

export type SocketDoorOptions = {
  origins: Origins
  allowedOrigins: string[]
  /** The server's name and version, for `welcome`. */
  server: { name: string; version: string }
  networkOf: (request: IncomingMessage) => string
  /** Told of each connection that was cut off because it did not read. */
  onDrop: (waiting: Waiting) => void
}

export async function attachSockets(http: HttpServer, tools: Tools, options: SocketDoorOptions): Promise<SocketDoor> {
  let isClosing = false
  const io = new Server(http, {
    parser: textParser,
    serveClient: false,
    allowEIO3: false,
    perMessageDeflate: false,
    maxHttpBufferSize: 65_536,
    connectTimeout: 5_000,
    upgradeTimeout: 5_000,
    pingInterval: 20_000,
    pingTimeout: 10_000,
    // `cors` speaks to polling alone; a WebSocket is refused by its Origin, or by nobody.
    allowRequest: (request, callback) => callback(null, !isClosing && mayKnock(tools, options, request)),
    cors: options.allowedOrigins.length > 0 ? { origin: options.allowedOrigins, credentials: true } : undefined,
  })
  io.engine.on('connection', (connection: EngineConnection) => {
    connection.request = slimRequest(connection.request as EngineRequest, options.networkOf)
  })
  // What had to wait, as most acks do in a rush, leaves in one system call when the connection takes more.
  io.engine.on('flush', (conn: Socket['conn'], packets: unknown[]) => {
    if (packets.length > 1) corkForThisTurn({ conn })
  })

  const lobby = (await tools.store.revs()).find(({ roomId }) => roomId === LOBBY)
  const sayPlainly = openPlainDoor(tools, io.of('/'), options.origins, lobby?.lastSeq ?? 0)
  openTypedDoor(tools, io.of(CHAT), options, sayPlainly)
  // After the typed door, which still says why.
  tools.delivery.subscribe(({ audience, event }) => {
    if (event !== 'session:ended') return
    // Not before the answer to the command that ended it has left; nothing is taken from the session any more.
    setImmediate(() => {
      for (const namespace of [io.of('/'), io.of(CHAT)]) namespace.in(socketRoomOf(audience)).disconnectSockets(true)
    })
  })
  const stopLooking = dropSlowReaders(io, options.onDrop)

  return {
    close: () => {
      isClosing = true
      stopLooking()
      // Not io.close(): its goodbye tells a client to stay away.
      io.engine.close()
    },
  }
}

function mayKnock({ limits }: Tools, { origins, networkOf }: SocketDoorOptions, request: IncomingMessage): boolean {
  if (origins.isForeign(request.headers)) return false
  try {
    limits.take('handshake', networkOf(request))
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

function openTypedDoor(
  tools: Tools,
  namespace: Namespace,
  { origins, server }: SocketDoorOptions,
  onTold: ConstructorParameters<typeof Subscriptions>[2],
): void {
  const subscriptions = new Subscriptions(namespace, tools, onTold)

  const enter = async (socket: ChatSocket, shown: Shown) => {
    const { caller, newToken } = await identify(tools, shown)
    Object.assign(socket.data, { caller, newToken })
    return caller
  }
  namespace.use(admit(tools, origins, enter))

  const onAny = obey(tools, subscriptions)
  namespace.on('connection', (socket: ChatSocket) => {
    socket.onAny(onAny)
    greet(tools, subscriptions, server, socket).catch((error: unknown) => {
      if (!(error instanceof Refusal)) tools.onBug(error, 'welcome')
      socket.conn.close()
    })
  })
}

async function greet(
  tools: Tools,
  subscriptions: Subscriptions,
  server: SocketDoorOptions['server'],
  socket: ChatSocket,
): Promise<void> {
  const { caller, newToken } = socket.data
  const { store, online } = tools
  const [seats, me, settings] = await Promise.all([
    beginPresence(tools, socket, caller),
    store.meOf(caller.user.id),
    store.settings(),
  ])
  const views = await subscriptions.asTold(caller, seats)
  if (!socket.connected) return
  // Once more: a seat may have been taken away since.
  const rooms = subscriptions.begin(socket, online.sit(caller, views))
  const token = newToken === undefined ? {} : { token: newToken }
  socket.emit('welcome', {
    protocol: PROTOCOL,
    server,
    epoch: store.epoch,
    you: me.user,
    me,
    settings,
    ...token,
    rooms,
  })
  subscriptions.catchUp(caller, rooms)
}

/** One listener for all sockets and commands: nothing is made for each connection that could be shared. */
function obey(tools: Tools, subscriptions: Subscriptions) {
  return function (this: ChatSocket, name: string, ...given: unknown[]): void {
    const { data, ack } = splitAck(given)
    if (data.length > 1) {
      ack({ ok: false, error: { code: 'bad_request', message: 'A command takes one payload.' } })
      return
    }
    void run(tools, name as CommandName, this.data.caller, data[0]).then((result) => {
      corkForThisTurn(this)
      if (name === 'presence:watch' && result.ok) subscriptions.watch(this, (result.value as Presence).roomId)
      ack(result)
    })
  }
}
