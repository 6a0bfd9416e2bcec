import type { Input } from '../../../protocol/commands.ts'
import type { Message } from '../../../protocol/models.ts'
import { allowInRoom } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'
import { announceCounts, changed } from './announcement.ts'
import { readMentions } from './mentions.ts'
import { requireWritable } from './writable.ts'

/** Only the author's own words, whoever else may do more. */
export async function editMessage(tools: Tools, caller: Caller, edit: Input<'message:edit'>): Promise<Message> {
  const place = await allowInRoom(tools, caller, 'message:edit', edit.roomId)
  await requireWritable(tools, place, caller)
  const { message, isNew, recounted } = await tools.store.edit(signed(caller), {
    ...edit,
    roomId: place.room.id,
    ...readMentions(edit.body, place),
  })
  if (isNew) tools.delivery.publish(changed(message))
  announceCounts(tools.delivery, place.room.id, recounted)
  return message
}
