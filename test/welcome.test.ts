/** A newcomer's welcome and the views of a room, while others go on. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Fact, FactName } from '../protocol/changes.ts'
import { eventually, inTime } from './support/eventually.ts'
import { done, draft, online, person, type Somebody } from './support/people.ts'
import { serveHere } from './support/server-here.ts'
import { accepted, enter, type Member } from './support/sockets.ts'

/** The last thing that a welcome waits for: while this is held, the rest of it grows old. */
let settingsHeld: Promise<void> | undefined
let onSettings: (() => void) | undefined

/** The views that are read next are shown only after this. */
let viewsHeld: Promise<void> | undefined
let onViews: (() => void) | undefined

const server = await serveHere(['--limits', 'off'], (store) => ({
  viewsOf: async (...about) => {
    const held = viewsHeld
    viewsHeld = undefined
    const views = await store.viewsOf(...about)
    if (held) onViews?.()
    await held
    return views
  },
  settings: async () => {
    onSettings?.()
    await settingsHeld
    return store.settings()
  },
}))
after(() => server.stop())
const [ann, bob] = [await person(server, 'Ann'), await person(server, 'Bob')]

/** A user who connects, and whose welcome comes only after all this has happened. `hear` gets all facts. */
async function welcomedAfter(
  { token }: Somebody,
  act: () => Promise<void>,
  hear: (name: string, fact: unknown) => void = () => undefined,
): Promise<Member> {
  const held = Promise.withResolvers<void>()
  settingsHeld = held.promise
  const asked = new Promise<void>((resolve) => (onSettings = resolve))
  const coming = enter(server.url, { token }, {}, hear)
  try {
    await inTime('the settings are asked for', asked)
    // The store answers in order: by now it has answered all earlier questions.
    await server.store.settings()
    await act()
  } finally {
    held.resolve()
  }
  return coming
}

test('[D10] messages sent and received during the welcome are counted in it', async () => {
  const { id } = await done(server, ann, 'room:create', { kind: 'closed', name: 'Busy', memberIds: [bob.user.id] })
  const phone = await online(server, ann)
  const laptop = await welcomedAfter(ann, async () => {
    for (const body of ['one', 'two', 'three']) await phone.say(body)
    await done(server, bob, 'message:send', draft(id, 'what do you think, @Ann?'))
    await phone.hears('what do you think, @Ann?')
  })
  const viewOf = (roomId: string) => laptop.welcome.rooms.find((room) => room.id === roomId)
  const [lobby, busy] = [viewOf('lobby'), viewOf(id)]
  assert.deepEqual([lobby?.rev, lobby?.lastSeq, lobby?.readSeq], [3, 3, 3], 'my own words are read')
  assert.deepEqual([busy?.rev, busy?.lastSeq, busy?.readSeq, busy?.mentions], [1, 1, 0, 1])
  await phone.say('four')
  await laptop.hears('four')
  assert.deepEqual([laptop.changes[0]?.from, laptop.changes.length], [3, 1], 'and there is no seam')
  phone.leave()
  laptop.leave()
})

test('[D10] a room that I leave while I am welcomed is not in the welcome, and not heard after it', async () => {
  const { id } = await done(server, bob, 'room:create', { kind: 'closed', name: 'Left', memberIds: [ann.user.id] })
  const phone = await online(server, ann)
  const laptop = await welcomedAfter(ann, async () => {
    await done(server, bob, 'message:send', draft(id, 'before'))
    accepted(await phone.run('room:leave', { roomId: id }))
  })
  assert.ok(!laptop.welcome.rooms.some((room) => room.id === id))
  await done(server, bob, 'message:send', draft(id, 'between us'))
  await done(server, bob, 'message:send', draft('lobby', 'for all'))
  await laptop.hears('for all')
  assert.ok(!laptop.heard.includes('between us'))
  phone.leave()
  laptop.leave()
})

test('[D10] a room that is deleted while I am welcomed is not in the welcome', async () => {
  const { id } = await done(server, bob, 'room:create', { kind: 'closed', name: 'Gone', memberIds: [ann.user.id] })
  const laptop = await welcomedAfter(ann, async () => {
    await done(server, bob, 'room:delete', { roomId: id, name: 'Gone' })
  })
  assert.ok(!laptop.welcome.rooms.some((room) => room.id === id))
  laptop.leave()
})

test('[D10] facts that pass while I am welcomed are heard after the welcome, and none before it', async () => {
  const { id } = await done(server, bob, 'room:create', { kind: 'closed', name: 'Read', memberIds: [ann.user.id] })
  const { seq } = await done(server, bob, 'message:send', draft(id, 'read this'))
  const phone = await online(server, ann)
  const heard: { name: string; fact: unknown }[] = []
  const latest = <Name extends FactName>(name: Name) => heard.findLast((one) => one.name === name)?.fact as Fact<Name>
  const laptop = await welcomedAfter(
    ann,
    async () => {
      accepted(await phone.run('room:read', { roomId: id, seq }))
      accepted(await phone.run('room:notify', { roomId: id, level: 'nothing' }))
      accepted(await phone.run('preferences:update', { clock: '12' }))
      accepted(await phone.run('message:save', { roomId: id, seq, on: true }))
      await done(server, bob, 'user:status', { emoji: '🍵', text: 'At tea' })
      await done(server, bob, 'room:update', { roomId: id, topic: 'Books' })
    },
    (name, fact) => heard.push({ name, fact }),
  )
  assert.equal(heard[0]?.name, 'welcome')
  await eventually(() => {
    assert.deepEqual(latest('room:read'), { roomId: id, readSeq: seq, mentions: 0 })
    assert.equal(latest('preferences:changed')?.clock, '12')
    assert.deepEqual(latest('saved:changed'), { roomId: id, seq, on: true })
    assert.equal(latest('profile:changed')?.status?.text, 'At tea')
    const { readSeq, level, topic } = latest('room:updated')
    assert.deepEqual({ readSeq, level, topic }, { readSeq: seq, level: 'nothing', topic: 'Books' })
  })
  phone.leave()
  laptop.leave()
})

/** After `change`, its views of the room are read, and shown only after all that `act` does. */
async function shownAfter(change: () => Promise<unknown>, act: () => Promise<unknown>): Promise<void> {
  const held = Promise.withResolvers<void>()
  const read = new Promise<void>((resolve) => (onViews = resolve))
  viewsHeld = held.promise
  try {
    await change()
    await inTime('the views are read', read)
    await act()
  } finally {
    held.resolve()
  }
}

test('[D11] a view of a room does not take back the read mark that moved while it was read', async () => {
  const { id } = await done(server, bob, 'room:create', { kind: 'closed', name: 'Marked', memberIds: [ann.user.id] })
  const { seq } = await done(server, bob, 'message:send', draft(id, 'read this too'))
  const [phone, laptop] = [await online(server, ann), await online(server, ann)]
  const heard: { topic?: string; readSeq: number }[] = []
  laptop.socket.on('room:updated', ({ topic, readSeq }: Fact<'room:updated'>) => heard.push({ topic, readSeq }))
  laptop.socket.on('room:read', ({ readSeq }: Fact<'room:read'>) => heard.push({ readSeq }))
  await shownAfter(
    () => done(server, bob, 'room:update', { roomId: id, topic: 'Films' }),
    async () => accepted(await phone.run('room:read', { roomId: id, seq })),
  )
  await eventually(() => assert.ok(heard.some(({ topic }) => topic === 'Films')))
  await eventually(() => assert.equal(heard.at(-1)?.readSeq, seq))
  phone.leave()
  laptop.leave()
})

test('[D11] of two views of a room the newer one is heard last', async () => {
  const { id } = await done(server, bob, 'room:create', { kind: 'closed', name: 'Twice', memberIds: [ann.user.id] })
  const laptop = await online(server, ann)
  const topics: string[] = []
  laptop.socket.on('room:updated', ({ topic }: Fact<'room:updated'>) => topics.push(topic))
  const name = (topic: string) => done(server, bob, 'room:update', { roomId: id, topic })
  await shownAfter(
    () => name('older'),
    () => name('newer'),
  )
  await eventually(() => assert.deepEqual(topics, ['older', 'newer']))
  laptop.leave()
})
