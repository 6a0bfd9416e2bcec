/** Several nodes on one database: limits that they count together, slow rooms, and settings that differ. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { after, describe, test } from 'node:test'
import type { NewSession } from '../protocol/models.ts'
import { eventually } from './support/eventually.ts'
import { type Answer, ask, json, type Refused } from './support/http.ts'
import { codeOf, done, draft, overHttp, owner, PASSWORD, person } from './support/people.ts'
import { startPostgres } from './support/postgres.ts'
import { ROOT } from './support/root.ts'
import { type Server, startServer, temporaryFolder } from './support/server.ts'
import { accepted, refused } from './support/sockets.ts'

const HOUR_MS = 3_600_000
/** Longer than it takes until nodes compare themselves again. */
const COMPARED_WITHIN_MS = 25_000

const postgres = await startPostgres()

type Start = { url: string; args?: string[]; clockAheadMs?: number }
/** Where all nodes keep files: nodes that keep them apart say so. */
const shared = temporaryFolder()

function startNode({ url, args = [], clockAheadMs }: Start): Promise<Server> {
  const aheadBy = { NODE_OPTIONS: `--import=${pathToFileURL(join(ROOT, 'test/support/clock-ahead.ts')).href}` }
  return startServer({
    args: ['--trust-proxy', '1', '--files', shared, ...args],
    env: {
      DATABASE_URL: url,
      ...(clockAheadMs !== undefined && { ...aheadBy, CLOCK_AHEAD_MS: `${clockAheadMs}` }),
    },
  })
}

let networks = 0
const anotherNetwork = () => `198.51.100.${++networks}`
const knock = (node: Server, payload: object, network: string): Promise<Answer<NewSession & Refused>> =>
  ask(node, '/api/session', json(payload, { 'x-forwarded-for': network }))
/** How many answers have each status. */
const statuses = (answers: Answer<unknown>[]): Record<number, number> =>
  Object.fromEntries(
    Object.entries(Object.groupBy(answers, ({ status }) => status)).map(([status, some]) => [status, some!.length]),
  )

describe('two nodes, of which one has a clock that is an hour ahead', async () => {
  const url = await postgres.newDatabase()
  const one = await startNode({ url })
  const other = await startNode({ url, clockAheadMs: HOUR_MS })
  const nodes = [one, other] as const
  after(() => Promise.all(nodes.map((node) => node.stop())))
  const olga = await owner(one)

  /** Does this so many times at once, at one node and the other in turn. */
  const atBoth = <T>(times: number, act: (node: Server, time: number) => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: times }, (_, time) => act(nodes[time % 2]!, time)))

  test('[L68] guesses at a name are counted together, and the right password leaves nothing to count', async () => {
    await person(one, 'Paula')
    const network = anotherNetwork()
    const guesses = await atBoth(16, (node) => knock(node, { name: 'Paula', password: 'not the password' }, network))
    assert.deepEqual(statuses(guesses), { 401: 6, 429: 10 })
    const right = { name: 'Paula', password: PASSWORD }
    for (const node of nodes) {
      const { status, body } = await knock(node, right, network)
      assert.deepEqual([status, body.error.reason], [429, 'passwords_tried'])
      assert.ok(body.error.retryAfterMs! > 0 && body.error.retryAfterMs! <= 30_000)
    }
    for (let time = 0; time < 12; time++)
      assert.equal((await knock(nodes[time % 2]!, right, anotherNetwork())).status, 201)
  })

  test('[L68] new guests of a network are counted together, and so are rooms that a user makes', async () => {
    const network = anotherNetwork()
    const came = statuses(await atBoth(140, (node, time) => knock(node, { name: `Pupil ${time}` }, network)))
    // A hundred, and one more for each second that this takes.
    assert.ok(came[201]! >= 100 && came[201]! < 135, JSON.stringify(came))
    assert.equal(came[201]! + came[429]!, 140)

    const maker = await person(one, 'Maker of rooms')
    const make = (node: Server, name: string) => overHttp(node, maker.token, 'room:create', { kind: 'open', name })
    const taken = accepted(await make(one, 'Made first'))
    for (const node of [...nodes, ...nodes]) assert.equal(codeOf(await make(node, taken.name)), 'conflict')
    const made = await atBoth(16, (node, time) => make(node, `Made ${time}`))
    assert.equal(made.filter(({ ok }) => ok).length, 9)
    for (const { ok, ...rest } of made) assert.ok(ok || ('error' in rest && rest.error.reason === 'rooms_made'))
  })

  test('[L66] a slow room takes one message of a user, whichever node and whatever its clock', async () => {
    const slow = await person(other, 'Slow Sue')
    const room = await done(one, olga, 'room:create', { kind: 'open', name: 'Slow' })
    await done(one, olga, 'room:update', { roomId: room.id, slowSeconds: 60 })
    await done(other, slow, 'room:join', { roomId: room.id })
    const results = await atBoth(10, (node) => overHttp(node, slow.token, 'message:send', draft(room.id, 'words')))
    assert.equal(results.filter(({ ok }) => ok).length, 1)
    for (const result of results.filter(({ ok }) => !ok)) {
      const { reason, retryAfterMs = 0 } = refused(result)
      assert.equal(reason, 'room_slow')
      assert.ok(retryAfterMs > 30_000 && retryAfterMs <= 60_000, `${retryAfterMs}`)
    }
    await done(other, olga, 'message:send', draft(room.id, 'hosts do not wait'))
  })

  test('[L73] the node with the wrong clock says so, once, and the other one does not', async () => {
    await eventually(
      () => assert.match(other.stderr, /clock of this machine is 3[56]\d\d seconds ahead of the database/),
      COMPARED_WITHIN_MS,
    )
    assert.doesNotMatch(one.stderr, /clock of this machine|Another node/)
    assert.equal(other.stderr.split('clock of this machine').length, 2)
  })

  test('[L70] while the database is away, nothing passes uncounted, and nothing is a bug', async () => {
    await postgres.stop()
    for (const node of nodes) {
      const { status, body } = await knock(node, { name: 'Paula', password: PASSWORD }, anotherNetwork())
      assert.deepEqual([status, body.error.code], [503, 'storage_unavailable'])
      assert.equal((await knock(node, { name: 'Anybody' }, anotherNetwork())).status, 503)
    }
    await postgres.start()
    for (const node of nodes)
      await eventually(async () => {
        const { status, text } = await knock(node, { name: 'Paula', password: PASSWORD }, anotherNetwork())
        assert.equal(status, 201, text)
      }, 20_000)
    for (const { stderr } of nodes) assert.doesNotMatch(stderr, /a bug/)
  })
})

test('[L73] nodes that were started with other settings say which, when that begins, and not after one has gone', async () => {
  const url = await postgres.newDatabase()
  const one = await startNode({ url, args: ['--access', 'closed', '--log-level', 'info'] })
  const alike = await startNode({ url, args: ['--access', 'closed'] })
  const other = await startNode({ url, args: ['--access', 'open', '--limits', 'off'] })
  const says = (node: Server, sentence: string) =>
    eventually(() => assert.equal(node.stderr.split(sentence).length, 2, node.stderr), COMPARED_WITHIN_MS)
  await says(
    other,
    'Another node was started with --access closed, this one with --access open: people get in where they should not. Start all nodes alike.',
  )
  await says(other, 'Another node was started with --limits on, this one with --limits off')
  await says(one, 'Another node was started with --access open, this one with --access closed')
  await says(one, 'Another node was started with --limits off, this one with --limits on')
  assert.equal((await other.stop()).code, 0)
  await alike.stop()
  const next = await startNode({ url, args: ['--access', 'closed'] })
  // By then it has met the node that is left.
  await eventually(async () => {
    const rows = await postgres.run('select id from nodes', url)
    assert.equal(rows.length, 2)
  })
  await next.stop()
  await one.stop()
  assert.doesNotMatch(next.stderr, /Another node/)
})
