/** Pictures of people, which others see beside their names. */
import type { Input } from '../../../protocol/commands.ts'
import type { User } from '../../../protocol/models.ts'
import { allowInChat } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'
import { announceUser } from './announcement.ts'

export async function setOwnPicture(tools: Tools, caller: Caller, { image }: Input<'user:picture'>): Promise<User> {
  const { store, delivery } = tools
  await allowInChat({ store }, caller, 'user:picture')
  const hash = image === undefined ? undefined : await keepPicture(tools, caller, image)
  const { user, isNew } = await store.setUserPicture(signed(caller), hash)
  if (isNew) await announceUser({ store, delivery }, user)
  return user
}

export async function removePicture(
  { store, delivery }: Tools,
  caller: Caller,
  { userId }: Input<'user:removePicture'>,
): Promise<undefined> {
  const { user, isNew } = await store.removeUserPicture(signed(caller), userId)
  if (isNew) await announceUser({ store, delivery }, user)
}

/** Keeps a picture of a user or a room, for them who may set it. Answers with its hash. */
export function keepPicture(
  { files, limits }: Pick<Tools, 'files' | 'limits'>,
  { user }: Caller,
  image: string,
): Promise<string> {
  using _ = limits.take('picture', user.id)
  return files.keepPicture(Buffer.from(image, 'base64'), user.id)
}
