/** Leaving for good with thousands of messages, while others go on talking. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { bystander } from './support/bystander.ts'
import { eventually } from './support/eventually.ts'
import { ask, bearer, json, MESSAGES, signIn } from './support/http.ts'
import { startServer } from './support/server.ts'
import { enter, turnedAway } from './support/sockets.ts'
import { CHAT } from '../protocol/socket.ts'

const MANY = 8_000

test('[S55] a user who leaves with all messages is gone at once, and others are heard between the slices', async () => {
  const first = await startServer({ args: ['--limits', 'off'] })
  const writer = await signIn(first, 'Writer')
  await first.stop()
  fill(first.dataDir, writer.user.id)

  const server = await startServer({ args: ['--limits', 'off'], dataDir: first.dataDir })
  const unnoticed = await bystander(server)
  const ann = await enter(server.url, { name: 'Ann' })
  const { rev } = ann.welcome.rooms[0]!
  let isErasing = true
  const saidMeanwhile: number[] = []
  const talk = async () => {
    while (isErasing) saidMeanwhile.push((await ann.say('between the slices')).rev)
  }
  let talking: Promise<void> | undefined
  await unnoticed(async () => {
    const left = await ask(server, '/api/me', {
      ...json({ messages: 'delete' }, bearer(writer.token)),
      method: 'DELETE',
    })
    assert.equal(left.status, 204, left.text)
    talking = talk()
    assert.equal((await ask(server, MESSAGES, { headers: bearer(writer.token) })).status, 401)
    assert.equal((await turnedAway(server.url, CHAT, { token: writer.token })).code, 'unauthorized')
  })

  const erased = () =>
    ann.changes.flatMap(({ messages }) => messages).filter(({ deletedAt }) => deletedAt !== undefined)
  await eventually(() => assert.equal(erased().length, MANY), 60_000)
  isErasing = false
  await talking
  const last = Math.max(...erased().map((message) => message.rev))
  assert.ok(
    saidMeanwhile.some((said) => said > rev && said < last),
    `${saidMeanwhile.join()} of ${rev} to ${last}`,
  )
  let at = rev
  for (const { from, to } of ann.changes) {
    assert.equal(from, at)
    at = to
  }
  assert.ok(erased().every(({ body, author }) => body === '' && author.name === 'former member'))
  ann.leave()
  await server.stop()
  const database = new DatabaseSync(join(server.dataDir, 'earshot.db'), { readOnly: true })
  assert.equal(database.prepare(`select count(*) as n from messages where body like 'word %'`).get()?.n, 0)
  database.close()
})

/** Fills the store as if the user had written all this over the years. */
function fill(dataDir: string, userId: string): void {
  const database = new DatabaseSync(join(dataDir, 'earshot.db'))
  database.exec('begin')
  const insert = database.prepare(
    `insert into messages (room_id, seq, rev, client_id, author_id, body, sent_at) values ('lobby', ?1, ?1, ?2, ?3, ?4, ?5)`,
  )
  const at = new Date().toISOString()
  for (let seq = 1; seq <= MANY; seq++) insert.run(seq, `c${seq}`, userId, `word ${seq}`, at)
  database.prepare(`update rooms set last_seq = ?1, rev = ?1 where id = 'lobby'`).run(MANY)
  database.exec('commit')
  database.close()
}
