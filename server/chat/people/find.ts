import type { Input, Output } from '../../../protocol/commands.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'

export async function findPeople(
  { store, online }: Tools,
  caller: Caller,
  { query, limit }: Input<'people:find'>,
): Promise<Output<'people:find'>> {
  const found = await store.findPeople(signed(caller), query, limit)
  return { people: found.map((person) => ({ ...person, isHere: online.isHere(person.user.id) })) }
}
