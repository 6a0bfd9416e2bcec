/**
 * Bytes that are kept, each content once, named by its hash. A content is announced before its bytes are put in their
 * place, and deleted in three steps: it is marked, its bytes are deleted, it is forgotten. While it is marked, nobody can
 * count on it; the next one who brings the same bytes waits, and puts them there anew.
 */
import type { Database } from '../database.ts'
import { IS_PREVIEWED } from '../messages/preview-pictures.ts'
import { IS_SHOWN } from '../people/pictures.ts'
import { now } from '../now.ts'

/** Announces bytes that will be put in their place now. False while the same bytes are being deleted: try again. */
export function announceContent(database: Database, hash: string, size: number): boolean {
  const row = database.get(
    `insert into contents (hash, size, used_at) values (?, ?, ?)
     on conflict (hash) do update set used_at = excluded.used_at where contents.is_leaving = 0 returning 1`,
    hash,
    size,
    now(),
  )
  return row !== undefined
}

/** Marks some contents that no file and no picture names, and that nobody has announced since then. */
export function takeUnusedContents(database: Database, since: string, limit: number): string[] {
  return database
    .all<{ hash: string }>(
      `update contents set is_leaving = 1 where hash in (
         select c.hash from contents c
         where c.used_at < ? and not exists (select 1 from file_forms f where f.hash = c.hash) and not (${IS_SHOWN}) and not ${IS_PREVIEWED}
         order by c.used_at limit ?)
       returning hash`,
      since,
      limit,
    )
    .map(({ hash }) => hash)
}

/** Their bytes are deleted. */
export function forgetContents(database: Database, hashes: string[]): void {
  database.run(
    'delete from contents where is_leaving = 1 and hash in (select value from json_each(?))',
    JSON.stringify(hashes),
  )
}

/** All contents after one, in the order of their hashes. */
export const contentsAfter = (database: Database, after: string, limit: number): { hash: string; size: number }[] =>
  database.all('select hash, size from contents where hash > ? and is_leaving = 0 order by hash limit ?', after, limit)

/** The bytes of all contents together, and of uploads under way as far as they have come. */
export const keptBytes = (database: Database): number =>
  database.get<{ bytes: number }>(
    `select coalesce((select sum(size) from contents), 0)
       + coalesce((select sum(received) from files where room_id is null and facts is null), 0) as bytes`,
  )!.bytes
