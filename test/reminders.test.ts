/** Reminders, from setting one to being told, and who joined a room when. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Reminder } from '../protocol/models.ts'
import { eventually, inTime } from './support/eventually.ts'
import { codeOf, done, draft, online, overHttp, owner, person } from './support/people.ts'
import { startServer } from './support/server.ts'
import { accepted } from './support/sockets.ts'

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString()

test('[R75] [R76] [R77] reminders and joins, over both doors and a restart', async (t) => {
  const first = await startServer({ args: ['--limits', 'off'] })
  const [olga, ann] = [await owner(first), await person(first, 'Ann')]
  const { seq } = await done(first, olga, 'message:send', draft('lobby', 'call the baker'))

  await t.test('[R75] each device is told of a reminder that is set, and once when its time comes', async () => {
    const [desk, phone] = await Promise.all([online(first, ann), online(first, ann)])
    const marked = inTime('mark', new Promise((resolve) => phone.socket.once('reminder:changed', resolve)))
    const heard: Reminder[] = []
    for (const { socket } of [desk, phone]) socket.on('reminder:due', (due: Reminder) => heard.push(due))
    const at = inMs(300)
    accepted(await desk.run('message:remind', { roomId: 'lobby', seq, at }))
    assert.deepEqual(await marked, { roomId: 'lobby', seq, at })
    await eventually(() => assert.equal(heard.length, 2))
    assert.deepEqual(
      heard.map(({ message, room, at: when }) => [message.body, room.id, when]),
      Array.from({ length: 2 }, () => ['call the baker', 'lobby', at]),
    )
    const { reminders = [] } = await done(first, ann, 'inbox:list', {})
    assert.deepEqual(
      reminders.map(({ message }) => message.seq),
      [seq],
    )
    await done(first, ann, 'message:remind', { roomId: 'lobby', seq })
    assert.equal((await done(first, ann, 'inbox:list', {})).reminders, undefined)
    desk.leave()
    phone.leave()
  })

  await t.test('[R76] an impossible reminder is refused, and another user’s reminders are not seen', async () => {
    const missing = await overHttp(first, ann.token, 'message:remind', { roomId: 'lobby', seq: 99, at: inMs(1_000) })
    assert.equal(codeOf(missing), 'not_found')
    const tooFar = await overHttp(first, ann.token, 'message:remind', {
      roomId: 'lobby',
      seq,
      at: '2999-01-01T00:00:00Z',
    })
    assert.equal(codeOf(tooFar), 'bad_request')
    await done(first, ann, 'message:remind', { roomId: 'lobby', seq, at: inMs(3_600_000) })
    assert.deepEqual(
      (await done(first, ann, 'reminders:list', {})).reminders.map(({ message }) => message.seq),
      [seq],
    )
    assert.deepEqual((await done(first, olga, 'reminders:list', {})).reminders, [])
  })

  await t.test('[R77] joins of a small room are listed, and a newcomer makes nothing unread', async () => {
    const { id } = await done(first, olga, 'room:create', { kind: 'open', name: 'Small' })
    await done(first, ann, 'room:join', { roomId: id })
    const { joins } = await done(first, olga, 'room:joins', { roomId: id })
    assert.deepEqual(joins.map(({ user }) => user.name).toSorted(), ['Ann', 'Olga Owner'])
    const { room, messages } = await done(first, olga, 'room:history', { roomId: id })
    assert.deepEqual([room.lastSeq, room.rev, messages], [0, 0, []])
  })

  await done(first, ann, 'message:remind', { roomId: 'lobby', seq, at: inMs(1_500) })
  await first.stop()
  const second = await startServer({ dataDir: first.dataDir, args: ['--limits', 'off'] })
  t.after(() => second.stop())
  const back = await online(second, ann)
  const due = new Promise<Reminder>((resolve) => back.socket.once('reminder:due', resolve))
  const { reminders = [] } = await done(second, ann, 'inbox:list', {})
  // On a slow machine its time may have come before this connection did; then it is in the inbox.
  const told = reminders[0] ?? (await inTime('the reminder after a restart', due))
  assert.equal(told.message.seq, seq)
  back.leave()
})
