import type { Input } from '../../../protocol/commands.ts'
import type { HistoryPage } from '../../../protocol/models.ts'
import { allowInRoom } from '../access.ts'
import type { Caller } from '../caller.ts'
import { viewFor } from '../rooms/create.ts'
import type { Tools } from '../tools.ts'

/** Messages in the page that somebody is shown before joining. */
const PREVIEW = 50

export async function readHistory(
  { store }: Tools,
  caller: Caller,
  asked: Input<'room:history'>,
): Promise<HistoryPage> {
  const { room } = await allowInRoom({ store }, caller, 'room:history', asked.roomId)
  const [view, { messages, rev, lastSeq }] = await Promise.all([
    viewFor({ store }, caller, room.id),
    store.history(room.id, asked),
  ])
  // The page and these two were read at one instant; the rest of the view does not take part in catching up.
  return { messages, room: { ...view, rev, lastSeq } }
}

/** What is shown behind the question for a name: where everybody may come in, everybody may look. */
export async function previewRoom(
  { store, access }: Tools,
  slug: string,
  around?: number,
): Promise<HistoryPage | undefined> {
  if (access !== 'open') return undefined
  const room = await store.peekRoom(slug)
  if (room?.kind !== 'open') return undefined
  const { messages, rev, lastSeq } = await store.history(room.id, { around, limit: PREVIEW })
  return { messages, room: { ...room, rev, lastSeq } }
}
