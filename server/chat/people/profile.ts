/** What I change about myself: my name, my password, whom I block. */
import type { Input } from '../../../protocol/commands.ts'
import { Refusal } from '../../../protocol/errors.ts'
import type { User } from '../../../protocol/models.ts'
import { allowInChat } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'
import { announceEnds, announceMe, announceUser } from './announcement.ts'
import { requireUnheld } from './arrive.ts'
import { prepareName, requirePersonal, tidyName } from './names.ts'
import { hashPassword, requirePassword } from './passwords.ts'

export async function rename(
  { store, delivery, online }: Tools,
  caller: Caller,
  { name: wanted }: Input<'user:rename'>,
): Promise<User> {
  const standing = await allowInChat({ store }, caller, 'user:rename')
  const name = prepareName(tidyName(wanted))
  if (name.name === standing.user.name) return standing.user
  requirePersonal(name.name)
  await requireUnheld({ store, online }, name, caller.user.id)
  if (name.key !== prepareName(standing.user.name).key && online.isNameHere(name.key))
    throw new Refusal('conflict', `Somebody here is called “${name.name}” already. How about “${name.name} 2”?`)
  const user = await store.rename(signed(caller), name)
  await announceUser({ store, delivery }, user)
  return user
}

export async function changePassword(
  tools: Tools,
  caller: Caller,
  { current, password }: Input<'user:password'>,
): Promise<undefined> {
  const { store, delivery } = tools
  await allowInChat({ store }, caller, 'user:password')
  await requirePassword(tools, caller, current)
  const ended = await store.changePassword(signed(caller), await hashPassword(password))
  announceEnds(delivery, ended, 'password_changed')
}

export async function blockUser(
  { store, delivery }: Tools,
  caller: Caller,
  { userId, on }: Input<'user:block'>,
): Promise<undefined> {
  await allowInChat({ store }, caller, 'user:block')
  if (userId === caller.user.id) throw new Refusal('bad_request', 'Nobody can block themselves.')
  // Who has left can still be unblocked.
  if (on && !(await store.findUser(userId))) throw new Refusal('not_found', 'There is nobody of that id.')
  await store.block(signed(caller), userId, on)
  await announceMe({ store, delivery }, caller.user.id)
}
