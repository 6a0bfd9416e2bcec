import type { Input } from '../../../protocol/commands.ts'
import type { SearchPage } from '../../../protocol/models.ts'
import { allowInChat } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'
import { readSearch } from './search-query.ts'

/** The store looks only where the caller has a seat: what may be found is decided in the transaction that finds it. */
export async function search(
  { store }: Tools,
  caller: Caller,
  { query, timeZone, after, limit }: Input<'search'>,
): Promise<SearchPage> {
  await allowInChat({ store }, caller, 'search')
  return store.search(signed(caller), { ...readSearch(query, timeZone), after, limit })
}
