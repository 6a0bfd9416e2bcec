import type { Input } from '../../../protocol/commands.ts'
import type { Message } from '../../../protocol/models.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'
import { changed } from './announcement.ts'

/** Only the author removes a preview. */
export async function removePreview(
  { store, delivery }: Tools,
  caller: Caller,
  { roomId, seq, url }: Input<'message:unpreview'>,
): Promise<Message> {
  const { message, isNew } = await store.unpreview(signed(caller), roomId, seq, url)
  if (isNew) delivery.publish(changed(message))
  return message
}
