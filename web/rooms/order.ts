/** The rooms as the sidebar shows them, from top to bottom. */
import type { Room, Rooms } from '../../client/rooms.ts'
import { LOBBY } from '../../protocol/limits.ts'
import { late, words } from '../words.ts'

// Made for who is in several rooms: the first that a browser is asked of a language takes it long.
const names = late(() => new Intl.Collator(words.locale, { numeric: true, sensitivity: 'base' }))

export type Shelf = { rooms: Room[]; directs: Room[]; archived: Room[] }

export function shelfOf({ all }: Rooms): Shelf {
  const sorted = all.value.toSorted(
    (a, b) => Number(b.id === LOBBY) - Number(a.id === LOBBY) || names().compare(a.name.value, b.name.value),
  )
  const open = sorted.filter(({ isArchived }) => !isArchived.value)
  return {
    rooms: open.filter(({ kind }) => kind.value !== 'direct'),
    directs: open.filter(({ kind }) => kind.value === 'direct'),
    archived: sorted.filter(({ isArchived }) => isArchived.value),
  }
}

/** What of the unread the reader wants to hear of. */
export function newsOf({ level, unread, mentions }: Room): { count: number; mentions: number } {
  if (level.value === 'nothing') return { count: 0, mentions: 0 }
  return { count: level.value === 'everything' ? unread.value : mentions.value, mentions: mentions.value }
}

/** The next room up (-1) or down (1), around the end; only among those with news if so wanted. */
export function neighbour(rooms: Rooms, slug: string, step: 1 | -1, isUnread: boolean): Room | undefined {
  const { rooms: open, directs } = shelfOf(rooms)
  const all = [...open, ...directs]
  const at = all.findIndex((room) => room.slug.peek() === slug)
  for (let away = 1; away <= all.length; away++) {
    const room = all[(at + step * away + all.length * 2) % all.length]
    if (room && room.slug.peek() !== slug && (!isUnread || newsOf(room).count > 0)) return room
  }
  return undefined
}
