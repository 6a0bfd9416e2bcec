/** Renews the stored looks of names after a change of the rules or of Unicode's tables. */
import { LOOKS_VERSION, nameLook } from '../../../../protocol/names/looks.ts'
import type { Database, Engine } from '../database.ts'

const SLICE = 1_000

type Named = { id: string; name: string; isListed?: 0 | 1 }

/** Runs before any user is let in, in one transaction. Names that are now look-alikes stay; a third one is refused. */
export function renewLooks(database: Engine): void {
  const kept = database.get<{ value: string }>(`select value from meta where key = 'looks'`)?.value
  if (kept === LOOKS_VERSION) return
  database.beginWriting()
  try {
    for (const user of all(database, `select id, name from users where left_at is null`))
      database.run('update users set name_look = ? where id = ?', nameLook(user.name), user.id)
    renewRooms(database)
    database.run(
      `insert into meta (key, value) values ('looks', ?) on conflict (key) do update set value = excluded.value`,
      LOOKS_VERSION,
    )
    database.commit()
  } catch (error) {
    database.rollback()
    throw error
  }
}

function renewRooms(database: Database): void {
  const taken = new Set<string>()
  // An old look may be another room's new one.
  database.run(`update rooms set look = id where look <> ''`)
  for (const { id, name, isListed } of all(
    database,
    `select id, name, case when kind = 'open' and is_archived = 0 then 1 else 0 end as isListed from rooms where look <> ''`,
  )) {
    const look = nameLook(name)
    // No two open rooms have the same look. A later look-alike gets a look of its own.
    database.run('update rooms set look = ? where id = ?', isListed && taken.has(look) ? `${look} ${id}` : look, id)
    if (isListed) taken.add(look)
  }
}

/** A statement whose rows are read in parts. Rows that were read may be written meanwhile. */
function* all(database: Database, select: string): Iterable<Named> {
  for (let after = ''; ;) {
    const slice = database.all<Named>(`${select} and id > ? order by id limit ${SLICE}`, after)
    yield* slice
    if (slice.length < SLICE) return
    after = slice.at(-1)!.id
  }
}
