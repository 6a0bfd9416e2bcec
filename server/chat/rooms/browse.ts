import type { Input } from '../../../protocol/commands.ts'
import type { RoomsPage } from '../../../protocol/models.ts'
import { allowInChat } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'

export async function browseRooms(
  { store, cursors }: Tools,
  caller: Caller,
  asked: Input<'rooms:browse'>,
): Promise<RoomsPage> {
  await allowInChat({ store }, caller, 'rooms:browse')
  return cursors.page('rooms:browse', caller, asked, (page) => store.browse(signed(caller), page))
}
