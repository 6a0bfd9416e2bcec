import type { Socket } from 'socket.io'
import type { RoomView } from '../../protocol/models.ts'
import { type Caller, signed } from '../chat/caller.ts'
import type { Tools } from '../chat/tools.ts'
import type { SlimRequest } from './handshake.ts'
import { socketRoomOf } from './subscriptions.ts'

/**
 * Makes a connection its caller's: it is counted as here until it goes, and hears what concerns the user and the session.
 * Answers with the rooms to hear. Throws `unauthorized` when the session has ended since the handshake.
 */
export async function beginPresence(tools: Tools, socket: Socket, caller: Caller): Promise<RoomView[]> {
  socket.on('disconnect', tools.online.enter(caller))
  tools.uses.note(caller, (socket.request as unknown as SlimRequest).network)
  // Before the store is asked whether the session goes on: if it ends meanwhile, we hear of it here.
  void socket.join([socketRoomOf({ user: caller.user.id }), socketRoomOf({ session: caller.sessionId })])
  return tools.online.sit(caller, await tools.store.roomsOf(signed(caller)))
}
