import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { signal } from '@preact/signals-core'
import fc from 'fast-check'
import type { Failure, Result } from '../protocol/errors.ts'
import type { Message } from '../protocol/models.ts'
import { newClientId } from './client-id.ts'
import { inheritDrafts } from './inherit-drafts.ts'
import { memoryOutbox } from './outbox-memory.ts'
import { MAX_DRAFTS, Outbox, type OutboxStorage } from './outbox.ts'
import { fakeClock, settled } from './testing/fake-clock.ts'
import { OVERLOADED, fakeLine } from './testing/fake-line.ts'
import { ANN, BOB, ModelRoom } from './testing/model-room.ts'
import type { Run } from './run.ts'

const FORBIDDEN = { ok: false, error: { code: 'forbidden', message: 'Not you.' } } as const

function setUp(storage: OutboxStorage = memoryOutbox()) {
  const clock = fakeClock()
  const line = fakeLine()
  const online = signal(true)
  const accepted: Message[] = []
  const begin = () =>
    new Outbox({
      storage,
      run: line.run,
      online,
      accepted: (message) => void accepted.push(message),
      clock,
      random: () => 0.5,
    })
  const outbox = begin()
  const states = () => outbox.entries.value.map(({ clientId, status }) => `${clientId} ${status.state}`)
  const sent = () => line.orders.map(({ payload }) => ('clientId' in payload ? payload.clientId : ''))
  async function write(...clientIds: string[]) {
    await Promise.all(clientIds.map(async (clientId) => outbox.add({ roomId: 'lobby', clientId, body: clientId })))
    await settled()
  }
  async function answer(result: Result<unknown>) {
    line.orders.shift()?.answer(result)
    await settled()
  }
  return { storage, clock, line, online, accepted, outbox, begin, states, sent, write, answer }
}

const acceptedAs = (clientId: string, author = ANN) => {
  const value = new ModelRoom().post(author, clientId, clientId)
  return { ok: true, value } as const
}

describe('the outbox', () => {
  test('[O1] a draft is stored before it says that it is being sent', async () => {
    const storage = memoryOutbox()
    const stored = Promise.withResolvers<void>()
    const { outbox, online, line, states, sent, write } = setUp({
      ...storage,
      put: async (draft) => stored.promise.then(async () => storage.put(draft)),
    })
    await outbox.open(ANN.id)
    const writing = write('a')
    online.value = false
    await settled()
    online.value = true
    await settled()
    assert.deepEqual(states(), ['a waiting'])
    assert.equal(line.orders.length, 0)
    stored.resolve()
    await writing
    assert.deepEqual(states(), ['a sending'])
    assert.deepEqual(sent(), ['a'])
    assert.equal((await storage.all()).length, 1)
  })

  test('[O2] an accepted draft leaves the outbox and the storage, and its message is handed on', async () => {
    const { storage, outbox, accepted, states, write, answer } = setUp()
    await outbox.open(ANN.id)
    await write('a')
    await answer(acceptedAs('a'))
    assert.deepEqual(states(), [])
    assert.deepEqual(await storage.all(), [])
    assert.deepEqual(
      accepted.map(({ clientId }) => clientId),
      ['a'],
    )
  })

  test('[O3] one room has one draft under way and keeps its order; another room does not wait', async () => {
    const { outbox, sent, write, answer } = setUp()
    await outbox.open(ANN.id)
    await write('a', 'b')
    await outbox.add({ roomId: 'kitchen', clientId: 'k', body: 'k' })
    assert.deepEqual(sent(), ['a', 'k'])
    await answer(acceptedAs('a'))
    assert.deepEqual(sent(), ['k', 'b'])
  })

  test('[O3] a draft sent once more waits for the one that is under way, though it stands before it', async () => {
    const { outbox, states, sent, write, answer } = setUp()
    await outbox.open(ANN.id)
    await write('a', 'b')
    await answer(FORBIDDEN)
    outbox.retry('a')
    assert.deepEqual(states(), ['a waiting', 'b sending'])
    await answer(acceptedAs('b'))
    assert.deepEqual(sent(), ['a'])
  })

  test('[O4] a final refusal stays with its reason, also over a reload, and does not hold up the next', async () => {
    const { outbox, begin, states, sent, write, answer } = setUp()
    await outbox.open(ANN.id)
    await write('a', 'b')
    await answer(FORBIDDEN)
    assert.deepEqual(states(), ['a failed', 'b sending'])
    assert.deepEqual(sent(), ['b'])
    assert.equal(outbox.waiting.value, 1)
    await answer(acceptedAs('b'))
    const reloaded = begin()
    await reloaded.open(ANN.id)
    assert.deepEqual(
      reloaded.entries.value.map(({ status }) => status),
      [{ state: 'failed', failure: FORBIDDEN.error }],
    )
  })

  test('[O5] a refused draft is sent again on request or forgotten on request; no other can be forgotten', async () => {
    const { storage, outbox, states, sent, write, answer } = setUp()
    await outbox.open(ANN.id)
    await write('a', 'b')
    await outbox.discard('a')
    await answer(FORBIDDEN)
    await answer(FORBIDDEN)
    outbox.retry('a')
    await settled()
    assert.deepEqual(sent(), ['a'])
    await outbox.discard('b')
    assert.deepEqual(states(), ['a sending'])
    const [left, ...others] = await storage.all()
    assert.deepEqual([left?.clientId, left?.failure, others], ['a', undefined, []])
  })

  test('[O5] a slow write does not bring back what was forgotten meanwhile', async () => {
    const storage = memoryOutbox()
    const slow = Promise.withResolvers<void>()
    const { outbox, write, answer } = setUp({
      ...storage,
      put: async (draft) => (draft.failure ? slow.promise : Promise.resolve()).then(async () => storage.put(draft)),
    })
    await outbox.open(ANN.id)
    await write('a')
    await answer(FORBIDDEN)
    const forgetting = outbox.discard('a')
    slow.resolve()
    await forgetting
    assert.deepEqual(await storage.all(), [])
  })

  test('[O6] a draft that may still succeed is sent again unchanged, after 0.5 s, doubling to 30 s', async () => {
    const { outbox, clock, line, sent, write, answer } = setUp()
    await outbox.open(ANN.id)
    await write('a')
    for (const seconds of [0.5, 1, 2, 4, 8, 16, 30, 30]) {
      await answer(OVERLOADED)
      await clock.pass(seconds * 1_000 - 1)
      assert.equal(line.orders.length, 0)
      await clock.pass(1)
      assert.deepEqual(sent(), ['a'])
    }
  })

  test('[O7] a draft with a time to come back waits that long, also over a reconnect', async () => {
    const { outbox, online, clock, line, states, sent, write, answer } = setUp()
    await outbox.open(ANN.id)
    await write('a')
    await answer({ ok: false, error: { code: 'rate_limited', message: 'Slowly.', retryAfterMs: 7_000 } })
    assert.deepEqual(states(), ['a delayed'])
    online.value = false
    await settled()
    assert.equal(clock.due(), 0)
    await clock.pass(1_000)
    online.value = true
    await clock.pass(5_999)
    assert.equal(line.orders.length, 0)
    await clock.pass(1)
    assert.deepEqual(sent(), ['a'])
  })

  test('[O8] offline drafts wait without a clock, and a connection sends them at once', async () => {
    const { outbox, online, clock, states, sent, write, answer } = setUp()
    await outbox.open(ANN.id)
    await write('a')
    await answer(OVERLOADED)
    assert.deepEqual(states(), ['a delayed'])
    online.value = false
    await write('b')
    assert.deepEqual(states(), ['a waiting', 'b waiting'])
    assert.equal(outbox.waiting.value, 2)
    assert.equal(clock.due(), 0)
    online.value = true
    await settled()
    assert.deepEqual(sent(), ['a'])
  })

  test('[O9] a change with my clientId completes a draft, whatever becomes of the answer; a namesake does not', async () => {
    const { storage, outbox, states, sent, write, answer } = setUp()
    await outbox.open(ANN.id)
    await write('a', 'b')
    outbox.settle([acceptedAs('a', BOB).value])
    assert.deepEqual(states(), ['a sending', 'b waiting'])
    outbox.settle([acceptedAs('a').value])
    await settled()
    assert.deepEqual(states(), ['b sending'])
    assert.deepEqual(sent(), ['a', 'b'])
    await answer(OVERLOADED)
    assert.deepEqual(states(), ['b sending'])
    assert.deepEqual(
      (await storage.all()).map(({ clientId }) => clientId),
      ['b'],
    )
  })

  test('[O10] drafts of an earlier visit go first; those of another user are left alone', async () => {
    const storage = memoryOutbox()
    const draft = { roomId: 'lobby', body: 'hello' }
    await storage.put({ ...draft, clientId: 'second', userId: ANN.id, position: 9 })
    await storage.put({ ...draft, clientId: 'first', userId: ANN.id, position: 4 })
    await storage.put({ ...draft, clientId: 'his', userId: BOB.id, position: 1 })
    const { outbox, states, write } = setUp(storage)
    void outbox.open(ANN.id)
    await write('new')
    assert.deepEqual(states(), ['first sending', 'second waiting', 'new waiting'])
    assert.equal((await storage.all()).find(({ clientId }) => clientId === 'new')?.position, 10)
    await outbox.open(BOB.id)
    assert.deepEqual(states(), ['his sending'])
  })

  test('[O20] the unsent drafts of another user are kept as refused, with the reason, until their new owner decides', async () => {
    const { storage, outbox, online, begin, write } = setUp()
    online.value = false
    await outbox.open(ANN.id)
    await write('a', 'b')
    const left = outbox.entries.value
    outbox.close()
    const next = begin()
    await next.open(BOB.id)
    await inheritDrafts(next, left, FORBIDDEN.error)
    const of = (one: typeof next) => one.entries.value.map(({ clientId, status }) => `${clientId} ${status.state}`)
    assert.deepEqual(of(next), ['a failed', 'b failed'])
    assert.deepEqual(
      (await storage.all()).map(({ userId, failure }) => [userId, failure?.code]),
      [
        [BOB.id, 'forbidden'],
        [BOB.id, 'forbidden'],
      ],
    )
    next.retry('b')
    await next.discard('a')
    assert.deepEqual(of(next), ['b waiting'])
  })

  test('[O20] signing out leaves nothing behind', async () => {
    const { storage, outbox, online, states, write } = setUp()
    online.value = false
    await outbox.open(ANN.id)
    await write('a', 'b')
    await outbox.abandon()
    assert.deepEqual([states(), await storage.all()], [[], []])
  })

  test('[O11] a full outbox refuses aloud, and so does one without a user', async () => {
    const { outbox, online, write } = setUp()
    await assert.rejects(write('early'), /Join/)
    online.value = false
    await outbox.open(ANN.id)
    await write(...Array.from({ length: MAX_DRAFTS }, (_, i) => `c-${i}`))
    await assert.rejects(write('one too many'), /500 unsent messages/)
    assert.equal(outbox.waiting.value, MAX_DRAFTS)
  })

  test('[O12] a storage that fails or hangs costs no text: the draft is sent from memory, and says "not saved"', async () => {
    const fails = async () => Promise.reject(new Error('No room on the disk.'))
    const hangs = async () => new Promise<never>(() => void 0)
    for (const broken of [fails, hangs]) {
      const { outbox, clock, states, sent, write, answer } = setUp({ all: broken, put: broken, remove: broken })
      void outbox.open(ANN.id)
      const writing = write('a')
      await clock.pass(6_000)
      await writing
      assert.deepEqual(states(), ['a sending'])
      assert.equal(outbox.entries.value[0]?.saved, false)
      assert.deepEqual(sent(), ['a'])
      await answer(acceptedAs('a'))
      assert.deepEqual(states(), [])
    }
  })

  test('[O13] a clientId is a UUID, also where the page has no randomUUID', (context) => {
    const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
    assert.match(newClientId(), uuid)
    Object.defineProperty(crypto, 'randomUUID', { value: undefined, configurable: true })
    context.after(() => Reflect.deleteProperty(crypto, 'randomUUID'))
    assert.match(newClientId(), uuid)
    assert.notEqual(newClientId(), newClientId())
  })
})

describe('the outbox, in random sequences of events', () => {
  const fate = fc.oneof(
    { weight: 4, arbitrary: fc.constant('accepted') },
    { weight: 1, arbitrary: fc.constant('accepted, answer lost') },
    { weight: 1, arbitrary: fc.constant('accepted, heard, answer lost') },
    { weight: 1, arbitrary: fc.constant('accepted, heard, answer late') },
    { weight: 1, arbitrary: fc.constant('accepted, line cut') },
    { weight: 1, arbitrary: fc.constant('lost') },
    { weight: 1, arbitrary: fc.constant('line cut') },
    { weight: 1, arbitrary: fc.constant('later') },
    { weight: 1, arbitrary: fc.constant('later, at a time') },
    { weight: 1, arbitrary: fc.constant('refused') },
  )
  const writes = fc.array(
    fc.record({ room: fc.constantFrom('lobby', 'kitchen'), pause: fc.constantFrom(0, 0, 0, 300, 4_000) }),
    { maxLength: 12 },
  )

  test('[O14] in the end each draft is accepted once or refused with its reason, in order, and the storage agrees', async () => {
    await fc.assert(
      fc.asyncProperty(writes, fc.array(fate, { maxLength: 30 }), fc.boolean(), async (drafts, fates, storageWorks) => {
        const clock = fakeClock()
        const online = signal(true)
        const memory = memoryOutbox()
        const broken = async () => Promise.reject(new Error('No storage here.'))
        const storage = storageWorks ? memory : { all: broken, put: broken, remove: broken }
        const rooms = new Map(['lobby', 'kitchen'].map((id) => [id, new ModelRoom(id)]))
        const underWay = new Set<string>()
        const coming = [...fates]

        const run: Run = async (name, payload) => {
          assert.equal(name, 'message:send')
          const { roomId, clientId, body } = payload as { roomId: string; clientId: string; body: string }
          const room = rooms.get(roomId)
          if (!room) throw new Error('This room doesn’t exist, or you can’t see it.')
          if (storageWorks) assert.ok((await memory.all()).some((stored) => stored.clientId === clientId))
          const now = coming.shift() ?? 'accepted'
          const heardFirst = now.startsWith('accepted, heard')
          if (!heardFirst) {
            assert.ok(!underWay.has(roomId), 'one at a time in each room')
            underWay.add(roomId)
          }
          const failure = (code: Failure['code'], retryAfterMs?: number) =>
            ({
              ok: false,
              error: retryAfterMs === undefined ? { code, message: '' } : { code, message: '', retryAfterMs },
            }) as const
          const pause = async (ms: number) => new Promise<void>((go) => void clock.after(ms, go))
          const answer = async (): Promise<Result<unknown>> => {
            await pause(50)
            // A draft that is in the store already is answered with the first message, never refused.
            const isKnown = room.messages.some((message) => message.clientId === clientId)
            if (now === 'refused' && !isKnown) return failure('forbidden')
            if (now === 'later') return failure('internal')
            if (now === 'later, at a time') return failure('rate_limited', 2_500)
            const value =
              isKnown || now.startsWith('accepted') || now === 'refused' ? room.post(ANN, clientId, body) : undefined
            if (heardFirst && value) outbox.settle([value])
            if (now.endsWith('line cut')) {
              online.value = false
              clock.after(1_500, () => (online.value = true))
              return failure('overloaded')
            }
            if (now.endsWith('lost')) {
              await pause(10_000)
              return failure('overloaded')
            }
            if (now.endsWith('late')) await pause(3_000)
            return { ok: true, value }
          }
          const result = await answer()
          if (!heardFirst) underWay.delete(roomId)
          return result as never
        }

        const outbox = new Outbox({ storage, run, online, accepted: () => void 0, clock, random: () => 0.5 })
        await outbox.open(ANN.id)
        const order: { room: string; id: string }[] = []
        for (const { room, pause } of drafts) {
          const id = `c-${order.length}`
          order.push({ room, id })
          void outbox.add({ roomId: room, clientId: id, body: id })
          await clock.pass(pause)
        }
        await clock.pass(3_600_000)

        const failed = outbox.entries.value.map(({ clientId, status }) => {
          assert.equal(status.state, 'failed')
          return clientId
        })
        for (const [id, room] of rooms) {
          assert.deepEqual(
            room.messages.map(({ clientId }) => clientId),
            order.filter((draft) => draft.room === id && !failed.includes(draft.id)).map((draft) => draft.id),
          )
        }
        const left = new Map((await memory.all()).map(({ clientId, failure }) => [clientId, failure?.code]))
        assert.deepEqual(left, new Map(storageWorks ? failed.map((id) => [id, 'forbidden']) : []))
        coming.length = 0
        for (const id of failed) outbox.retry(id)
        await clock.pass(3_600_000)
        const everything = [...rooms.values()].flatMap(({ messages }) => messages.map(({ clientId }) => clientId))
        assert.deepEqual(everything.toSorted(), order.map(({ id }) => id).toSorted())
        assert.deepEqual(outbox.entries.value, [])
        assert.equal(clock.due(), 0)
      }),
      { numRuns: 500 },
    )
  })
})
