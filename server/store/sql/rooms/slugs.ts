/** The addresses of rooms. */
import type { RoomView } from '../../../../protocol/models.ts'
import type { Database } from '../database.ts'
import { randomLetters } from '../ids.ts'

const MAX_SLUG = 64
/** Random letters in the slug of a closed room. */
const DRAWN = 6

/** SQL for the id of the room with this id or slug, be it a former one. Slugs ignore case. `named` is a parameter. */
export const roomNamed = (named: string): string => `coalesce(
  (select id from rooms where id = ${named}),
  (select id from rooms where slug = lower(${named})),
  (select room_id from former_slugs where slug = lower(${named}))
)`

/** A free slug, as near to the wish as possible. The room's present and former slugs are free for it. */
export function freeSlug(database: Database, base: string, kind: RoomView['kind'], ownId = ''): string {
  const numbered = (number: number) => (number === 1 ? cut(base, 0) : withSuffix(base, `${number}`))
  // A taken slug must not reveal a hidden room.
  const chosen = (number: number) => (kind === 'open' ? numbered(number) : withSuffix(base, randomLetters(DRAWN)))
  for (let number = 1; ; number++) {
    const slug = chosen(number)
    if (!isTaken(database, slug, ownId)) return slug
  }
}

/** The only slug that a direct room gets. */
export const directSlug = (): string => `direct-${randomLetters(8)}`

/** Whether the room would get its present slug for this wish. A closed room would get another suffix each time. */
export function answersWish(slug: string, wished: string, kind: RoomView['kind']): boolean {
  return kind !== 'open' && slug.slice(0, -DRAWN) === withSuffix(wished, 'x'.repeat(DRAWN)).slice(0, -DRAWN)
}

/** Gives a room another slug. The former one leads to the room from now on. */
export function moveSlug(database: Database, roomId: string, from: string, to: string): void {
  if (to === from) return
  database.run('delete from former_slugs where slug = ?', to)
  database.run(
    'insert into former_slugs (slug, room_id) values (?, ?) on conflict (slug) do update set room_id = excluded.room_id',
    from,
    roomId,
  )
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
