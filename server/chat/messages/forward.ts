import type { Input } from '../../../protocol/commands.ts'
import { readLinks } from '../../../protocol/markdown/body-links.ts'
import { readMentions } from '../../../protocol/markdown/mentions.ts'
import type { Message, MessageRef } from '../../../protocol/models.ts'
import { allowInRoom } from '../access.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'
import { announceSent } from './announcement.ts'
import { requireWords } from './words.ts'

/**
 * The forwarder sees the message and may write in the other room. Only their own text can mention users. Only the store
 * checks the message's room, because it knows a retry, which is answered without that room.
 */
export async function forwardMessage(
  tools: Tools,
  caller: Caller,
  { roomId, seq, toRoomId, clientId, comment = '' }: Input<'message:forward'>,
): Promise<Message> {
  // It is a message like any other, and counts as one for the limits.
  using _said = tools.limits.take('message:send', caller.user.id)
  const target = await allowInRoom(tools, caller, 'message:send', toRoomId)
  await requireWords(tools, target, caller, clientId)
  const words = { comment, mentions: readMentions(comment), links: readLinks(comment) }

  const sent = await tools.store.forward(signed(caller), {
    roomId,
    seq,
    toRoomId: target.room.id,
    clientId,
    ...words,
  })
  announceSent(tools, sent)
  return sent.message
}

export function findSource(
  { store }: Tools,
  caller: Caller,
  { roomId, seq }: Input<'message:source'>,
): Promise<MessageRef> {
  return store.sourceOf(signed(caller), roomId, seq)
}
