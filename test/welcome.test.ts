/** What a newcomer is told first, while others go on. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { inTime } from './support/eventually.ts'
import { done, draft, online, person, type Somebody } from './support/people.ts'
import { serveHere } from './support/server-here.ts'
import { accepted, type Member } from './support/sockets.ts'

/** The last thing that a welcome waits for: while this is held, what else it tells grows old. */
let settingsHeld: Promise<void> | undefined
let onSettings: (() => void) | undefined

const server = await serveHere(['--limits', 'off'], (store) => ({
  settings: async () => {
    onSettings?.()
    await settingsHeld
    return store.settings()
  },
}))
after(() => server.stop())
const [ann, bob] = [await person(server, 'Ann'), await person(server, 'Bob')]

/** Somebody who connects, and whose welcome comes only after all this has happened. */
async function welcomedAfter(somebody: Somebody, act: () => Promise<void>): Promise<Member> {
  const held = Promise.withResolvers<void>()
  settingsHeld = held.promise
  const asked = new Promise<void>((resolve) => (onSettings = resolve))
  const coming = online(server, somebody)
  try {
    await inTime('the settings are asked for', asked)
    // The store answers in order: by now it has answered what was asked for before.
    await server.store.settings()
    await act()
  } finally {
    held.resolve()
  }
  return coming
}

test('[D10] what I say and what is said to me while I am welcomed is counted in the welcome', async () => {
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
