import type { Input } from '../../../protocol/commands.ts'
import type { Preferences } from '../../../protocol/models.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'

export function readPreferences({ store }: Tools, caller: Caller): Promise<Preferences> {
  return store.preferences(signed(caller))
}

export async function updatePreferences(
  { store, delivery }: Tools,
  caller: Caller,
  patch: Input<'preferences:update'>,
): Promise<Preferences> {
  const preferences = await store.updatePreferences(signed(caller), patch)
  delivery.publish({ audience: { user: caller.user.id }, event: 'preferences:changed', payload: preferences })
  return preferences
}
