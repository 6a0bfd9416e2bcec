import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { signal } from '@preact/signals-core'
import type { CommandName, Payload } from '../protocol/commands.ts'
import type { Me, Message, RoomView, User } from '../protocol/models.ts'
import { memoryOutbox } from './outbox-memory.ts'
import { Outbox } from './outbox.ts'
import { People } from './people.ts'
import type { Quote } from './quotes.ts'
import { type Room, Rooms } from './rooms.ts'
import { fakeClock, settled } from './testing/fake-clock.ts'
import { fakeLine, OVERLOADED } from './testing/fake-line.ts'
import { ANN, BOB, ModelRoom } from './testing/model-room.ts'

const CAT: User = { id: 'u_cat', name: 'Cat', kind: 'person' }

function setUp() {
  const clock = fakeClock()
  const line = fakeLine()
  const you = signal<User | undefined>(ANN)
  const me = signal<Me | undefined>({ user: ANN, role: 'member', blocked: [] })
  const random = () => 0.5
  const outbox = new Outbox({
    storage: memoryOutbox(),
    run: line.run,
    online: signal(false),
    accepted: () => undefined,
    clock,
    random,
  })
  const people = new People()
  const rooms = new Rooms({ run: line.run, outbox, you, me, people, rewound: () => undefined, clock, random })
  const model = new ModelRoom('den')
  const view = (more: Partial<RoomView> = {}): RoomView => ({ ...model.view(), ...more })
  const asked = (name: CommandName) => line.orders.filter((order) => order.name === name)

  /** Ann is in the den, which has so many messages, all of them read. */
  function inDen(count: number, more: Partial<RoomView> = {}): Room {
    for (let i = 0; i < count; i++) model.post(BOB)
    rooms.welcome(model.epoch, [view({ readSeq: count, ...more })])
    const den = rooms.get('den')
    assert.ok(den)
    return den
  }
  /** Bob posts a message, and the rooms get its change. */
  function heard(more: Partial<Message> = {}, author = BOB) {
    const { rev } = model
    const message = model.post(author)
    rooms.hearChange({ ...model.change(rev), messages: [{ ...message, ...more }] })
  }
  /** Answers the oldest open command of this name. */
  async function answer(name: CommandName, value: unknown) {
    const order = asked(name)[0]
    assert.ok(order, `${name} was not asked`)
    line.orders.splice(line.orders.indexOf(order), 1)
    order.answer(value === OVERLOADED ? OVERLOADED : { ok: true, value })
    await settled()
    return order.payload
  }
  return { clock, line, rooms, model, view, asked, inDen, heard, answer, me, you, people }
}

describe('the rooms', () => {
  test('[R11] a room that I get a seat in is added, one that I know is changed, and one that is gone is told', () => {
    const { rooms, view, inDen } = setUp()
    const den = inDen(0)
    rooms.hearRoom(view({ id: 'attic', slug: 'attic', name: 'Attic' }))
    assert.deepEqual(
      rooms.all.value.map(({ name }) => name.value),
      ['Lobby', 'Attic'],
    )
    rooms.hearRoom(view({ name: 'The Den', slug: 'the-den', topic: 'bears' }))
    assert.equal(rooms.get('the-den'), den)
    assert.deepEqual([den.name.value, den.topic.value], ['The Den', 'bears'])
    rooms.hearGone({ roomId: 'den', reason: 'removed' })
    assert.deepEqual([rooms.get('den'), rooms.gone.value], [undefined, { room: den, reason: 'removed' }])
    rooms.hearGone({ roomId: 'never-heard-of', reason: 'left' })
    assert.equal(rooms.gone.value?.room, den)
  })

  test('[R12] a person’s new name shows everywhere, also on their earlier messages', async () => {
    const { rooms, model, inDen, answer, people } = setUp()
    const den = inDen(2, { kind: 'direct', people: [ANN, BOB] })
    void den.timeline.open()
    await answer('room:history', model.page({ roomId: 'den' }))
    rooms.hearTyping({ roomId: 'den', users: [BOB] })
    const robert = { ...BOB, name: 'Robert' }
    rooms.hearUser(robert)
    assert.deepEqual(
      den.timeline.entries.value.map((entry) => entry.kind === 'message' && entry.message.author.name),
      ['Robert', 'Robert'],
    )
    assert.deepEqual([den.name.value, den.typing.value], ['Robert', [robert]])
    assert.equal(people.get(BOB.id)?.name, 'Robert')
  })

  test('[R13] an open room is looked at without being heard, and becomes mine with a seat in it', async () => {
    const { rooms, model, view, inDen, answer, asked } = setUp()
    rooms.welcome(model.epoch, [])
    inDen(0)
    const market = new ModelRoom('market')
    market.post(BOB)
    const page = { ...market.page({ roomId: 'market' }), room: { ...market.view(), role: 'visitor' as const } }
    const visit = rooms.visit('market')
    await answer('room:history', page)
    const visited = await visit
    assert.ok(visited.ok)
    const room = visited.value
    assert.equal(rooms.get('market'), room)
    assert.equal(rooms.all.value.includes(room), false)
    assert.deepEqual([room.unread.value, room.writing.value], [0, { may: false, why: 'visitor' }])
    assert.equal(room.timeline.entries.value.length, 1)
    room.markRead(1)
    assert.equal(asked('room:read').length, 0)

    const joined = rooms.join('market')
    await answer('room:join', view({ ...market.view(), readSeq: 1 }))
    assert.equal(await joined, undefined)
    assert.equal(rooms.all.value.at(-1), room)
    assert.deepEqual(room.writing.value, { may: true })
  })

  test('[R14] the people online are asked for in one room, again after each connection, and forgotten with it', async () => {
    const { rooms, model, view, inDen, answer, asked } = setUp()
    const den = inDen(0)
    rooms.watch('den')
    await answer('presence:watch', { roomId: 'den', count: 2, users: [ANN, BOB] })
    assert.equal(den.presence.value?.count, 2)
    rooms.hearPresence({ roomId: 'den', count: 3 })
    rooms.hearPresence({ roomId: 'elsewhere', count: 9 })
    assert.equal(den.presence.value?.count, 3)
    rooms.hearNothing()
    assert.equal(den.presence.value, undefined)
    rooms.welcome(model.epoch, [view()])
    assert.equal(asked('presence:watch').length, 1)
    rooms.watch(undefined)
    await answer('presence:watch', { roomId: 'den', count: 4 })
    assert.equal(den.presence.value, undefined, 'an answer that comes too late is of no interest')
  })

  test('[R15] whether I may write, and whether I keep the peace, follows from the room and from what I am', () => {
    const { rooms, view, inDen, me } = setUp()
    const den = inDen(0)
    const told = (more: Partial<RoomView>) => {
      rooms.hearRoom(view(more))
      return den.writing.value.may ? 'may' : den.writing.value.why
    }
    const later = new Date(Date.now() + 60_000).toISOString()
    assert.deepEqual(
      [told({}), told({ isLocked: true }), told({ isLocked: true, role: 'host' }), told({ isArchived: true })],
      ['may', 'locked', 'may', 'archived'],
    )
    assert.equal(told({ mutedUntil: later }), 'muted')
    me.value = { user: ANN, role: 'moderator', blocked: [] }
    assert.equal(told({ isLocked: true }), 'may')
    assert.equal(den.isModerator.value, true)
    told({ kind: 'direct' })
    assert.equal(den.isModerator.value, false)
  })

  test('[R15] a mute ends by itself', async () => {
    const { clock, rooms, view, inDen } = setUp()
    const den = inDen(0)
    rooms.hearRoom(view({ mutedUntil: new Date(Date.now() + 5_000).toISOString() }))
    await clock.pass(4_000)
    assert.equal(den.writing.value.may, false)
    await clock.pass(1_001)
    assert.equal(den.writing.value.may, true)
  })

  test('[R16] in a direct room I see the names of the others', () => {
    const { inDen } = setUp()
    assert.equal(inDen(0, { kind: 'direct', name: '', people: [ANN, BOB, CAT] }).name.value, 'Bob, Cat')
  })

  test('[R16] a direct room is called as before when the others have left it', () => {
    const { rooms, view, inDen } = setUp()
    const direct = { kind: 'direct', name: '' } as const
    const den = inDen(0, { ...direct, people: [ANN, BOB] })
    const former = { ...BOB, name: 'former member' }
    rooms.hearUser(former)
    assert.equal(den.name.value, 'former member')
    rooms.hearRoom(view({ ...direct, people: [ANN], formerPeople: [former] }))
    assert.equal(den.name.value, 'former member')
    rooms.hearRoom(view({ ...direct, people: [ANN, CAT], formerPeople: [former] }))
    assert.equal(den.name.value, 'Cat, former member')
  })

  test('[R17] those I block are not shown typing, and do not mention me', () => {
    const { rooms, inDen, heard, me } = setUp()
    const den = inDen(0)
    me.value = { user: ANN, role: 'member', blocked: [BOB.id] }
    rooms.hearTyping({ roomId: 'den', users: [BOB, CAT] })
    assert.deepEqual(den.typing.value, [CAT])
    heard({ mentionsRoom: true })
    assert.equal(den.mentions.value, 0)
  })
})

describe('the read mark', () => {
  test('[R40] messages of users whom I block are read as soon as all before them are', () => {
    const { inDen, heard, me, asked } = setUp()
    const den = inDen(2)
    me.value = { user: ANN, role: 'member', blocked: [BOB.id] }
    heard({ mentionsRoom: true })
    heard()
    assert.deepEqual([den.readSeq.value, den.unread.value, den.mentions.value], [4, 0, 0])
    heard({}, CAT)
    heard()
    assert.deepEqual([den.readSeq.value, den.unread.value], [4, 2])
    assert.equal(asked('room:read').length, 0, 'the server knows')
  })

  test('[R41] an answer to me counts as a mention does, and once', () => {
    const { inDen, heard } = setUp()
    const den = inDen(2)
    heard({ replyTo: 1, answers: ANN.id })
    heard({ replyTo: 1, answers: CAT.id })
    heard({ replyTo: 1, answers: ANN.id, mentions: [{ id: ANN.id, name: 'Ann' }] })
    heard({ replyTo: 1, answers: ANN.id }, ANN)
    assert.deepEqual([den.unread.value, den.mentions.value], [4, 2])
  })

  test('[R18] unread is what is after the mark, mentions are counted as they come', () => {
    const { inDen, heard } = setUp()
    const den = inDen(3)
    heard()
    heard({ mentions: [{ id: ANN.id, name: 'Ann' }] })
    heard({ mentions: [{ id: CAT.id, name: 'Cat' }] })
    heard({ mentionsRoom: true })
    heard({ mentionsRoom: true }, ANN)
    assert.deepEqual([den.unread.value, den.mentions.value], [5, 2])
  })

  test('[R19] it moves at once, is told at most once a second and never back, and not when nothing has changed', async () => {
    const { clock, inDen, heard, answer, asked } = setUp()
    const den = inDen(0)
    for (let i = 0; i < 5; i++) heard()
    const sent: unknown[] = []
    const say = async () => sent.push(await answer('room:read', { roomId: 'den', readSeq: 1, mentions: 0 }))
    den.markRead(1)
    assert.equal(den.readSeq.value, 1)
    await say()
    for (const seq of [2, 3, 2, 1, 5, 4]) den.markRead(seq)
    assert.equal(den.readSeq.value, 5)
    assert.equal(asked('room:read').length, 0)
    await clock.pass(1_000)
    assert.equal(asked('room:read').length, 1)
    assert.deepEqual(await answer('room:read', { roomId: 'den', readSeq: 5, mentions: 0 }), { roomId: 'den', seq: 5 })
    den.markRead(5)
    await clock.pass(10_000)
    assert.equal(asked('room:read').length, 0)
    assert.deepEqual(sent, [{ roomId: 'den', seq: 1 }])
  })

  test('[R18] my messages from elsewhere do not count as unread, and send no command', () => {
    const { inDen, heard, asked } = setUp()
    const den = inDen(2)
    heard({}, ANN)
    assert.deepEqual([den.readSeq.peek(), den.unread.peek()], [3, 0])
    heard({}, BOB)
    heard({}, ANN)
    assert.deepEqual([den.readSeq.peek(), den.unread.peek()], [3, 2])
    assert.equal(asked('room:read').length, 0)
  })

  test('[R19] a message of mine right after my read mark moves the mark on the server, if it does not know the mark yet', async () => {
    const { clock, inDen, heard, answer } = setUp()
    const den = inDen(2)
    heard({}, BOB)
    den.markRead(3)
    heard({}, BOB)
    den.markRead(4)
    heard({}, ANN)
    assert.equal(den.unread.peek(), 0)
    await answer('room:read', { roomId: 'den', readSeq: 3, mentions: 0 })
    assert.equal(den.readSeq.peek(), 5)
    await clock.pass(1_000)
    assert.deepEqual(await answer('room:read', { roomId: 'den', readSeq: 5, mentions: 0 }), { roomId: 'den', seq: 5 })
    assert.equal(den.readSeq.peek(), 5)
  })

  test('[R19] leaving the room sends the read mark at once', async () => {
    const { inDen, heard, answer, asked } = setUp()
    const den = inDen(0)
    for (let i = 0; i < 3; i++) heard()
    den.markRead(1)
    await answer('room:read', { roomId: 'den', readSeq: 1, mentions: 0 })
    den.markRead(3)
    den.leave()
    assert.deepEqual(asked('room:read').at(-1)?.payload, { roomId: 'den', seq: 3 } satisfies Payload<'room:read'>)
  })

  test('[R20] a read mark without a connection is sent after the next one, and not taken back by it', async () => {
    const { clock, rooms, model, view, inDen, heard, answer, asked } = setUp()
    const den = inDen(0)
    for (let i = 0; i < 4; i++) heard()
    den.markRead(4)
    await answer('room:read', OVERLOADED)
    assert.equal(den.readSeq.value, 4)
    rooms.welcome(model.epoch, [view({ readSeq: 0, mentions: 1 })])
    assert.deepEqual([den.readSeq.value, den.unread.value, asked('room:read').length], [4, 0, 1])
    await answer('room:read', { roomId: 'den', readSeq: 4, mentions: 0 })
    await clock.pass(60_000)
    assert.equal(asked('room:read').length, 0)
  })

  test('[R21] another device moves it, forwards and back', async () => {
    const { rooms, inDen, heard, answer } = setUp()
    const den = inDen(0)
    for (let i = 0; i < 4; i++) heard({ mentionsRoom: true })
    rooms.hearRead({ roomId: 'den', readSeq: 3, mentions: 1 })
    assert.deepEqual([den.unread.value, den.mentions.value], [1, 1])
    rooms.hearRead({ roomId: 'den', readSeq: 1, mentions: 3 })
    assert.deepEqual([den.unread.value, den.mentions.value], [3, 3])
    den.markUnread(1)
    assert.equal(den.unread.value, 4)
    assert.deepEqual(await answer('room:unread', { roomId: 'den', readSeq: 0, mentions: 4 }), { roomId: 'den', seq: 1 })
    assert.equal(den.mentions.value, 4)
  })

  test('[R22] a page that was read earlier does not take back what has been read since', async () => {
    const { model, inDen, heard, answer } = setUp()
    const den = inDen(0)
    for (let i = 0; i < 4; i++) heard()
    const old = model.page({ roomId: 'den' })
    den.markRead(4)
    await answer('room:read', { roomId: 'den', readSeq: 4, mentions: 0 })
    den.receive({ ...old, room: { ...old.room, readSeq: 2, mentions: 1 } })
    assert.deepEqual([den.readSeq.value, den.mentions.value], [4, 0])
  })
})

describe('the quotes', () => {
  test('[R23] the original of a reply is taken from the window, or fetched once and kept true', async () => {
    const { model, inDen, answer, asked } = setUp()
    const den = inDen(60)
    void den.timeline.open()
    await answer('room:history', model.page({ roomId: 'den' }))
    const [near, far] = [den.quotes.of(60), den.quotes.of(2)]
    /** A quote's state, or the message's seq, and whether it was deleted. */
    const told = ({ value }: { value: Quote }) =>
      typeof value === 'object' ? [value.seq, 'deletedAt' in value] : value
    assert.deepEqual([told(near), told(far)], [[60, false], 'loading'])
    await settled()
    assert.deepEqual(
      asked('room:history').map(({ payload }) => payload),
      [{ roomId: 'den', around: 2, limit: 1 }],
    )
    await answer('room:history', model.page({ roomId: 'den', around: 2, limit: 1 }))
    assert.deepEqual(told(far), [2, false])
    const { rev } = model
    model.delete(2)
    den.receive(model.change(rev))
    assert.deepEqual(told(far), [2, true])
    const gone = den.quotes.of(999)
    assert.equal(told(gone), 'loading')
    await settled()
    await answer('room:history', { ...model.page({ roomId: 'den' }), messages: [] })
    assert.equal(told(gone), 'missing')
  })
  test('[R23] without an answer it is asked for once more when there is a connection, and not before', async () => {
    const { rooms, model, view, inDen, answer, asked } = setUp()
    const den = inDen(60)
    void den.timeline.open()
    await answer('room:history', model.page({ roomId: 'den' }))
    const far = den.quotes.of(2)
    assert.equal(far.value, 'loading')
    await settled()
    await answer('room:history', OVERLOADED)
    assert.deepEqual([far.value, asked('room:history').length], ['loading', 0])
    rooms.welcome(model.epoch, [view({ readSeq: 60 })])
    await answer('room:history', model.page({ roomId: 'den', around: 2, limit: 1 }))
    assert.equal(typeof far.value, 'object')
  })
})
