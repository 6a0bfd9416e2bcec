import type { Input } from '../../../protocol/commands.ts'
import { readLinks } from '../../../protocol/markdown/body-links.ts'
import { readMentions } from '../../../protocol/markdown/mentions.ts'
import type { Message } from '../../../protocol/models.ts'
import { readyFile } from '../files/ready.ts'
import { allowInRoom } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'
import { announceSent } from './announcement.ts'
import { requireWords } from './words.ts'

/**
 * Writes, then tells, then answers. A message is announced after its commit, because a crash could still take it back
 * before.
 */
export async function sendMessage(tools: Tools, caller: Caller, draft: Input<'message:send'>): Promise<Message> {
  const allowed = await allowInRoom(tools, caller, 'message:send', draft.roomId)
  await requireWords(tools, allowed, caller, draft.clientId)
  for (const { id } of draft.files) await readyFile(tools, caller, id)
  const words = { ...draft, roomId: allowed.room.id, mentions: readMentions(draft.body), links: readLinks(draft.body) }

  const sent = await tools.store.append(signed(caller), words)
  announceSent(tools, sent)
  return sent.message
}
