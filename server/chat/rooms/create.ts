import type { Input } from '../../../protocol/commands.ts'
import { Refusal } from '../../../protocol/errors.ts'
import { MAX_DIRECT, MIN_DIRECT } from '../../../protocol/limits.ts'
import type { RoomView, Settings } from '../../../protocol/models.ts'
import type { NewRoom, Standing } from '../../store/store.ts'
import { allowInChat } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'
import { seatTaken } from './announcement.ts'
import { prepareRoomName } from './names.ts'

export async function createRoom(
  { store, delivery, limits }: Tools,
  caller: Caller,
  { name, kind, memberIds = [] }: Input<'room:create'>,
): Promise<RoomView> {
  const standing = await allowInChat({ store }, caller, 'room:create')
  if (standing.onlyRoomId !== undefined) throw new Refusal('forbidden', 'You were invited to one room only.')
  const others = [...new Set(memberIds)].filter((id) => id !== caller.user.id)
  const wanted = kind === 'direct' ? direct(others) : named(kind, name, others)
  if (kind !== 'direct') requireMaker(await store.settings(), standing)
  if ((await store.blockersOf(caller.user.id, others)).length > 0)
    throw new Refusal('forbidden', 'Somebody among them does not want that.')

  const counted = kind === 'direct' ? 'direct room' : 'named room'
  limits.take(counted, caller.user.id)
  let made: Awaited<ReturnType<typeof store.createRoom>> | undefined
  try {
    made = await store.createRoom(signed(caller), wanted)
  } finally {
    // A name that is taken is no room, and neither is one that was there already.
    if (!made?.isNew) limits.giveBack(counted, caller.user.id)
  }
  const { roomId, isNew, memberIds: seated } = made
  if (isNew) for (const id of seated) delivery.publish(seatTaken(id, roomId))
  return viewFor({ store }, caller, roomId)
}

/** The room as the caller sees it by now. Throws `not_found` when the caller does not see it any more. */
export async function viewFor({ store }: Pick<Tools, 'store'>, caller: Caller, roomId: string): Promise<RoomView> {
  const seat = await store.findRoom(roomId, signed(caller))
  if (!seat) throw new Refusal('not_found', 'There is no such room.')
  return seat.room
}

function direct(memberIds: string[]): NewRoom {
  const count = memberIds.length + 1
  if (count < MIN_DIRECT || count > MAX_DIRECT)
    throw new Refusal('bad_request', `A direct room is for ${MIN_DIRECT} to ${MAX_DIRECT} people.`)
  return { kind: 'direct', name: '', look: '', slug: 'direct', memberIds }
}

function named(kind: 'open' | 'closed', name: string | undefined, memberIds: string[]): NewRoom {
  if (name === undefined) throw new Refusal('bad_request', 'A room needs a name.')
  return { kind, ...prepareRoomName(name), memberIds }
}

function requireMaker({ roomsBy }: Settings, { role }: Standing): void {
  if (roomsBy === 'moderators' && role !== 'owner' && role !== 'moderator')
    throw new Refusal('forbidden', 'Here only owners and moderators make rooms.')
  if (roomsBy === 'members' && role === 'guest') throw new Refusal('forbidden', 'Here guests make no rooms.')
}
