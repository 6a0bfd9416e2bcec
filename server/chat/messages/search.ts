import type { Input } from '../../../protocol/commands.ts'
import type { SearchPage } from '../../../protocol/models.ts'
import { allowInChat } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'
import { readSearch } from './search-query.ts'

/** Searches the caller’s rooms. The store checks the seats in the transaction that finds the messages. */
export async function search(
  { store, cursors }: Tools,
  caller: Caller,
  { query, timeZone, ...asked }: Input<'search'>,
): Promise<SearchPage> {
  await allowInChat({ store }, caller, 'search')
  return cursors.page('search', caller, asked, (page) =>
    store.search(signed(caller), { ...readSearch(query, timeZone), ...page }),
  )
}
