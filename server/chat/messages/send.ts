import type { Input } from '../../../protocol/commands.ts'
import type { Message } from '../../../protocol/models.ts'
import { allowInRoom } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'
import { changed } from './announcement.ts'
import { readMentions } from './mentions.ts'
import { requireSlowness, requireWanted, requireWritable } from './writable.ts'

export async function sendMessage(tools: Tools, caller: Caller, draft: Input<'message:send'>): Promise<Message> {
  const { store, delivery, typing, limits } = tools
  const place = await allowInRoom(tools, caller, 'message:send', draft.roomId)
  requireWritable(place)
  await requireWanted({ store }, place, caller)
  requireSlowness(limits, place, caller)
  const { message, isNew } = await store.append(signed(caller), {
    ...draft,
    roomId: place.room.id,
    ...readMentions(draft.body, place),
  })

  // Only after the commit: nobody may hear of a message that a crash could still take back.
  if (isNew) delivery.publish(changed(message))
  typing.stop(place.room.id, caller.user.id)

  return message
}
