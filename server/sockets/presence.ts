import type { Socket } from 'socket.io'
import type { RoomView } from '../../protocol/models.ts'
import { type Caller, signed } from '../chat/caller.ts'
import { Lifetime } from '../chat/lifetime.ts'
import type { Tools } from '../chat/tools.ts'
import type { SlimRequest } from './handshake.ts'
import { joinWhileHere, socketRoomOf } from './subscriptions.ts'

/**
 * Connects a connection to its user: it counts as online, and gets facts about the user and the session. Answers with
 * the user's rooms. Throws `unauthorized` when the session has ended since the handshake.
 */
export async function beginPresence(tools: Tools, socket: Socket, caller: Caller): Promise<RoomView[]> {
  const lifetime = lifetimeOf(socket)
  tools.online.enter(caller, lifetime)
  tools.openSessions.enter(caller, lifetime)
  tools.uses.note(caller, (socket.request as unknown as SlimRequest).network)
  // This comes before the store's answer. So the end of the session meanwhile is heard here.
  joinWhileHere(socket, [socketRoomOf({ user: caller.user.id }), socketRoomOf({ session: caller.sessionId })])
  return tools.online.sit(caller, await tools.store.roomsOf(signed(caller)))
}

/** One for each connection. */
export function lifetimeOf(socket: Socket): Lifetime {
  const known = lifetimes.get(socket)
  if (known) return known
  const lifetime = new Lifetime()
  lifetimes.set(socket, lifetime)
  if (socket.connected) socket.once('disconnect', () => lifetime.end())
  else lifetime.end()
  return lifetime
}

const lifetimes = new WeakMap<Socket, Lifetime>()
