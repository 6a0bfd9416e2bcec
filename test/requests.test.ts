/** Requests, hidden rooms and rooms that are left, as the devices of the people in them hear of it. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { RoomGone, RoomView } from '../protocol/models.ts'
import { done, draft, guest, online, type Somebody } from './support/people.ts'
import { eventually } from './support/eventually.ts'
import { startServer } from './support/server.ts'
import { accepted, type Member, refused } from './support/sockets.ts'

const server = await startServer({ args: ['--limits', 'off'] })
after(() => server.stop())

/** A connection, and the rooms that it is told to add or drop. */
class Device {
  readonly rooms = new Map<string, RoomView>()
  readonly gone: RoomGone[] = []
  readonly member: Member

  constructor(member: Member) {
    this.member = member
    for (const room of member.welcome.rooms) this.rooms.set(room.id, room)
    member.socket.on('room:updated', (room: RoomView) => this.rooms.set(room.id, room))
    member.socket.on('room:gone', (gone: RoomGone) => {
      this.rooms.delete(gone.roomId)
      this.gone.push(gone)
    })
    after(() => member.leave())
  }

  has(roomId: string, request: string | undefined): Promise<void> {
    return eventually(() => {
      const room = this.rooms.get(roomId)
      assert.ok(room, 'the room is there')
      assert.equal(room.request?.by.id, request)
    })
  }

  loses(roomId: string, reason: RoomGone['reason']): Promise<void> {
    return eventually(() => assert.deepEqual([this.gone.at(-1), this.rooms.has(roomId)], [{ roomId, reason }, false]))
  }
}

const devicesOf = async (who: Somebody) =>
  [new Device(await online(server, who)), new Device(await online(server, who))] as const
const say = async ({ member }: Device, roomId: string, body: string) =>
  accepted(await member.run('message:send', draft(roomId, body)))

test('[P55] a request comes to all devices, and so do its answers', async () => {
  const [ann, bob] = await Promise.all([guest(server), guest(server)])
  const [[anns], [phone, desk]] = await Promise.all([devicesOf(ann), devicesOf(bob)])
  const { id: roomId } = accepted(await anns.member.run('room:create', { kind: 'direct', memberIds: [bob.user.id] }))
  await say(anns, roomId, 'hello, stranger')
  for (const device of [phone, desk]) {
    await device.has(roomId, ann.user.id)
    await device.member.hears('hello, stranger')
  }
  await anns.has(roomId, undefined)
  const { request } = accepted(await phone.member.run('room:accept', { roomId }))
  assert.equal(request, undefined)
  await desk.has(roomId, undefined)

  const { id: den } = await done(server, ann, 'room:create', { kind: 'closed', name: 'Den of the known' })
  await done(server, ann, 'room:invite', { roomId: den, userId: bob.user.id })
  for (const device of [phone, desk]) await device.has(den, undefined)
})

test('[P55] an answer accepts on every device, and a new connection is told of the request', async () => {
  const [ann, bob] = await Promise.all([guest(server), guest(server)])
  const { id: roomId } = await done(server, ann, 'room:create', {
    kind: 'closed',
    name: 'Den of strangers',
    memberIds: [bob.user.id],
  })
  const [phone, desk] = await devicesOf(bob)
  await phone.has(roomId, ann.user.id)
  await say(phone, roomId, 'who are you?')
  await desk.has(roomId, undefined)
  await phone.has(roomId, undefined)
})

test('[P51] a declined or blocked request is gone from every device, and is heard no more', async () => {
  const [ann, bob] = await Promise.all([guest(server), guest(server)])
  const [[anns], [phone, desk]] = await Promise.all([devicesOf(ann), devicesOf(bob)])
  const { id: talk } = await done(server, ann, 'room:create', { kind: 'direct', memberIds: [bob.user.id] })
  await desk.has(talk, ann.user.id)
  accepted(await phone.member.run('room:decline', { roomId: talk }))
  await Promise.all([phone.loses(talk, 'hidden'), desk.loses(talk, 'hidden')])
  await say(anns, talk, 'are you there?')
  const {
    code,
    reason,
    retryAfterMs = 0,
  } = refused(await anns.member.run('room:create', { kind: 'closed', name: 'Another try', memberIds: [bob.user.id] }))
  assert.deepEqual([code, reason, retryAfterMs > 0], ['rate_limited', 'request_declined', true])

  const eve = await guest(server)
  const { id: den } = await done(server, eve, 'room:create', {
    kind: 'closed',
    name: 'Den of Eve',
    memberIds: [bob.user.id],
  })
  await desk.has(den, eve.user.id)
  accepted(await phone.member.run('user:block', { userId: eve.user.id, on: true }))
  await Promise.all([phone.loses(den, 'left'), desk.loses(den, 'left')])
  await say(anns, 'lobby', 'a sign after all that')
  await desk.member.hears('a sign after all that')
  assert.ok(!desk.member.heard.includes('are you there?'))
  assert.deepEqual([...desk.rooms.keys()], ['lobby'])
})

test('[P53] a hidden room is in no welcome and not heard, and is there again with the next message', async () => {
  const [ann, bob] = await Promise.all([guest(server), guest(server)])
  const [[anns], [phone, desk]] = await Promise.all([devicesOf(ann), devicesOf(bob)])
  const { id: roomId } = await done(server, bob, 'room:create', { kind: 'direct', memberIds: [ann.user.id] })
  await say(anns, roomId, 'first')
  await desk.has(roomId, undefined)
  accepted(await phone.member.run('room:hide', { roomId }))
  await Promise.all([phone.loses(roomId, 'hidden'), desk.loses(roomId, 'hidden')])
  const [later] = await devicesOf(bob)
  assert.ok(!later.rooms.has(roomId))
  await say(anns, roomId, 'second')
  for (const device of [phone, desk, later]) {
    await device.has(roomId, undefined)
    assert.deepEqual([device.rooms.get(roomId)?.lastSeq, device.rooms.get(roomId)?.readSeq], [2, 0])
  }
  await say(anns, roomId, 'third')
  for (const device of [phone, desk, later]) await device.member.hears('third')
})

test('[P54] a user who leaves a conversation of three hears it no more, and the others see it', async () => {
  const [ann, bob, cid] = await Promise.all([guest(server), guest(server), guest(server)])
  const [[anns], [bobs]] = await Promise.all([devicesOf(ann), devicesOf(bob)])
  const memberIds = [bob.user.id, cid.user.id]
  const { id: roomId } = await done(server, ann, 'room:create', { kind: 'direct', memberIds })
  await say(bobs, roomId, 'I stay a moment')
  accepted(await bobs.member.run('room:leave', { roomId }))
  await bobs.loses(roomId, 'left')
  await eventually(async () => {
    const { room } = accepted(await anns.member.run('room:history', { roomId }))
    assert.deepEqual(room.formerPeople, [bob.user])
  })
  assert.equal(refused(await bobs.member.run('message:send', draft(roomId, 'late'))).code, 'not_found')
  const { id: two } = await done(server, ann, 'room:create', { kind: 'direct', memberIds: [bob.user.id] })
  assert.equal(refused(await bobs.member.run('room:leave', { roomId: two })).reason, 'direct_not_left')
})
