/** Door one: Socket.IO. It passes each command to the gate; no command touches a socket. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { type Namespace, Server, type Socket } from 'socket.io'
import type { CommandName, Output } from '../../protocol/commands.ts'
import { LOBBY } from '../../protocol/limits.ts'
import { CHAT } from '../../protocol/socket.ts'
import { PROTOCOL } from '../../protocol/version.ts'
import { Refusal, type Result } from '../../protocol/errors.ts'
import type { Me, Presence, ServerInfo } from '../../protocol/models.ts'
import { isModerator } from '../../protocol/roles.ts'
import { type Caller, signed } from '../chat/caller.ts'
import type { Connected, HearingDoor } from '../chat/counts.ts'
import type { Tools } from '../chat/tools.ts'
import { run } from '../chat/run.ts'
import type { Doorkeeper } from '../doors/doorkeeper.ts'
import { type No, refuseRequest, refuseUpgrade } from '../doors/refusing.ts'
import { splitAck } from './ack.ts'
import { Connection, connectionOf } from './connection.ts'
import { corkForThisTurn } from './cork.ts'
import { Engine, type EngineConnection } from './engine.ts'
import { admit, type EngineRequest, identify, type Shown, slimRequest } from './handshake.ts'
import { textParser } from './parser.ts'
import { openPlainDoor } from './plain.ts'
import { beginPresence, lifetimeOf } from './presence.ts'
import { dropSlowReaders, type Waiting } from './slow-readers.ts'
import { Strays } from './strays.ts'
import { socketRoomOf, Subscriptions } from './subscriptions.ts'

type SocketDoor = {
  request: (request: IncomingMessage, response: ServerResponse) => void
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  /** The open connections. One that uses both namespaces counts in each. */
  connected: () => Connected[]
  endLostVisits: () => Promise<void>
  /** Refuses new connections, and closes all others in a way that makes clients reconnect. */
  close(): void
}

type Data = { caller: Caller; newToken: string | undefined }
type ChatSocket = Socket<Record<string, never>, Record<string, (payload: unknown) => void>, Record<string, never>, Data>

type SocketDoorOptions = {
  doorkeeper: Doorkeeper
  /** Pages of other addresses that may connect. */
  allowedOrigins: string[]
  /** The server's name and version, for `welcome`. */
  server: ServerInfo
  /** Called for each connection that was cut off because it did not read. */
  onDrop: (waiting: Waiting) => void
  /** Called with the account that a connection was welcomed with. */
  onWelcome: (me: Me) => void
}

export async function createSocketDoor(tools: Tools, options: SocketDoorOptions): Promise<SocketDoor> {
  let isClosing = false
  const strays = new Strays(() => options.doorkeeper.warn(SPREAD))
  const engine = new Engine(strays, {
    allowEIO3: false,
    perMessageDeflate: false,
    maxHttpBufferSize: 65_536,
    upgradeTimeout: 5_000,
    pingInterval: 20_000,
    pingTimeout: 10_000,
    allowRequest: (request, callback) => callback(null, !isClosing && allowHandshake(tools, options, request)),
    ...(options.allowedOrigins.length > 0 && { cors: { origin: options.allowedOrigins, credentials: true } }),
  })
  const io = new Server({ parser: textParser, serveClient: false, connectTimeout: 5_000 })
  io.bind(engine)
  engine.on('connection', (conn: EngineConnection) => {
    const request = slimRequest(conn.request as EngineRequest, options.doorkeeper)
    conn.request = request as unknown as EngineConnection['request']
    new Connection(conn, () => tools.limits.take('handshake', request.network))
  })
  // Packets that had to wait, as most acks in a rush, leave in one system call.
  engine.on('flush', (conn: Socket['conn'], packets: unknown[]) => {
    tools.counts.packets[conn.transport.name as Wire] += packets.length
    if (packets.length > 1) corkForThisTurn({ conn })
  })

  // Every connection of the plain door gets the messages of the lobby.
  const lobby = await tools.store.peekRoom(LOBBY)
  tools.delivery.follow(LOBBY, lobby?.rev ?? 0)
  const sayPlainly = openPlainDoor(tools, io.of('/'), lobby?.lastSeq ?? 0)
  const subscriptions = openTypedDoor(tools, io.of(CHAT), options, sayPlainly)
  // This listener comes after the typed door's, which still tells the client why.
  tools.delivery.subscribe(
    ({ audience, event }) => {
      if (event !== 'session:ended') return
      // The answer to the command that ended the session leaves first. No command of the session is accepted any more.
      setImmediate(() => {
        for (const namespace of [io.of('/'), io.of(CHAT)]) namespace.in(socketRoomOf(audience)).disconnectSockets(true)
      })
    },
    { isHeard: (roomId) => roomId === LOBBY },
  )
  const stopLooking = dropSlowReaders(engine, options.onDrop)
  const foreign = (request: IncomingMessage): No | undefined => {
    const sentence = options.doorkeeper.foreign(request)
    if (sentence === undefined) return undefined
    tools.counts.refuse('front', 'forbidden')
    return { status: 403, code: 'forbidden', sentence }
  }

  return {
    // Engine.IO checks a handshake as well, but its refusal does not say why.
    request: (request, response) => {
      if (/[?&]transport=websocket\b/.test(request.url ?? '')) options.doorkeeper.warn(LOST_UPGRADE)
      strays.look(request.url ?? '')
      const no = foreign(request)
      if (no) refuseRequest(request, response, no)
      else engine.handleRequest(request, response)
    },
    upgrade: (request, socket, head) => {
      strays.look(request.url ?? '')
      const no = foreign(request)
      if (no) refuseUpgrade(socket, no)
      else engine.handleUpgrade(request, socket, head)
    },
    connected: () => [...countByWire(io.of(CHAT), 'typed'), ...countByWire(io.of('/'), 'plain')],
    endLostVisits: () => subscriptions.endLostVisits(),
    close: () => {
      isClosing = true
      stopLooking()
      // Not io.close(): its goodbye tells a client to stay away.
      engine.close()
    },
  }
}

const SPREAD =
  'A proxy in front spreads the requests of one connection over several nodes, so clients that poll cannot stay (“Session ID unknown”). Send all requests of one client to one node. See docs/self-hosting.md.'

const LOST_UPGRADE =
  'A WebSocket request came without the Upgrade header. A proxy in front removes it, so all clients poll. See docs/self-hosting.md.'

type Wire = 'websocket' | 'polling'

function countByWire(namespace: Namespace, door: HearingDoor): Connected[] {
  const counts: Record<Wire, number> = { websocket: 0, polling: 0 }
  for (const { conn } of namespace.sockets.values()) counts[conn.transport.name as Wire]++
  return Object.entries(counts).map(([transport, count]) => ({ door, transport: transport as Wire, count }))
}

function allowHandshake(
  { counts, limits }: Tools,
  { doorkeeper }: SocketDoorOptions,
  request: IncomingMessage,
): boolean {
  try {
    limits.take('handshake', doorkeeper.networkOf(request))
    return true
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    counts.refuse('front', error.code)
    return false
  }
}

function openTypedDoor(
  tools: Tools,
  namespace: Namespace,
  { server, onWelcome }: SocketDoorOptions,
  onTold: ConstructorParameters<typeof Subscriptions>[2],
): Subscriptions {
  const subscriptions = new Subscriptions(namespace, tools, onTold)

  const enter = async (socket: ChatSocket, shown: Shown) => {
    const { caller, newToken } = await identify(tools, shown)
    Object.assign(socket.data, { caller, newToken })
    return caller
  }
  namespace.use(admit(tools, enter))

  const onAny = dispatch(tools, subscriptions)
  namespace.on('connection', (socket: ChatSocket) => {
    socket.onAny(onAny)
    sendWelcome(tools, subscriptions, server, socket)
      .then((me) => me && onWelcome(me))
      .catch((error: unknown) => {
        if (!(error instanceof Refusal)) tools.onBug(error, 'welcome')
        socket.conn.close()
      })
      .finally(() => subscriptions.forget(socket))
  })
  return subscriptions
}

/** Answers with the account that was told, or with nothing for somebody who has left meanwhile. */
async function sendWelcome(
  tools: Tools,
  subscriptions: Subscriptions,
  server: SocketDoorOptions['server'],
  socket: ChatSocket,
): Promise<Me | undefined> {
  const { caller, newToken } = socket.data
  const { store, online } = tools
  subscriptions.expect(socket)
  const [seats, me, settings, preferences, dueReminders] = await Promise.all([
    beginPresence(tools, socket, caller),
    store.meOf(caller.user.id),
    store.settings(),
    store.preferences(signed(caller)),
    store.dueReminderTimes(signed(caller)),
  ])
  const open = isModerator(me.role) ? await store.countReports() : undefined
  const views = await subscriptions.asTold(caller, seats)
  if (!socket.connected) return undefined
  // Checked once more: a seat may have been removed since.
  const rooms = subscriptions.begin(socket, online.sit(caller, views))
  const token = newToken === undefined ? {} : { token: newToken }
  socket.emit('welcome', {
    protocol: PROTOCOL,
    server,
    epoch: store.epoch,
    you: me.user,
    me,
    settings,
    preferences,
    ...(dueReminders.length > 0 && { dueReminders }),
    ...token,
    rooms,
  })
  if (open !== undefined) socket.emit('reports:changed', { open })
  subscriptions.welcomed(socket)
  return me
}

/** One listener for all sockets and commands, so that a connection costs little memory. */
function dispatch(tools: Tools, subscriptions: Subscriptions) {
  return function (this: ChatSocket, name: string, ...given: unknown[]): void {
    const { data, ack } = splitAck(given)
    const { caller } = this.data
    const carryOut = async (): Promise<Result<unknown>> =>
      data.length > 1 ? ONE_PAYLOAD : run(tools, name as CommandName, caller, data[0])
    void connectionOf(this)
      .answer(carryOut)
      .then((result) => {
        corkForThisTurn(this)
        if (!result.ok) tools.counts.refuse('typed', result.error.code)
        if (name === 'screen:show' && result.ok) showScreen(tools, this, (result.value as Output<'screen:show'>).roomId)
        if (name === 'presence:watch' && result.ok) subscriptions.watch(this, (result.value as Presence).roomId)
        ack(result)
      })
  }
}

function showScreen({ screens }: Tools, socket: ChatSocket, roomId: string | undefined): void {
  screens.show(socket.data.caller.user.id, roomId, lifetimeOf(socket))
}

const ONE_PAYLOAD: Result<never> = {
  ok: false,
  error: { code: 'bad_request', message: 'A command takes one payload.' },
}
