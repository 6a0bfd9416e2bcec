/** The rooms as the sidebar shows them, from top to bottom. */
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import { LOBBY } from '../../protocol/limits.ts'
import { late } from '../ui/late.ts'
import { words } from '../words/first.ts'
import { arrangementOf } from './arrangement.ts'

// Made only for users in several rooms: a browser's first use of a language's rules is slow.
const names = late(() => new Intl.Collator(words.locale, { numeric: true, sensitivity: 'base' }))

type Shelf = Record<'favourites' | 'rooms' | 'directs' | 'requests' | 'archived', Room[]>

/** A favourite stands only among the favourites, in the order that the reader gave them. */
export function shelfOf(client: Client): Shelf {
  const { favourites } = arrangementOf(client)
  const sorted = client.rooms.all.value.toSorted(
    (a, b) => Number(b.id === LOBBY) - Number(a.id === LOBBY) || names().compare(a.name.value, b.name.value),
  )
  const accepted = sorted.filter(({ askedBy }) => !askedBy.value)
  const open = accepted.filter(({ isArchived }) => !isArchived.value)
  const others = open.filter(({ id }) => !favourites.includes(id))
  return {
    favourites: favourites.flatMap((id) => open.find((room) => room.id === id) ?? []),
    rooms: others.filter(({ kind }) => kind.value !== 'direct'),
    directs: others.filter(({ kind }) => kind.value === 'direct'),
    requests: sorted.filter(({ askedBy }) => askedBy.value),
    archived: accepted.filter(({ isArchived }) => isArchived.value),
  }
}

/** The unread messages that the reader wants to know of: none in a room that a stranger invites them to. */
export function newsOf({ level, askedBy, unread, mentions }: Room): { count: number; mentions: number } {
  if (level.value === 'nothing' || askedBy.value) return { count: 0, mentions: 0 }
  return { count: level.value === 'everything' ? unread.value : mentions.value, mentions: mentions.value }
}
