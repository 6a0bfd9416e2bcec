import type { Input } from '../../../protocol/commands.ts'
import { Refusal } from '../../../protocol/errors.ts'
import { LOBBY } from '../../../protocol/limits.ts'
import { allowInChat } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import { seatTaken } from '../rooms/announcement.ts'
import type { Tools } from '../tools.ts'
import { announceMe } from './announcement.ts'

export async function appointUser(
  { store, delivery }: Tools,
  caller: Caller,
  { userId, role }: Input<'user:appoint'>,
): Promise<undefined> {
  await allowInChat({ store }, caller, 'user:appoint')
  const appointed = await store.findUser(userId)
  if (!appointed) throw new Refusal('not_found', 'There is nobody of that id.')
  await store.appoint(signed(caller), userId, role)
  // Who was invited to one room only is from now on somebody in the whole chat.
  if (appointed.onlyRoomId !== undefined) delivery.publish(seatTaken(userId, LOBBY))
  await announceMe({ store, delivery }, userId)
}
