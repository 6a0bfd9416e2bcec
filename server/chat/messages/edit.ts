import type { Input } from '../../../protocol/commands.ts'
import { readLinks } from '../../../protocol/markdown/body-links.ts'
import { readMentions } from '../../../protocol/markdown/mentions.ts'
import type { Message } from '../../../protocol/models.ts'
import { allowInRoom } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'
import { announceCounts, changed } from './announcement.ts'
import { requireWords } from './words.ts'

/** Only the author edits a message, not even a moderator. */
export async function editMessage(tools: Tools, caller: Caller, edit: Input<'message:edit'>): Promise<Message> {
  const { store, delivery } = tools
  const allowed = await allowInRoom(tools, caller, 'message:edit', edit.roomId)
  await requireWords(tools, allowed, caller)
  const words = { ...edit, roomId: allowed.room.id, mentions: readMentions(edit.body), links: readLinks(edit.body) }

  const { message, isNew, recounted } = await store.edit(signed(caller), words)
  if (isNew) delivery.publish(changed(message))
  announceCounts(delivery, allowed.room.id, recounted)
  return message
}
