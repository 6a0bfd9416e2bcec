import type { Input } from '../../../protocol/commands.ts'
import type { Settings } from '../../../protocol/models.ts'
import { allowInChat } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'

export async function updateSettings(
  { store, delivery }: Tools,
  caller: Caller,
  patch: Input<'settings:update'>,
): Promise<Settings> {
  await allowInChat({ store }, caller, 'settings:update')
  const settings = await store.updateSettings(signed(caller), patch)
  delivery.publish({ audience: { everyone: true }, event: 'settings:changed', payload: settings })
  return settings
}
