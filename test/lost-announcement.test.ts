/** News that nobody gets, or that come while the store is away. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { refusal } from '../protocol/errors.ts'
import { eventually } from './support/eventually.ts'
import { signIn } from './support/http.ts'
import { done, online, person } from './support/people.ts'
import { serveHere } from './support/server-here.ts'
import { enter } from './support/sockets.ts'

test('[C10] a message whose announcement was lost is heard within five seconds all the same', async () => {
  const { url, store, stop } = await serveHere([])
  const { token, user } = await signIn({ url }, 'Ann')
  const ann = await enter(url, { token })
  const session = await store.findSession(new Uint8Array(createHash('sha256').update(token).digest()))

  // Committed but never announced: as if the process that wrote it had lost its tongue.
  await store.append(
    { userId: user.id, sessionId: session!.sessionId },
    { roomId: 'lobby', clientId: 'unannounced', body: 'said to nobody' },
  )
  await ann.hears('said to nobody', 5_000)

  ann.leave()
  await stop()
})

test('[H16] a room that has changed is shown although the store is away when that is told', async () => {
  let away = 0
  const server = await serveHere(['--limits', 'off'], (store) => ({
    viewsOf: (...about) => (away-- > 0 ? Promise.reject(refusal('store_away')) : store.viewsOf(...about)),
  }))
  const [olga, ann] = [await person(server, 'Olga'), await person(server, 'Ann')]
  const { id } = await done(server, olga, 'room:create', { kind: 'closed', name: 'Den', memberIds: [ann.user.id] })
  const member = await online(server, ann)
  const names: string[] = []
  member.socket.on('room:updated', ({ name }: { name: string }) => names.push(name))
  away = 2
  await done(server, olga, 'room:update', { roomId: id, name: 'Attic' })
  await eventually(() => assert.ok(names.includes('Attic')))
  member.leave()
  await server.stop()
})
