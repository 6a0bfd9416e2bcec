/** Whether words are taken in a room at this moment, from somebody who may write there otherwise. */
import { Refusal } from '../../../protocol/errors.ts'
import { readableTime } from '../../../protocol/times.ts'
import { type Place, mayInRoom } from '../access.ts'
import type { Caller } from '../caller.ts'
import type { Limits } from '../limits.ts'
import type { Tools } from '../tools.ts'

/** `forbidden` in an archived room, for who is muted, and in a locked room for most. */
export function whyNotWritable(place: Place): Refusal | undefined {
  const { room } = place
  if (room.isArchived) return new Refusal('forbidden', 'This room is archived: it can only be read.')
  if (room.mutedUntil !== undefined) {
    const until = readableTime(room.mutedUntil)
    return new Refusal('forbidden', `You cannot write here until ${until}: a moderator muted you.`)
  }
  if (room.isLocked && !mayInRoom(place, 'message:sendFreely'))
    return new Refusal('forbidden', 'This room is locked: only hosts and moderators write in it for now.')
  return undefined
}

/** Throws what stands in the way of words at this moment. */
export async function requireWritable({ store }: Pick<Tools, 'store'>, place: Place, caller: Caller): Promise<void> {
  const refusal = whyNotWritable(place) ?? (await whyUnwanted({ store }, place, caller))
  if (refusal) throw refusal
}

/** `rate_limited` for who wrote a short while ago in a slow room; otherwise this is the message of that while. */
export function tooSoon(limits: Limits, place: Place, { user }: Caller): Refusal | undefined {
  if (!isSlow(place)) return undefined
  const { id, slowSeconds } = place.room
  const says = `This room is slow: one message in ${slowSeconds} seconds.`
  return limits.takeOneIn(slowSeconds * 1_000, `${id} ${user.id}`, says)
}

/** That message came to nothing: the next one may come at once. */
export function giveTurnBack(limits: Limits, place: Place, { user }: Caller): void {
  const { id, slowSeconds } = place.room
  if (isSlow(place)) limits.giveBackOneIn(slowSeconds * 1_000, `${id} ${user.id}`)
}

const isSlow = (place: Place): boolean => place.room.slowSeconds > 0 && !mayInRoom(place, 'message:sendFreely')

/** `forbidden` in a direct room of two whose other one blocks the caller. Where more are, somebody wants to read it. */
export async function whyUnwanted(
  { store }: Pick<Tools, 'store'>,
  { room }: Place,
  { user }: Caller,
): Promise<Refusal | undefined> {
  const others = (room.people ?? []).map(({ id }) => id).filter((id) => id !== user.id)
  if (others.length !== 1 || (await store.blockersOf(user.id, others)).length === 0) return undefined
  return new Refusal('forbidden', 'They do not want that.')
}
