import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Change, Message } from '../../protocol/models.ts'
import { changed } from '../chat/messages/announcement.ts'
import { Feed } from './feed.ts'
import { createLocalDelivery } from './local.ts'

const message = (rev: number): Message => ({
  roomId: 'lobby',
  seq: rev,
  rev,
  clientId: `c${rev}`,
  author: { id: 'u_ann', name: 'Ann', kind: 'guest' },
  body: `message ${rev}`,
  sentAt: '2026-01-01T00:00:00.000Z',
  reactions: [],
})
const change = (from: number, to: number): Change => ({
  roomId: 'lobby',
  from,
  to,
  messages: Array.from({ length: to - from }, (_, index) => message(from + index + 1)),
})
const fail = (error: unknown) => assert.fail(String(error))

/** A feed over a store that has come to `head`, and everything that it delivered. */
function feedOver(head: number) {
  const told: Change[] = []
  const feed = new Feed({
    fill: async (_, since) => change(since, head),
    deliver: (next) => told.push(next),
    isHeard: () => true,
    onError: fail,
  })
  feed.follow('lobby', 0)
  return { feed, told }
}

const isContiguous = (told: Change[]) => told.every(({ from }, index) => from === (told[index - 1]?.to ?? 0))

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve))
}

describe('feed', () => {
  test('[D1] changes that arrive in another order leave in theirs', async () => {
    const { feed, told } = feedOver(3)
    for (const rev of [2, 3, 1]) feed.accept(change(rev - 1, rev))
    assert.deepEqual(told, [change(0, 1), change(1, 2), change(2, 3)])
    feed.close()
  })

  test('[D2] a change told twice is heard once', () => {
    const { feed, told } = feedOver(2)
    for (const rev of [1, 1, 2, 1, 2]) feed.accept(change(rev - 1, rev))
    assert.deepEqual(told, [change(0, 1), change(1, 2)])
    feed.close()
  })

  test('[D3] a change that never arrives is fetched from the store', async () => {
    const { feed, told } = feedOver(3)
    feed.accept(change(2, 3))
    await until(() => told.length > 0)
    assert.deepEqual(told, [change(0, 3)])
    feed.close()
  })

  test('[D3] a store that does not answer at first is asked again', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] })
    const told: Change[] = []
    const errors: string[] = []
    let asked = 0
    const feed = new Feed({
      isHeard: () => true,
      fill: async (_, since) => {
        if (++asked === 1) throw new Error('not now')
        return change(since, 2)
      },
      deliver: (next) => told.push(next),
      onError: (error) => errors.push(String(error)),
    })
    feed.follow('lobby', 0)
    feed.accept(change(1, 2))
    t.mock.timers.tick(20)
    for (let turn = 0; turn < 10; turn++) await Promise.resolve()
    t.mock.timers.tick(1_000)
    for (let turn = 0; turn < 10; turn++) await Promise.resolve()
    assert.deepEqual(errors, ['Error: not now'])
    assert.deepEqual(told, [change(0, 2)])
    feed.close()
  })

  test('[D4] changes leave contiguous and complete, whatever is lost, doubled or swapped on the way', async () => {
    const arrivals = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 30 })
    await fc.assert(
      fc.asyncProperty(arrivals, async (revs) => {
        const { feed, told } = feedOver(12)
        for (const rev of [...revs, 12]) feed.accept(change(rev - 1, rev))
        await until(() => told.at(-1)?.to === 12)
        feed.close()
        assert.ok(isContiguous(told))
        assert.deepEqual(
          told.flatMap(({ messages }) => messages.map(({ rev }) => rev)),
          Array.from({ length: 12 }, (_, index) => index + 1),
        )
      }),
      { numRuns: 50 },
    )
  })
})

describe('a change that was never announced', () => {
  test('[D9] is fetched once it is known to exist', async () => {
    const { feed, told } = feedOver(3)
    feed.expect('lobby', 3)
    await until(() => told.length > 0)
    assert.deepEqual(told, [change(0, 3)])
    feed.close()
  })

  test('[D9] is not fetched when it is merely late', async () => {
    const told: Change[] = []
    const feed = new Feed({
      isHeard: () => true,
      fill: () => assert.fail('nothing is lost'),
      deliver: (next) => told.push(next),
      onError: fail,
    })
    feed.follow('lobby', 0)
    feed.expect('lobby', 1)
    feed.accept(change(0, 1))
    await new Promise((resolve) => setTimeout(resolve, 40))
    assert.deepEqual(told, [change(0, 1)])
    feed.close()
  })
})

describe('[M53] how late a change is', () => {
  /** A feed with a clock that the test sets. Each change is told with the time since which it was known. */
  function feedAt(clock: { ms: number }, head: number) {
    const told: [to: number, knownAt: number][] = []
    const feed = new Feed({
      fill: async (_, since) => change(since, head),
      deliver: ({ to }, knownAt) => told.push([to, knownAt]),
      isHeard: () => true,
      now: () => clock.ms,
      onError: fail,
    })
    feed.follow('lobby', 0)
    return { feed, told }
  }

  test('one in its turn is known since it came, and no room is behind', () => {
    const clock = { ms: 5 }
    const { feed, told } = feedAt(clock, 2)
    feed.accept(change(0, 1))
    clock.ms = 9
    feed.accept(change(1, 2))
    assert.deepEqual(told, [
      [1, 5],
      [2, 9],
    ])
    assert.deepEqual(feed.behind(), { rooms: 0, longestMs: 0 })
    feed.close()
  })

  test('behind a gap each waits since it came itself, and the missing one since the first of them came', () => {
    const clock = { ms: 10 }
    const { feed, told } = feedAt(clock, 9)
    feed.accept(change(1, 2))
    clock.ms = 14
    feed.accept(change(3, 4))
    clock.ms = 17
    assert.deepEqual(feed.behind(), { rooms: 1, longestMs: 7 })
    feed.accept(change(0, 1))
    assert.deepEqual(told, [
      [1, 10],
      [2, 10],
    ])
    assert.deepEqual(feed.behind(), { rooms: 1, longestMs: 3 }, 'the fourth still waits for the third')
    feed.accept(change(2, 3))
    assert.deepEqual(told.slice(2), [
      [3, 14],
      [4, 14],
    ])
    assert.deepEqual(feed.behind(), { rooms: 0, longestMs: 0 })
    feed.close()
  })

  test('one that is only known to exist waits since then, until it is fetched', async () => {
    const clock = { ms: 100 }
    const { feed, told } = feedAt(clock, 3)
    feed.expect('lobby', 3)
    clock.ms = 150
    feed.expect('lobby', 3)
    assert.deepEqual(feed.behind(), { rooms: 1, longestMs: 50 })
    await until(() => told.length > 0)
    assert.deepEqual(told, [[3, 100]])
    assert.deepEqual(feed.behind(), { rooms: 0, longestMs: 0 })
    feed.close()
  })
})

describe('[L64] a room at rest', () => {
  /** A feed with a clock that the test sets, and the list of rooms that it has forgotten. */
  function feedAt(clock: { ms: number }, isHeard: () => boolean) {
    const told: Change[] = []
    const forgotten: string[] = []
    const feed = new Feed({
      fill: async (_, since) => change(since, 3),
      deliver: (next) => told.push(next),
      isHeard,
      onForget: (roomId) => forgotten.push(roomId),
      now: () => clock.ms,
      onError: fail,
    })
    return { feed, told, forgotten }
  }

  test('is forgotten a while after its last change, and goes on from there', () => {
    const clock = { ms: 0 }
    const { feed, told, forgotten } = feedAt(clock, () => false)
    feed.accept(change(0, 1))
    clock.ms = 59_000
    assert.deepEqual([feed.followed(), forgotten], [[], []])
    clock.ms = 61_000
    assert.deepEqual([feed.followed(), forgotten], [[], ['lobby']])
    feed.accept(change(1, 2))
    assert.deepEqual(told, [change(0, 1), change(1, 2)])
    feed.close()
  })

  test('is followed for as long as it has listeners', () => {
    const clock = { ms: 0 }
    let isHeard = true
    const { feed, forgotten } = feedAt(clock, () => isHeard)
    feed.follow('lobby', 7)
    clock.ms = 1_000_000
    assert.deepEqual([feed.followed(), forgotten], [[{ roomId: 'lobby', rev: 7 }], []])
    isHeard = false
    assert.deepEqual([feed.followed(), forgotten], [[], ['lobby']])
    feed.close()
  })

  test('delivers changes lost without listeners, as soon as there is one', async () => {
    const { feed, told } = feedAt({ ms: 0 }, () => false)
    feed.accept(change(0, 1))
    feed.follow('lobby', 3)
    await until(() => told.length === 2)
    assert.deepEqual(told, [change(0, 1), change(1, 3)])
    feed.close()
  })
})

describe('local delivery', () => {
  test('[D5] every listener hears what is published, until it stops', async () => {
    const delivery = createLocalDelivery({ fill: async () => change(0, 0), ahead: async () => [], onError: fail })
    const heard: string[] = []
    const stop = delivery.subscribe(({ event }) => heard.push(`ann ${event}`))
    delivery.subscribe(({ event }) => heard.push(`bob ${event}`))
    delivery.publish(changed(message(1)))
    stop()
    delivery.publish({ audience: { room: 'lobby' }, event: 'typing', payload: { roomId: 'lobby', users: [] } })
    assert.deepEqual(heard, ['ann room:changed', 'bob room:changed', 'bob typing'])
    await delivery.close()
  })
})
