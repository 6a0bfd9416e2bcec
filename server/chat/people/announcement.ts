/** What is told about people, and to whom. */
import type { SessionEnded, User } from '../../../protocol/models.ts'
import type { Tools } from '../tools.ts'

type Needs = Pick<Tools, 'store' | 'delivery'>

/** Somebody is called otherwise: told in every room where they are seen, and to all of their own devices. */
export async function announceUser({ store, delivery }: Needs, user: User): Promise<void> {
  await announceMe({ store, delivery }, user.id)
  announceIn(delivery, user, await store.roomIdsOf(user.id))
}

export function announceIn(delivery: Tools['delivery'], user: User, roomIds: string[]): void {
  for (const room of roomIds) delivery.publish({ audience: { room }, event: 'user:changed', payload: user })
}

/** What somebody is has changed: told to all of their own devices. */
export async function announceMe({ store, delivery }: Needs, userId: string): Promise<void> {
  delivery.publish({ audience: { user: userId }, event: 'me:changed', payload: await store.meOf(userId) })
}

type Reason = SessionEnded['reason']

/** Closes these sessions' connections, which say why. */
export function announceEnds(delivery: Tools['delivery'], sessionIds: string[], reason: Reason): void {
  for (const session of sessionIds)
    delivery.publish({ audience: { session }, event: 'session:ended', payload: { reason } })
}
