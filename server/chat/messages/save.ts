/** Saved messages are private. All devices of the user get a change. */
import type { Input } from '../../../protocol/commands.ts'
import type { SavedPage } from '../../../protocol/models.ts'
import { allowInChat, allowInRoom } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'

export async function saveMessage(
  { store, delivery }: Tools,
  caller: Caller,
  { roomId, seq, on }: Input<'message:save'>,
): Promise<undefined> {
  const { room } = await allowInRoom({ store }, caller, 'message:save', roomId)
  if (!(await store.save(signed(caller), room.id, seq, on))) return
  const payload = { roomId: room.id, seq, on }
  delivery.publish({ audience: { user: caller.user.id }, event: 'saved:changed', payload })
}

export async function listSaved(
  { store, cursors }: Tools,
  caller: Caller,
  asked: Input<'messages:saved'>,
): Promise<SavedPage> {
  await allowInChat({ store }, caller, 'messages:saved')
  return cursors.page('messages:saved', caller, asked, (page) => store.saved(signed(caller), page))
}
