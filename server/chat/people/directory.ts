import type { Input } from '../../../protocol/commands.ts'
import type { DirectPeople, PeoplePage } from '../../../protocol/models.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'

export async function listPeople(
  { store, cursors, online }: Tools,
  caller: Caller,
  { here, ...asked }: Input<'people:list'>,
): Promise<PeoplePage> {
  const asks = { ...asked, ...(here && { only: online.ids() }) }
  const { people, ...more } = await cursors.page('people:list', caller, asks, (page) =>
    store.directory(signed(caller), page),
  )
  return { people: people.map((one) => ({ ...one, isHere: online.isHere(one.user.id) })), ...more }
}

export async function listDirectPeople({ store, online }: Tools, caller: Caller): Promise<DirectPeople> {
  const people = await store.directPeople(signed(caller))
  return { people: people.map((one) => ({ ...one, isHere: online.isHere(one.userId) })) }
}
