/** Resolves the conditions of a search: names become rooms and users. */
import { nameKey } from '../../../protocol/name-key.ts'
import type { FoundPage, Has, Search } from '../store.ts'
import type { Database } from '../sql/database.ts'
import type { MessageRow } from '../sql/messages/message-rows.ts'
import { type OwnRoom, ownRooms } from '../sql/rooms/own-rooms.ts'
import { type UserRow } from '../sql/people/users.ts'
import { hasOf, searchable, textOf } from './grams.ts'

/** Users with one name that a search covers, at most. */
const MAX_AUTHORS = 50

export type Wanted = {
  texts: string[]
  without: string[]
  /** By id: only rooms in which the searcher has a seat. */
  rooms: Map<string, OwnRoom>
  authors?: Set<string>
  since?: string
  until?: string
  has: Has[]
  isPinned: boolean
}

/** Looks up names one after the other: one lookup takes longer, the more people the chat has. */
export function* wantedBy(
  messages: Database,
  user: UserRow,
  asked: Omit<Search, keyof FoundPage>,
): Generator<void, Wanted> {
  const mine = ownRooms(messages, user)
  const authors = asked.from && (yield* authorsOf(messages, user, asked.from))
  return {
    texts: asked.texts.map(searchable),
    without: asked.without.map(searchable),
    rooms: new Map((asked.rooms ? named(mine, asked.rooms) : mine).map((room) => [room.id, room])),
    ...(authors && { authors }),
    ...(asked.since !== undefined && { since: asked.since }),
    ...(asked.until !== undefined && { until: asked.until }),
    has: asked.has,
    isPinned: asked.isPinned,
  }
}

/** Rooms by slug and name; without an exact match, those whose names contain it. */
function named(rooms: OwnRoom[], names: string[]): OwnRoom[] {
  const called = rooms.map((room) => ({ room, name: searchable(room.name) }))
  return names.flatMap((typed) => {
    const wanted = searchable(typed)
    const same = called.filter(({ room, name }) => room.slug === wanted || name === wanted)
    return (same.length > 0 ? same : called.filter(({ name }) => name.includes(wanted))).map(({ room }) => room)
  })
}

/** Users with this name; without an exact match, those with a word that begins so. */
function* authorsOf(
  messages: Database,
  { id, only_room_id }: UserRow,
  from: { names: string[]; me: boolean },
): Generator<void, Set<string>> {
  const authors = new Set(from.me ? [id] : [])
  // An outsider knows only the members of their room, and can find no one else.
  const people =
    only_room_id === null ? 'users u where' : 'memberships m join users u on u.id = m.user_id where m.room_id = ?2 and'
  const room = only_room_id === null ? [] : [only_room_id]
  const idsWhere = (condition: string, key: string) =>
    messages.all<{ id: string }>(`select u.id from ${people} ${condition} limit ${MAX_AUTHORS}`, key, ...room)
  for (const name of from.names) {
    yield
    const key = nameKey(name)
    const same = idsWhere('u.name_key = ?1', key)
    const meant = same.length > 0 ? same : idsWhere(`instr(' ' || u.name_key, ' ' || ?1) > 0`, key)
    for (const { id } of meant) authors.add(id)
  }
  return authors
}

/** Answers also with the number of compared characters: folding may make a short text long. */
export function compare(row: MessageRow, wanted: Wanted): { isWanted: boolean; characters: number } {
  const { texts, without } = wanted
  if (!isOfThese(row, wanted)) return { isWanted: false, characters: 0 }
  if (texts.length + without.length === 0) return { isWanted: true, characters: 0 }
  const text = searchable(textOf(row))
  const isWanted = texts.every((part) => text.includes(part)) && !without.some((part) => text.includes(part))
  return { isWanted, characters: text.length }
}

function isOfThese(row: MessageRow, { rooms, authors, since, until, has, isPinned }: Wanted): boolean {
  if (row.deleted_at !== null || !rooms.has(row.room_id)) return false
  if (authors && !authors.has(row.author_id)) return false
  if (since !== undefined && row.sent_at < since) return false
  if (until !== undefined && row.sent_at >= until) return false
  if (isPinned && row.pinned_at === null) return false
  if (has.length === 0) return true
  const found = hasOf(row)
  return has.every((what) => found.includes(what))
}
