/** A person's name is unique. Guests with the same name get a number, `Ann 2`, in the same transaction. */
import type { User } from '../../../../protocol/models.ts'
import { numbered, type PreparedName, prepareName } from '../../../../protocol/names/looks.ts'
import type { Database } from '../database.ts'
import { type ShownUserRow, toUser } from './users.ts'

/**
 * Guests with a look-alike name get a number too, even while they are away. Answers with all of them and their new
 * names.
 */
export function numberGuests(database: Database, person: Pick<User, 'id' | 'name'>): User[] {
  const { key, look } = prepareName(person.name)
  const guests = database.all<ShownUserRow>(
    `select id, name, kind, picture from users
     where (name_key = ?1 or name_look = ?2) and kind = 'guest' and left_at is null and id <> ?3 order by named_at, id`,
    key,
    look,
    person.id,
  )
  const at = new Date().toISOString()
  let number = 2
  return guests.map((guest) => {
    // They keep their own spelling: an outsider must not learn another one.
    let free = prepareName(numbered(guest.name, number))
    while (isBorne(database, free)) free = prepareName(numbered(guest.name, ++number))
    database.run(
      'update users set name = ?1, name_key = ?2, name_look = ?3, named_at = ?4, lost_name = ?5 where id = ?6',
      free.name,
      free.key,
      free.look,
      at,
      guest.name,
      guest.id,
    )
    return { ...toUser(guest), name: free.name }
  })
}

const isBorne = (database: Database, { key, look }: PreparedName): boolean =>
  database.get('select 1 from users where (name_key = ? or name_look = ?) and left_at is null limit 1', key, look) !==
  undefined
