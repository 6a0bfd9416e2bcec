/** The addresses of rooms. */
import type { RoomView } from '../../../protocol/models.ts'
import type { Database } from './database.ts'
import { randomLetters } from './ids.ts'

const MAX_SLUG = 64
/** Letters drawn for a closed room. */
const DRAWN = 6

/** A free slug that comes as near to the one wished for as it may. What the room is or was called already is free to it. */
export function freeSlug(database: Database, base: string, kind: RoomView['kind'], ownId = ''): string {
  const numbered = (number: number) => (number === 1 ? cut(base, 0) : withSuffix(base, `${number}`))
  // Nobody is to learn from a slug that is taken that there is a room which they cannot see.
  const chosen = (number: number) => (kind === 'open' ? numbered(number) : withSuffix(base, randomLetters(DRAWN)))
  for (let number = 1; ; number++) {
    const slug = chosen(number)
    if (!isTaken(database, slug, ownId)) return slug
  }
}

/** A direct room is called by nothing but this. */
export const directSlug = (): string => `direct-${randomLetters(8)}`

/** Whether a slug is already what a room would get for this wish: a closed one would draw another suffix each time. */
export function answersWish(slug: string, wished: string, kind: RoomView['kind']): boolean {
  return kind !== 'open' && slug.slice(0, -DRAWN) === withSuffix(wished, 'x'.repeat(DRAWN)).slice(0, -DRAWN)
}

/** Gives a room another slug; the one before leads to it from now on. */
export function moveSlug(database: Database, roomId: string, from: string, to: string): void {
  if (to === from) return
  database.run('delete from former_slugs where slug = ?', to)
  database.run('insert or replace into former_slugs (slug, room_id) values (?, ?)', from, roomId)
  database.run('update rooms set slug = ? where id = ?', to, roomId)
}

function isTaken(database: Database, slug: string, ownId: string): boolean {
  const holder = database.get<{ id: string }>(
    'select id from rooms where slug = ?1 union all select room_id from former_slugs where slug = ?1 limit 1',
    slug,
  )
  return holder !== undefined && holder.id !== ownId
}

const withSuffix = (base: string, suffix: string): string => `${cut(base, suffix.length + 1)}-${suffix}`

const cut = (base: string, room: number): string => base.slice(0, MAX_SLUG - room).replace(/-+$/, '')
