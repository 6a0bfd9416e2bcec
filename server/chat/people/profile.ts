/** Changes of one's own account: name, password, blocked users. */
import type { Input } from '../../../protocol/commands.ts'
import { prepareName } from '../../../protocol/names/looks.ts'
import { refusal } from '../../../protocol/errors.ts'
import type { User } from '../../../protocol/models.ts'
import { allowInChat } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import { seatGone } from '../rooms/announcement.ts'
import type { Tools } from '../tools.ts'
import { announceEnds, announceMe, announceRenamed, announceUser } from './announcement.ts'
import { requireUnheld } from './arrive.ts'
import { requirePersonal, tidyName } from './names.ts'
import { fromOf } from './passwords.ts'
import { requirePassword } from './require-password.ts'

export async function rename(
  { store, delivery, online }: Tools,
  caller: Caller,
  { name: wanted }: Input<'user:rename'>,
): Promise<User> {
  const account = await allowInChat({ store }, caller, 'user:rename')
  const name = prepareName(tidyName(wanted))
  if (name.name === account.user.name) return account.user
  requirePersonal(name.name)
  const seeker = { userId: caller.user.id, onlyRoomId: account.onlyRoomId }
  await requireUnheld({ store, online }, name, seeker)
  if (online.nameHolder(name, seeker)) throw refusal('name_here_try', { name: name.name, free: `${name.name} 2` })
  const { user, renamed } = await store.rename(signed(caller), name)
  await announceUser({ store, delivery }, user)
  await announceRenamed({ store, delivery }, renamed)
  return user
}

export async function changePassword(
  tools: Tools,
  caller: Caller,
  { current, password }: Input<'user:password'>,
): Promise<undefined> {
  const { store, delivery, passwords } = tools
  await allowInChat({ store }, caller, 'user:password')
  await requirePassword(tools, caller, current)
  const ended = await store.changePassword(signed(caller), await passwords.hash(password, fromOf(caller)))
  announceEnds(delivery, ended, 'password_changed')
}

export async function blockUser(
  { store, delivery }: Tools,
  caller: Caller,
  { userId, on }: Input<'user:block'>,
): Promise<undefined> {
  if (userId === caller.user.id) throw refusal('not_to_yourself')
  const declined = await store.block(signed(caller), userId, on)
  for (const { roomId, reason } of declined) delivery.publish(seatGone(caller.user.id, roomId, reason))
  await announceMe({ store, delivery }, caller.user.id)
}
