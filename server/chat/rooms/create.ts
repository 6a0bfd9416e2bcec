import type { Input } from '../../../protocol/commands.ts'
import { refusal } from '../../../protocol/errors.ts'
import { MAX_DIRECT, MIN_DIRECT } from '../../../protocol/limits.ts'
import type { RoomView } from '../../../protocol/models.ts'
import type { NewRoom } from '../../store/store.ts'
import { type Caller, signed } from '../caller.ts'
import type { SharedUse } from '../limits.ts'
import type { Tools } from '../tools.ts'
import { seatGone, seatTaken } from './announcement.ts'
import { prepareRoomName } from './names.ts'

export async function createRoom(
  { store, delivery, limits }: Tools,
  caller: Caller,
  { name, kind, memberIds = [] }: Input<'room:create'>,
): Promise<RoomView> {
  const others = [...new Set(memberIds)].filter((id) => id !== caller.user.id)
  const wanted = kind === 'direct' ? direct(others) : named(kind, name, others)
  const use: SharedUse = [kind === 'direct' ? 'direct room' : 'named room', caller.user.id]
  await limits.takeTogether(use)
  let made: Awaited<ReturnType<typeof store.createRoom>> | undefined
  try {
    made = await store.createRoom(signed(caller), wanted, limits.pushed)
  } finally {
    // When the name is taken or the room exists already, no room was made, and the use is given back.
    if (!made?.isNew) await limits.giveBackTogether(use)
  }
  const { roomId, seatedIds, hidden = [] } = made
  for (const { userId, roomId: quiet } of hidden) delivery.publish(seatGone(userId, quiet, 'hidden'))
  for (const id of seatedIds) delivery.publish(seatTaken(id, roomId))
  return viewFor({ store }, caller, roomId)
}

/** The room as the caller sees it now. Throws `not_found` when the caller no longer sees it. */
export async function viewFor({ store }: Pick<Tools, 'store'>, caller: Caller, roomId: string): Promise<RoomView> {
  const seat = await store.findRoom(roomId, signed(caller))
  if (!seat) throw refusal('no_such_room')
  return seat.room
}

function direct(memberIds: string[]): NewRoom {
  const count = memberIds.length + 1
  if (count < MIN_DIRECT || count > MAX_DIRECT) throw refusal('direct_size')
  return { kind: 'direct', name: '', look: '', slug: 'direct', memberIds }
}

function named(kind: 'open' | 'closed', name: string | undefined, memberIds: string[]): NewRoom {
  if (name === undefined) throw refusal('room_needs_name')
  return { kind, ...prepareRoomName(name), memberIds }
}
