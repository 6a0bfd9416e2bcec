/** Announces changes of people. */
import type { Me, SessionEnded, User } from '../../../protocol/models.ts'
import type { Tools } from '../tools.ts'

type Needs = Pick<Tools, 'store' | 'delivery'>

/** A user has a new name. All rooms where they are seen get it, and all their own devices. */
export async function announceUser({ store, delivery }: Needs, user: User): Promise<void> {
  await announceMe({ store, delivery }, user.id)
  announceIn(delivery, user, await store.roomIdsOf(user.id))
}

/** Guests who lost their names to a person. Their new names are announced like any other. */
export async function announceRenamed(needs: Needs, renamed: User[] = []): Promise<void> {
  for (const user of renamed) await announceUser(needs, user)
}

export function announceIn(delivery: Tools['delivery'], user: User, roomIds: string[]): void {
  delivery.publish({ audience: { rooms: roomIds }, event: 'user:changed', payload: user })
}

/** A user’s account changed. All their own devices get it. Answers with the account. */
export async function announceMe({ store, delivery }: Needs, userId: string): Promise<Me> {
  const me = await store.meOf(userId)
  delivery.publish({ audience: { user: userId }, event: 'me:changed', payload: me })
  return me
}

type Reason = SessionEnded['reason']

/** Closes the connections of these sessions. Each connection tells its client why. */
export function announceEnds(delivery: Pick<Tools['delivery'], 'publish'>, sessionIds: string[], reason: Reason): void {
  for (const session of sessionIds)
    delivery.publish({ audience: { session }, event: 'session:ended', payload: { reason } })
}
