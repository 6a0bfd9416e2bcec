import type { Input } from '../../../protocol/commands.ts'
import type { HistoryPage, RoomView, SeqAt } from '../../../protocol/models.ts'
import { type Caller, signed } from '../caller.ts'
import type { Tools } from '../tools.ts'

/** Messages in the preview before joining. */
const PREVIEW = 50

export async function readHistory(
  { store }: Tools,
  caller: Caller,
  { roomId, ...range }: Input<'room:history'>,
): Promise<HistoryPage> {
  return store.readHistory(signed(caller), roomId, range)
}

/** Finds the message that a reader jumps to when they choose a day. */
export async function findSeqAt({ store }: Tools, caller: Caller, { roomId, at }: Input<'room:at'>): Promise<SeqAt> {
  const seq = await store.seqAt(signed(caller), roomId, at)
  return seq === undefined ? {} : { seq }
}

/** The room to show behind the question for a name. Where anyone may join, anyone may look. */
export async function previewedRoom({ store, access }: Tools, slug: string): Promise<RoomView | undefined> {
  if (access !== 'open') return undefined
  return store.peekRoom(slug)
}

/** The part of the room that the preview shows, unless the room was closed meanwhile. `bytes` limits its messages. */
export function previewOf(
  { store }: Tools,
  room: RoomView,
  around: number | undefined,
  bytes: number,
): Promise<HistoryPage | undefined> {
  return store.readPreview(room.id, { around, limit: PREVIEW, bytes })
}
