/** A server that keeps everything in Postgres, as an operator starts it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventually, inTime } from './support/eventually.ts'
import { ask, bearer, json, MESSAGES, signIn, wholeHistory } from './support/http.ts'
import { ownerCode, PASSWORD } from './support/people.ts'
import { startPostgres } from './support/postgres.ts'
import { launch, startServer } from './support/server.ts'

const postgres = await startPostgres()

test('[S70] everything is there after kill -9, also for a server with another data folder', async () => {
  const env = { DATABASE_URL: await postgres.newDatabase() }
  const first = await startServer({ env })
  const ann = await signIn(first, 'Ann')
  const said = await ask(first, MESSAGES, json({ body: 'kept in Postgres' }, bearer(ann.token)))
  assert.equal(said.status, 201, said.text)
  await first.kill()

  const second = await startServer({ env })
  const bodies = (await wholeHistory(second, ann.token)).map(({ body }) => body)
  assert.deepEqual(bodies, ['kept in Postgres'])
  await eventually(async () => {
    const found = await ask<{ hits: unknown[] }>(second, '/api/search?query=Postgres', { headers: bearer(ann.token) })
    assert.equal(found.body.hits.length, 1, found.text)
  })
  await second.stop()
})

test('[S72] a second server on the database reads what the first one wrote, and both go on', async () => {
  const env = { DATABASE_URL: await postgres.newDatabase() }
  const [first, second] = await Promise.all([startServer({ env }), startServer({ env })])
  const ann = await signIn(first, 'Ann')
  for (const [body, server] of Object.entries({ one: first, other: second })) {
    const said = await ask(server, MESSAGES, json({ body }, bearer(ann.token)))
    assert.equal(said.status, 201, said.text)
  }
  for (const server of [first, second]) {
    const bodies = (await wholeHistory(server, ann.token)).map(({ body }) => body)
    assert.deepEqual(bodies, ['one', 'other'])
  }
  await first.stop()
  await second.stop()
})

test('[S70] owner-link works beside the running server', async () => {
  const env = { DATABASE_URL: await postgres.newDatabase() }
  const server = await startServer({ env })
  const made = launch(['owner-link', '--data', server.dataDir], { env })
  assert.equal((await inTime('owner-link', made.exited, 10_000)).code, 0, made.stderr)
  const code = await ownerCode({ stdout: made.stdout })
  const opened = await ask(server, '/api/owner', json({ code, name: 'Olga', password: PASSWORD }))
  assert.equal(opened.status, 201, opened.text)
  await server.stop()
})

test('[C12] while the database is away the server is not ready, refuses to write, and comes back by itself', async () => {
  const own = await startPostgres()
  const server = await startServer({ env: { DATABASE_URL: await own.newDatabase() } })
  const ann = await signIn(server, 'Ann')
  const post = (body: string) => ask<{ error?: { code: string } }>(server, MESSAGES, json({ body }, bearer(ann.token)))
  assert.equal((await post('before')).status, 201)
  await own.stop()
  assert.equal((await ask(server, '/readyz')).status, 503)
  const refused = await post('meanwhile')
  assert.deepEqual([refused.status, refused.body.error?.code], [503, 'storage_unavailable'])
  await own.start()
  await eventually(async () => assert.equal((await ask(server, '/readyz')).status, 200), 20_000)
  assert.equal((await post('after')).status, 201)
  const bodies = (await wholeHistory(server, ann.token)).map(({ body }) => body)
  assert.deepEqual(bodies, ['before', 'after'])
  for (const body of bodies) {
    await eventually(async () => {
      const found = await ask<{ hits: unknown[] }>(server, `/api/search?query=${body}`, { headers: bearer(ann.token) })
      assert.equal(found.body.hits?.length, 1, found.text)
    }, 20_000)
  }
  await server.stop()
})
