import type { Input } from '../../../protocol/commands.ts'
import type { Message } from '../../../protocol/models.ts'
import { requireMember } from '../access.ts'
import type { Caller } from '../caller.ts'
import type { Tools } from '../tools.ts'
import { changed } from './announcement.ts'

export async function sendMessage(
  { store, delivery, typing }: Tools,
  caller: Caller,
  draft: Input<'message:send'>,
): Promise<Message> {
  const room = await requireMember(store, caller, draft.roomId)
  const { message, isNew } = await store.append({
    ...draft,
    roomId: room.id,
    author: caller.user,
    sessionId: caller.sessionId,
  })

  // Only after the commit: nobody may hear of a message that a crash could still take back.
  if (isNew) delivery.publish(changed(message))
  typing.stop(room.id, caller.user.id)

  return message
}
