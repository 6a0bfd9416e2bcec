import type { Input } from '../../../protocol/commands.ts'
import type { Message, Reactors } from '../../../protocol/models.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'
import { changed } from './announcement.ts'

export async function reactToMessage(
  { store, delivery }: Tools,
  caller: Caller,
  { roomId, seq, emoji, on }: Input<'message:react'>,
): Promise<Message> {
  const { message, isNew } = await store.react(signed(caller), roomId, seq, emoji, on)
  if (!isNew) return message
  delivery.publish(changed(message))
  // A message names only the first users of a reaction. So the user's own devices get it here.
  const payload = { roomId: message.roomId, seq, rev: message.rev, emoji, on }
  delivery.publish({ audience: { user: caller.user.id }, event: 'reaction:changed', payload })
  return message
}

export async function listReactors(
  { store, cursors }: Tools,
  caller: Caller,
  { roomId, seq, emoji, ...asked }: Input<'reactions:list'>,
): Promise<Reactors> {
  const list = `reactions:list ${roomId} ${seq} ${emoji}`
  return cursors.page(list, caller, asked, (page) => store.reactors(signed(caller), roomId, seq, emoji, page))
}
