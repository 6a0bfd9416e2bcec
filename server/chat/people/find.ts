import type { Input, Output } from '../../../protocol/commands.ts'
import { allowInChat } from '../access.ts'
import type { Caller } from '../caller.ts'
import type { Tools } from '../tools.ts'

/** A guest of one room finds who is in it, and nobody else. */
export async function findPeople(
  { store, online }: Tools,
  caller: Caller,
  { query, limit }: Input<'people:find'>,
): Promise<Output<'people:find'>> {
  const { onlyRoomId } = await allowInChat({ store }, caller, 'people:find')
  const found =
    onlyRoomId === undefined
      ? await store.findPeople(query, limit)
      : (await store.members(onlyRoomId, { query, limit })).members
  const people = found.map(({ user, role }) => ({
    user,
    role: role === 'host' ? toChatRole(user.kind) : role,
    isHere: online.isHere(user.id),
  }))
  return { people }
}

const toChatRole = (kind: 'guest' | 'person' | 'bot') => (kind === 'guest' ? ('guest' as const) : ('member' as const))
