import type { Input } from '../../../protocol/commands.ts'
import type { InboxPage } from '../../../protocol/models.ts'
import { allowInChat } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'

/** Which rooms have something unread is in each room’s view; here is only what was said to the caller. */
export async function readInbox({ store }: Tools, caller: Caller, page: Input<'inbox:list'>): Promise<InboxPage> {
  await allowInChat({ store }, caller, 'inbox:list')
  return store.inbox(signed(caller), page)
}
