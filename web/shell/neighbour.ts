import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { address, goTo } from '../state/address.ts'
import { type Section, arrangementOf } from './arrangement.ts'
import { newsOf, shelfOf } from './room-order.ts'

export function goToNeighbour(client: Client, step: 1 | -1, isUnread: boolean): void {
  const next = neighbour(client, address.peek().slug, step, isUnread)
  if (next) goTo(next.slug.peek())
}

/** The next room up (-1) or down (1), around the end; with `isUnread`, only among rooms with unread messages. */
function neighbour(client: Client, slug: string, step: 1 | -1, isUnread: boolean): Room | undefined {
  const shelf = shelfOf(client)
  const all = arrangementOf(client).sections.flatMap((section) => (isWalked(section) ? shelf[section] : []))
  const at = all.findIndex((room) => room.slug.peek() === slug)
  for (let away = 1; away <= all.length; away++) {
    const room = all[(at + step * away + all.length * 2) % all.length]
    if (room && room.slug.peek() !== slug && (!isUnread || newsOf(room).count > 0)) return room
  }
  return undefined
}

const isWalked = (section: Section): section is 'favourites' | 'rooms' | 'directs' =>
  section === 'favourites' || section === 'rooms' || section === 'directs'
