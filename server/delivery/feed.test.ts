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
  const feed = new Feed([{ roomId: 'lobby', rev: 0 }], {
    fill: async (_, since) => change(since, head),
    deliver: (next) => told.push(next),
    onError: fail,
  })
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
    const feed = new Feed([], {
      fill: async (_, since) => {
        if (++asked === 1) throw new Error('not now')
        return change(since, 2)
      },
      deliver: (next) => told.push(next),
      onError: (error) => errors.push(String(error)),
    })
    feed.accept(change(1, 2))
    t.mock.timers.tick(20)
    for (let turn = 0; turn < 10; turn++) await Promise.resolve()
    t.mock.timers.tick(1_000)
    for (let turn = 0; turn < 10; turn++) await Promise.resolve()
    assert.deepEqual(errors, ['Error: not now'])
    assert.deepEqual(told, [change(0, 2)])
    feed.close()
  })

  test('[D4] whatever is lost, doubled or swapped on the way, what leaves is contiguous and complete', async () => {
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

describe('what was never announced', () => {
  test('[D9] is fetched once it is known to exist', async () => {
    const { feed, told } = feedOver(3)
    feed.expect('lobby', 3)
    await until(() => told.length > 0)
    assert.deepEqual(told, [change(0, 3)])
    feed.close()
  })

  test('[D9] is not fetched when it is merely late', async () => {
    const told: Change[] = []
    const feed = new Feed([], {
      fill: () => assert.fail('nothing is lost'),
      deliver: (next) => told.push(next),
      onError: fail,
    })
    feed.expect('lobby', 1)
    feed.accept(change(0, 1))
    await new Promise((resolve) => setTimeout(resolve, 40))
    assert.deepEqual(told, [change(0, 1)])
    feed.close()
  })
})

describe('local delivery', () => {
  test('[D5] every listener hears what is published, until it stops', () => {
    const delivery = createLocalDelivery([], { fill: async () => change(0, 0), onError: fail })
    const heard: string[] = []
    const stop = delivery.subscribe(({ event }) => heard.push(`ann ${event}`))
    delivery.subscribe(({ event }) => heard.push(`bob ${event}`))
    delivery.publish(changed(message(1)))
    stop()
    delivery.publish({ audience: { room: 'lobby' }, event: 'typing', payload: { roomId: 'lobby', users: [] } })
    assert.deepEqual(heard, ['ann room:changed', 'bob room:changed', 'bob typing'])
    delivery.close()
  })
})
