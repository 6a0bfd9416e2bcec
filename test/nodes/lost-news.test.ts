/** Two nodes that do not hear each other: names, accounts and settings that change on one are shown on the other. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Me, Settings, User } from '../../protocol/models.ts'
import { eventually } from '../support/eventually.ts'
import { bearer } from '../support/http.ts'
import { startNodes } from '../support/nodes.ts'
import { done, draft, online, owner, person } from '../support/people.ts'
import { aPicture } from '../support/pictures.ts'
import { startPostgres } from '../support/postgres.ts'
import { type Server, temporaryFolder } from '../support/server.ts'
import type { Member } from '../support/sockets.ts'

/** Five seconds, and as many again for a busy machine. */
const LATEST_MS = 10_000

function facts<Payload>(member: Member, event: string): Payload[] {
  const told: Payload[] = []
  member.socket.on(event, (payload: Payload) => told.push(payload))
  return told
}

const postgres = await startPostgres()
// Both speak to a Redis that is not there.
const args = ['--limits', 'off', '--files', temporaryFolder()]
const env = { REDIS_URL: 'redis://127.0.0.1:1' }
const { nodes } = await startNodes(2, { postgres, args, env })
const [first, second] = nodes as [Server, Server]
const olga = await owner(first)

test('[H51] a name is shown to everybody on the other node, and to its bearer', async () => {
  const [bob, carol] = [await person(first, 'Bob'), await person(first, 'Carol')]
  const [bobThere, carolThere] = [await online(second, bob), await online(second, carol)]
  const [mine, others] = [facts<Me>(bobThere, 'me:changed'), facts<User>(carolThere, 'user:changed')]
  await done(first, bob, 'user:status', { text: 'before' })
  await eventually(() => assert.equal(mine.at(-1)?.status?.text, 'before'), LATEST_MS)
  await done(first, bob, 'user:rename', { name: 'Robert' })
  await eventually(() => assert.equal(mine.at(-1)?.user.name, 'Robert'), LATEST_MS)
  await eventually(() => assert.equal(others.findLast(({ id }) => id === bob.user.id)?.name, 'Robert'), LATEST_MS)
  await done(first, olga, 'user:appoint', { userId: bob.user.id, role: 'moderator' })
  await eventually(() => assert.equal(mine.at(-1)?.role, 'moderator'), LATEST_MS)
  for (const member of [bobThere, carolThere]) member.leave()
})

test('[U141] a picture is shown on the other node, and given out there, until it is removed', async () => {
  const [fay, gil] = [await person(first, 'Fay'), await person(first, 'Gil')]
  const [fayThere, gilThere] = [await online(second, fay), await online(second, gil)]
  const [mine, others] = [facts<Me>(fayThere, 'me:changed'), facts<User>(gilThere, 'user:changed')]
  const [lastMine, lastOf] = [() => mine.at(-1)?.user, () => others.findLast(({ id }) => id === fay.user.id)]
  const image = aPicture({ width: 40, height: 30 }).toString('base64')
  const shown = await done(first, fay, 'user:picture', { image })
  await eventually(() => assert.deepEqual([lastMine(), lastOf()], [shown, shown]), LATEST_MS)
  const get = () => fetch(`${second.url}/api/pictures/${shown.picture}`, { headers: bearer(gil.token) })
  assert.equal((await get()).status, 200)
  await done(first, fay, 'user:picture', {})
  await eventually(() => assert.deepEqual([lastMine(), lastOf()], [fay.user, fay.user]), LATEST_MS)
  assert.equal((await get()).status, 404)
  for (const member of [fayThere, gilThere]) member.leave()
})

test('[U199] a new emoji is told on the other node, is in its list and given out there, until it is removed', async () => {
  const gil = await person(second, 'Gina')
  const there = await online(second, gil)
  const settings = facts<Settings>(there, 'settings:changed')
  const image = aPicture({ width: 40, height: 30 }).toString('base64')
  const { name, picture } = await done(first, olga, 'emoji:add', { name: 'far-away', image })
  const isThere = async () => {
    const list = await done(second, gil, 'emoji:list', {})
    assert.deepEqual([list.version, list.emoji[0]?.picture], [settings.at(-1)?.customEmoji, picture])
  }
  await eventually(isThere, LATEST_MS)
  const get = () => fetch(`${second.url}/api/pictures/${picture}`, { headers: bearer(gil.token) })
  assert.equal((await get()).status, 200)
  const { seq } = await done(second, gil, 'message:send', draft('lobby', 'a :far-away: place'))
  await done(second, gil, 'message:react', { roomId: 'lobby', seq, emoji: ':far-away:', on: true })
  await done(first, olga, 'emoji:remove', { name })
  await eventually(() => assert.equal(settings.at(-1)?.customEmoji, undefined), LATEST_MS)
  assert.equal((await get()).status, 404)
  there.leave()
})

test('[H51] settings are shown on the other node', async () => {
  const there = await online(second, await person(first, 'Dora'))
  const settings = facts<Settings>(there, 'settings:changed')
  await done(first, olga, 'settings:update', { name: 'The new name' })
  await eventually(() => assert.equal(settings.at(-1)?.chat?.name, 'The new name'), LATEST_MS)
  there.leave()
})

test('[H51] the same is not told twice', async () => {
  const erik = await person(second, 'Erik')
  const there = await online(second, erik)
  const told: string[] = []
  there.socket.onAny((event: string) => /^(?:me|user|settings):changed$/.test(event) && told.push(event))
  // Its own news come at once. Those of the other node come by comparing, which has seen the former ones by then.
  await done(second, erik, 'user:rename', { name: 'Erika' })
  await eventually(() => assert.deepEqual(told.toSorted(), ['me:changed', 'user:changed']))
  for (const name of ['one', 'two']) {
    const before = told.filter((event) => event === 'settings:changed').length
    await done(first, olga, 'settings:update', { name })
    await eventually(
      () => assert.equal(told.filter((event) => event === 'settings:changed').length, before + 1),
      LATEST_MS,
    )
  }
  assert.deepEqual(told.toSorted(), ['me:changed', 'settings:changed', 'settings:changed', 'user:changed'])
  there.leave()
})
