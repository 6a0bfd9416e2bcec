/** Marks all rooms as read, with a way to undo it. */
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { sayBriefly } from '../ui/say-briefly.ts'
import { sentenceOf } from '../words/language.ts'
import { laterWords } from '../words/later.ts'

type Before = { room: Room; readSeq: number }

export async function markAllRead(client: Client): Promise<void> {
  const { allRead: says } = laterWords
  const before = client.rooms.all
    .peek()
    .filter(({ unread, askedBy }) => unread.peek() > 0 && !askedBy.peek())
    .map((room): Before => ({ room, readSeq: room.readSeq.peek() }))
  if (before.length === 0) return sayBriefly(says.nothing)
  const result = await client.run('rooms:read', {})
  if (!result.ok) return sayBriefly(sentenceOf(result.error))
  for (const mark of result.value.marks) client.rooms.hearRead(mark)
  sayBriefly(says.done(before.length), { label: says.undo, run: () => undo(before) })
}

function undo(before: readonly Before[]): void {
  for (const { room, readSeq } of before) room.markUnread(readSeq + 1)
}
