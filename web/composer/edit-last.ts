/** ↑ in an empty field: my last message in this room, wherever the reader is. */
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import type { Message } from '../../protocol/models.ts'
import { goTo } from '../place.ts'
import { editedSeq } from '../timeline/active-row.ts'
import { note } from './note.ts'

/** `isWanted`: whether the reader still waits for it, when it had to be asked for. */
export async function editLast(client: Client, room: Room, isWanted: () => boolean): Promise<void> {
  const { entries, atHead } = room.timeline
  const isMine = ({ author, deletedAt }: Message) => author.id === client.you.peek()?.id && !deletedAt
  const shown = entries.peek().flatMap((entry) => (entry.kind === 'message' ? entry.message : []))
  // Only at the end of the room the last one that is here is the last one there is.
  const here = atHead.peek() ? shown.findLast(isMine) : undefined
  const seq = here?.seq ?? (await findLast(client, room, isMine))
  if (seq === undefined || !isWanted()) return
  if (shown.every((message) => message.seq !== seq)) goTo(room.slug.peek(), seq)
  const open = editedSeq.peek() === seq ? document.querySelector<HTMLElement>('.edit textarea') : null
  open?.focus()
  if (open) return
  // It may be begun and its row out of the list: when that is back, its field takes the focus as if it had just begun.
  editedSeq.value = undefined
  editedSeq.value = seq
}

async function findLast(
  client: Client,
  room: Room,
  isMine: (message: Message) => boolean,
): Promise<number | undefined> {
  const newest = await client.run('room:history', { roomId: room.id })
  const last = newest.ok ? newest.value.messages.findLast(isMine) : undefined
  if (last) return last.seq
  // It is further back than one wants to page.
  const query = `from:me in:${room.slug.peek()}`
  const found = newest.ok ? await client.run('search', { query, timeZone: 'UTC', limit: 1 }) : newest
  if (found.ok) return found.value.hits[0]?.message.seq
  note.value = found.error.message
  return undefined
}
