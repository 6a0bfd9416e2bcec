/** ↑ in an empty field: edits my last message in this room, even one that is not on the screen. */
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import type { Message } from '../../protocol/models.ts'
import { goTo } from '../state/address.ts'
import { editedSeq } from '../state/active-message.ts'
import { note } from '../state/command-note.ts'
import { sentenceOf } from '../words/language.ts'

/** `isWanted`: whether the reader still waits for the edit after a request to the server. */
export async function editLast(client: Client, room: Room, isWanted: () => boolean): Promise<void> {
  const { entries, atHead } = room.timeline
  const isMine = ({ author, deletedAt }: Message) => author.id === client.you.peek()?.id && !deletedAt
  const shown = entries.peek().flatMap((entry) => (entry.kind === 'message' ? entry.message : []))
  // My last loaded message is my last one only if the end of the room is loaded.
  const here = atHead.peek() ? shown.findLast(isMine) : undefined
  const seq = here?.seq ?? (await findLast(client, room, isMine))
  if (seq === undefined || !isWanted()) return
  if (shown.every((message) => message.seq !== seq)) goTo(room.slug.peek(), seq)
  const open = editedSeq.peek() === seq ? document.querySelector<HTMLElement>('.edit textarea') : null
  open?.focus()
  if (open) return
  // The edit may have begun in a row that is now out of the list. Back in the list, its field takes the focus as at
  // first.
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
  // The message is further back than a reasonable number of pages.
  const query = `from:me in:${room.slug.peek()}`
  const found = newest.ok ? await client.run('search', { query, timeZone: 'UTC', limit: 1 }) : newest
  if (found.ok) return found.value.hits[0]?.message.seq
  note.value = sentenceOf(found.error)
  return undefined
}
