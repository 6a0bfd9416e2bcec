import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openForWriting } from '../../sqlite/open-database.ts'
import { inbox } from './inbox.ts'

test('[F31] an inbox of 18,000 calls in 300 rooms reads what it shows, and looks into the rooms where that was said', async (t) => {
  const [ROOMS, CALLS, LIMIT] = [300, 60, 20]
  const folder = await mkdtemp(join(tmpdir(), 'earshot-inbox-'))
  const database = openForWriting(join(folder, 'earshot.db'))
  database.run('begin')
  for (const id of ['ann', 'bob'])
    database.run(
      `insert into users (id, name, name_key, name_look, kind, created_at) values (?1, ?1, ?1, ?1, 'guest', '')`,
      id,
    )
  database.run(`insert into sessions (id, user_id, token_hash, created_at) values ('s', 'ann', x'00', '')`)
  for (let room = 0; room < ROOMS; room++) {
    const id = `room-${room}`
    database.run(
      `insert into rooms (id, slug, name, kind, created_at, last_seq) values (?1, ?1, ?1, 'closed', '', ?2)`,
      id,
      CALLS,
    )
    database.run(`insert into memberships (room_id, user_id, role, joined_at) values (?, 'ann', 'member', '')`, id)
    for (let seq = 1; seq <= CALLS; seq++) {
      database.run(
        `insert into messages (room_id, seq, rev, client_id, author_id, body, sent_at) values (?1, ?2, ?2, ?1 || '-' || ?2, 'bob', '@ann', '')`,
        id,
        seq,
      )
      database.run(`insert into mentions (user_id, room_id, seq, author_id) values ('ann', ?, ?, 'bob')`, id, seq)
    }
  }
  database.run('commit')

  const page = (after?: string) => {
    const asked = (['all', 'get'] as const).map((how) => t.mock.method(database, how).mock)
    const { entries, next } = inbox(database, { userId: 'ann', sessionId: 's' }, { limit: LIMIT, after })
    const count = asked.reduce((sum, mock) => sum + mock.callCount(), 0)
    t.mock.restoreAll()
    return { places: entries.map(({ room, message }) => `${room.id} ${message.seq}`), next, count }
  }
  const first = page()
  const second = page(first.next)
  const expected = Array.from({ length: 2 * LIMIT }, (_, place) => `room-${ROOMS - 1} ${CALLS - place}`)
  assert.deepEqual([...first.places, ...second.places], expected)
  // One query for the newest message of each room, and one for each call that is shown.
  for (const { count } of [first, second]) assert.ok(count < ROOMS + 4 * LIMIT, `${count} statements`)

  database.close()
  await rm(folder, { recursive: true })
})
