/** The cost of many readers of a room's stream of events. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openStream } from './support/event-stream.ts'
import { bearer } from './support/http.ts'
import { done, draft, guest, person } from './support/people.ts'
import { serveHere } from './support/server-here.ts'

/** The users for whose reading the store was asked for a room's changes. */
const asked = new Set<string>()
const server = await serveHere(['--limits', 'off'], (store) => ({
  readChanges: (who, ...since) => {
    asked.add(who.userId)
    return store.readChanges(who, ...since)
  },
}))
after(() => server.stop())
const [ann, bob] = [await person(server, 'Ann'), await person(server, 'Bob')]
const readers = [ann, ...(await Promise.all(Array.from({ length: 12 }, () => guest(server))))]

test('[D11] a nudge for one user makes the store be asked for that user’s streams alone, and one for all for all', async () => {
  const { id: roomId } = await done(server, bob, 'room:create', {
    kind: 'open',
    name: 'Much read',
    memberIds: [ann.user.id],
  })
  const streams = await Promise.all(
    readers.map(({ token }) => openStream(`${server.url}/api/rooms/${roomId}/events`, bearer(token))),
  )
  const say = async (body: string) => {
    const message = await done(server, bob, 'message:send', draft(roomId, body))
    await Promise.all(streams.map((stream) => stream.hears(body)))
    return message
  }
  /** The readers for which the store is asked because of `act`. */
  const askedBy = async (what: string, act: () => Promise<unknown>) => {
    asked.clear()
    await act()
    await say(`said after ${what}`)
    return readers.filter(({ user }) => asked.has(user.id)).map(({ user }) => user.name)
  }
  const { seq } = await say('what do you think, @Ann?')
  // One mention fewer: Ann is shown the room anew.
  assert.deepEqual(await askedBy('a deletion', () => done(server, bob, 'message:delete', { roomId, seq })), ['Ann'])
  assert.deepEqual(
    await askedBy('an update', () => done(server, bob, 'room:update', { roomId, topic: 'Another' })),
    readers.map(({ user }) => user.name),
  )
  for (const stream of streams) stream.close()
})
