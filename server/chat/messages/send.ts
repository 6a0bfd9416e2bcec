import type { Input } from '../../../protocol/commands.ts'
import type { Message } from '../../../protocol/models.ts'
import { allowInRoom } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'
import { changed } from './announcement.ts'
import { readMentions } from './mentions.ts'
import { giveTurnBack, tooSoon, whyNotWritable, whyUnwanted } from './writable.ts'

export async function sendMessage(tools: Tools, caller: Caller, draft: Input<'message:send'>): Promise<Message> {
  const { store, delivery, typing, limits } = tools
  const place = await allowInRoom(tools, caller, 'message:send', draft.roomId)
  const refusal =
    whyNotWritable(place) ?? (await whyUnwanted({ store }, place, caller)) ?? tooSoon(limits, place, caller)
  // What was accepted once stays accepted: a retry is answered whatever has happened to the room or its author since.
  if (refusal && !(await store.hasSaid(caller.user.id, draft.clientId))) throw refusal
  let said: Awaited<ReturnType<typeof store.append>> | undefined
  try {
    said = await store.append(signed(caller), {
      ...draft,
      roomId: place.room.id,
      ...readMentions(draft.body, place),
    })
  } finally {
    // Whoever wrote nothing need not wait for the next one.
    if (!refusal && !said?.isNew) giveTurnBack(limits, place, caller)
  }
  const { message, isNew } = said

  // Only after the commit: nobody may hear of a message that a crash could still take back.
  if (isNew) delivery.publish(changed(message))
  typing.stop(place.room.id, caller.user.id)

  return message
}
