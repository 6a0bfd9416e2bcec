/** A room at rest costs a row: with thousands of them an idle server needs no more work or memory than with ten. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { openStore } from '../server/store/open.ts'
import { aDevice, named, newRoom } from '../server/store/contract/stage.ts'
import { heapOf, inspected } from './faults/support/inspector.ts'
import { workOf } from './support/crowd.ts'
import { type Server, startServer, temporaryFolder } from './support/server.ts'
import { accepted, enter } from './support/sockets.ts'

const IDLE_MS = 10_000
/** Processors are told of in steps of 10 ms, and the garbage collector comes when it likes. */
const NOISE_MS = 60
const NOISE_BYTES = 400_000

/** A folder with a direct room, and a message in it, for each two of so many people. */
async function folderOf(people: number): Promise<{ dataDir: string; rooms: number }> {
  const dataDir = temporaryFolder()
  const store = await openStore({ folder: dataDir })
  const users = await Promise.all(
    Array.from({ length: people }, (_, number) => store.addUser({ name: named(`Pal ${number}`), device: aDevice() })),
  )
  const pairs = users.flatMap((one, index) => users.slice(index + 1).map((other) => [one, other] as const))
  await Promise.all(
    pairs.map(async ([{ user, sessionId }, other], number) => {
      const who = { userId: user.id, sessionId }
      const { roomId } = await store.createRoom(who, newRoom('direct', '', [other.user.id]))
      await store.append(who, { roomId, clientId: `hello ${number}`, body: 'hello' })
    }),
  )
  await store.close()
  return { dataDir, rooms: pairs.length }
}

/** Resolves when the server's work after its start is done: the index of the search is made. */
async function settled(server: Server): Promise<void> {
  for (let quiet = 0, before = workOf(server); quiet < 2;) {
    await pause(1_000)
    const now = workOf(server)
    quiet = now - before < 50 ? quiet + 1 : 0
    before = now
  }
}

async function started(people: number): Promise<{ server: Server; rooms: number }> {
  const { dataDir, rooms } = await folderOf(people)
  const server = await startServer({ ...inspected, dataDir })
  after(() => server.stop())
  return { server, rooms }
}

test('[L58] of thousands of direct rooms the last 500 are listed, and another comes back with its next message', async (t) => {
  const dataDir = temporaryFolder()
  const store = await openStore({ folder: dataDir })
  const tokenOf = (name: string) => store.addUser({ name: named(name), device: aDevice('', name) })
  const me = await tokenOf('Me')
  const who = { userId: me.user.id, sessionId: me.sessionId }
  const pals = await Promise.all(Array.from({ length: 520 }, (_, number) => tokenOf(`Pal ${number}`)))
  const roomIds: string[] = []
  for (const { user } of pals) roomIds.push((await store.createRoom(who, newRoom('direct', '', [user.id]))).roomId)
  const [pal] = pals
  assert.ok(pal && roomIds[0])
  await store.close()

  const server = await startServer({ dataDir })
  after(() => server.stop())
  const started = performance.now()
  const member = await enter(server.url, { token: 'Me' })
  const took = performance.now() - started
  const bytes = JSON.stringify(member.welcome).length
  t.diagnostic(`a welcome with 500 rooms has ${bytes} bytes and took ${took.toFixed(0)} ms`)
  const listed = new Set(member.welcome.rooms.map(({ id }) => id))
  assert.equal(listed.size, 501, 'and the lobby')
  // Those made within one millisecond are alike.
  assert.ok(roomIds.slice(25).every((id) => listed.has(id)) && !listed.has(roomIds[0]))
  assert.ok(bytes <= 300_000, `${bytes} bytes`)
  const back = new Promise<string>((resolve) =>
    member.socket.once('room:updated', ({ id }: { id: string }) => resolve(id)),
  )
  const other = await enter(server.url, { token: 'Pal 0' })
  accepted(await other.run('message:send', { roomId: roomIds[0], clientId: 'again', body: 'again' }))
  assert.equal(await back, roomIds[0])
  for (const one of [member, other]) one.leave()
})

test('[L64] 5,700 direct rooms of others cost the idle server no more time and memory than ten', async (t) => {
  const [few, many] = await Promise.all([started(5), started(108)])
  assert.ok(few.rooms === 10 && many.rooms > 5_700)
  const servers = [few.server, many.server] as const
  // One user is connected, so that there is something to compare with the store.
  const listeners = await Promise.all(servers.map((server) => enter(server.url, { name: 'Listener' })))
  await Promise.all(servers.map((server) => settled(server)))

  const before = servers.map((server) => workOf(server))
  await pause(IDLE_MS)
  const [ofFew, ofMany] = servers.map((server, index) => workOf(server) - before[index]!) as [number, number]
  const [heapOfFew, heapOfMany] = (await Promise.all(servers.map((server) => heapOf(server)))) as [number, number]
  for (const listener of listeners) listener.leave()
  t.diagnostic(
    `idle for ${IDLE_MS / 1_000} s: ${ofMany} ms of work with ${many.rooms} rooms, ${ofFew} ms with ${few.rooms}; ` +
      `heap ${(heapOfMany / 1e6).toFixed(2)} MB and ${(heapOfFew / 1e6).toFixed(2)} MB`,
  )
  assert.ok(ofMany <= ofFew * 1.5 + NOISE_MS, `${ofMany} ms against ${ofFew} ms`)
  assert.ok(heapOfMany <= heapOfFew + NOISE_BYTES, `${heapOfMany} bytes against ${heapOfFew}`)
})
