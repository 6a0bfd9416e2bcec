/**
 * The plain door, namespace `/`: the event `message` with one string, in and out, and nothing else. Any Socket.IO
 * client in any language is in the lobby with five lines.
 */
import { randomUUID } from 'node:crypto'
import type { Namespace, Socket } from 'socket.io'
import type { Output } from '../../protocol/commands.ts'
import { Refusal, type Result, refusal } from '../../protocol/errors.ts'
import { LOBBY } from '../../protocol/limits.ts'
import type { Change } from '../../protocol/models.ts'
import { type Caller, signed } from '../chat/caller.ts'
import { numberedName } from '../chat/people/arrive.ts'
import type { Tools } from '../chat/tools.ts'
import { run } from '../chat/run.ts'
import { splitAck } from './ack.ts'
import { connectionOf } from './connection.ts'
import { admit, identify, type Shown, toConnectError } from './handshake.ts'
import { beginPresence } from './presence.ts'

type Data = { shown: Shown; caller: Promise<Caller> | undefined }
type PlainSocket = Socket<Record<string, never>, Record<string, never>, Record<string, never>, Data>

/**
 * Opens the plain door. `lastSeq` is the lobby's. Answers with a function that tells this door what the lobby's
 * listeners got.
 */
export function openPlainDoor(tools: Tools, namespace: Namespace, lastSeq: number): (change: Change) => void {
  namespace.use(admit(tools, (socket: PlainSocket, shown) => enter(tools, socket, shown)))
  const onAny = hear(tools)
  namespace.on('connection', (socket: PlainSocket) => {
    socket.onAny(onAny)
    void socket.data.caller?.then((caller) => beHere(tools, socket, caller))
  })

  let saidSeq = lastSeq
  return ({ roomId, messages }) => {
    if (roomId !== LOBBY) return
    const fresh = messages.filter(({ seq, deletedAt }) => seq > saidSeq && deletedAt === undefined)
    for (const { seq, body } of fresh.sort((a, b) => a.seq - b.seq)) {
      saidSeq = seq
      tools.counts.tell('plain', namespace.sockets.size)
      namespace.emit('message', body)
    }
  }
}

async function enter(tools: Tools, socket: PlainSocket, shown: Shown): Promise<Caller | undefined> {
  socket.data.shown = shown
  if (shown.token !== undefined || shown.name !== undefined) {
    const caller = await callerOf(tools, socket)
    // A guest with an invitation to another room does not get messages of this one.
    if (!(await tools.store.findRoom(LOBBY, signed(caller)))) throw refusal('no_such_room')
    return caller
  }
  if (tools.access !== 'open')
    throw new Refusal('unauthorized', 'This chat needs a token. Connect with `auth: { token }`.')
  return undefined
}

/** A listener needs no name. The first message of a nameless connection makes a guest. */
function callerOf(tools: Tools, socket: PlainSocket): Promise<Caller> {
  const { data } = socket
  data.caller ??= introduce(tools, data.shown).then(({ caller }) => {
    if (socket.connected) beHere(tools, socket, caller)
    return caller
  })
  // The next message may succeed.
  data.caller.catch(() => (data.caller = undefined))
  return data.caller
}

async function introduce(tools: Tools, shown: Shown) {
  const isNobody = shown.token === undefined && shown.name === undefined
  return identify(tools, isNobody ? { ...shown, name: await numberedName(tools) } : shown)
}

function beHere(tools: Tools, socket: PlainSocket, caller: Caller): void {
  beginPresence(tools, socket, caller).catch((error: unknown) => {
    if (!(error instanceof Refusal)) tools.onBug(error, 'plain door')
    socket.conn.close()
  })
}

/** One listener for all sockets and events: nothing is made for each connection that could be shared. */
function hear(tools: Tools) {
  return function (this: PlainSocket, event: string, ...given: unknown[]): void {
    const { data, ack } = splitAck(given)
    void connectionOf(this)
      .answer(() => post(tools, this, event, data))
      .then((result) => {
        if (!result.ok) tools.counts.refuse('plain', result.error.code)
        ack(result)
      })
  }
}

async function post(
  tools: Tools,
  socket: PlainSocket,
  event: string,
  given: unknown[],
): Promise<Result<Output<'message:send'>>> {
  if (event !== 'message' || given.length !== 1 || typeof given[0] !== 'string') {
    return {
      ok: false,
      error: { code: 'bad_request', message: 'This door takes the event "message" with one string.' },
    }
  }
  try {
    const caller = await callerOf(tools, socket)
    return await run(tools, 'message:send', caller, { roomId: LOBBY, clientId: randomUUID(), body: given[0] })
  } catch (error) {
    return { ok: false, error: toConnectError(error, tools.onBug).data }
  }
}
