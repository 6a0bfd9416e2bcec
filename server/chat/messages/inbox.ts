import type { Input } from '../../../protocol/commands.ts'
import type { InboxPage } from '../../../protocol/models.ts'
import { allowInChat } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'

/** Mentions of the caller and replies to them. Unread counts are in each room’s view. */
export async function readInbox(
  { store, cursors }: Tools,
  caller: Caller,
  asked: Input<'inbox:list'>,
): Promise<InboxPage> {
  await allowInChat({ store }, caller, 'inbox:list')
  return cursors.page('inbox:list', caller, asked, (page) => store.inbox(signed(caller), page))
}
