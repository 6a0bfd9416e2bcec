import type { Input } from '../../../protocol/commands.ts'
import type { Settings } from '../../../protocol/models.ts'
import { MAX_ROOM_NAME_GRAPHEMES } from '../../../protocol/limits.ts'
import { allowInChat } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import { tidyName } from '../people/names.ts'
import type { Tools } from '../tools.ts'

export async function updateSettings(
  { store, delivery }: Tools,
  caller: Caller,
  patch: Input<'settings:update'>,
): Promise<Settings> {
  await allowInChat({ store }, caller, 'settings:update')
  const { name, ...rest } = patch
  const tidy = name === undefined || name.trim() === '' ? name?.trim() : tidyName(name, MAX_ROOM_NAME_GRAPHEMES)
  const settings = await store.updateSettings(signed(caller), { ...rest, name: tidy })
  delivery.publish({ audience: { everyone: true }, event: 'settings:changed', payload: settings })
  return settings
}
