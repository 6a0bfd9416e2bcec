/** Whether words are taken in a room at this moment, from somebody who may write there otherwise. */
import { Refusal } from '../../../protocol/errors.ts'
import { type Place, mayInRoom } from '../access.ts'
import type { Caller } from '../caller.ts'
import type { Limits } from '../limits.ts'
import type { Tools } from '../tools.ts'

/** Throws `forbidden` in an archived room, for who is muted, and in a locked room for most. */
export function requireWritable(place: Place): void {
  const { room } = place
  if (room.isArchived) throw new Refusal('forbidden', 'This room is archived: it can only be read.')
  if (room.mutedUntil !== undefined)
    throw new Refusal('forbidden', `You cannot write here until ${readable(room.mutedUntil)}: a moderator muted you.`)
  if (room.isLocked && !mayInRoom(place, 'message:sendFreely'))
    throw new Refusal('forbidden', 'This room is locked: only hosts and moderators write in it for now.')
}

/** `2026-03-05 14:00 UTC`, as it is said of bans. */
const readable = (time: string): string => `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`

/** Throws `rate_limited` for who wrote a short while ago in a slow room. */
export function requireSlowness(limits: Limits, place: Place, { user }: Caller): void {
  const { id, slowSeconds } = place.room
  if (slowSeconds === 0 || mayInRoom(place, 'message:sendFreely')) return
  limits.takeOneIn(slowSeconds * 1_000, `${id} ${user.id}`, `This room is slow: one message in ${slowSeconds} seconds.`)
}

/** Throws `forbidden` in a direct room of two whose other one blocks the caller. Where more are, somebody wants to read it. */
export async function requireWanted({ store }: Pick<Tools, 'store'>, { room }: Place, { user }: Caller): Promise<void> {
  const others = (room.people ?? []).map(({ id }) => id).filter((id) => id !== user.id)
  if (others.length !== 1) return
  if ((await store.blockersOf(user.id, others)).length > 0) throw new Refusal('forbidden', 'They do not want that.')
}
