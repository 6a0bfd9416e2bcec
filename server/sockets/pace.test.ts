import assert from 'node:assert/strict'
import { describe, test, type TestContext } from 'node:test'
import type { Change, Message } from '../../protocol/models.ts'
import { Pace } from './pace.ts'

const post = (rev: number, seq = rev, body = `message ${rev}`): Change => {
  const author = { id: 'u_ann', name: 'Ann', kind: 'guest' as const }
  const message: Message = {
    roomId: 'lobby',
    seq,
    rev,
    clientId: `c${seq}`,
    author,
    body,
    sentAt: '2026-01-01T00:00:00.000Z',
    reactions: [],
  }
  return { roomId: 'lobby', from: rev - 1, to: rev, messages: [message] }
}

function paceFor(t: TestContext, listeners: number) {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const told: Change[] = []
  return { pace: new Pace({ listeners: () => listeners, tell: (change) => told.push(change) }), told }
}

describe('pace', () => {
  test('[D6] the first change leaves at once', (t) => {
    const { pace, told } = paceFor(t, 500)
    pace.add(post(1))
    assert.equal(told.length, 1)
  })

  test('[D6] in a rush one packet carries everything of the last milliseconds, and nothing waits longer than 25 ms', (t) => {
    const { pace, told } = paceFor(t, 10_000)
    for (const rev of [1, 2, 3, 4]) pace.add(post(rev))
    assert.equal(told.length, 1)
    t.mock.timers.tick(25)
    assert.deepEqual(
      told.map(({ from, to }) => [from, to]),
      [
        [0, 1],
        [1, 4],
      ],
    )
  })

  test('[M53] a packet is told with the time since which the oldest of its changes is known', (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] })
    const told: [to: number, knownAt: number][] = []
    const pace = new Pace({ listeners: () => 500, tell: ({ to }, knownAt) => told.push([to, knownAt]) })
    for (const rev of [1, 2, 3]) pace.add(post(rev), rev * 10)
    t.mock.timers.tick(25)
    pace.add(post(4), 40)
    t.mock.timers.tick(25)
    assert.deepEqual(told, [
      [1, 10],
      [3, 20],
      [4, 40],
    ])
  })

  test('[D6] a few listeners never wait', (t) => {
    const { pace, told } = paceFor(t, 10)
    for (const rev of [1, 2, 3]) pace.add(post(rev))
    assert.equal(told.length, 3)
  })

  test('[D6] after a quiet moment the next change leaves at once again', (t) => {
    const { pace, told } = paceFor(t, 500)
    pace.add(post(1))
    t.mock.timers.tick(25)
    pace.add(post(2))
    assert.equal(told.length, 2)
  })

  test('[D7] a message that changed twice meanwhile is told once, in its latest state', (t) => {
    const { pace, told } = paceFor(t, 500)
    pace.add(post(1))
    pace.add(post(2))
    pace.add(post(3, 2, 'edited'))
    t.mock.timers.tick(25)
    assert.deepEqual(told[1], { ...post(3, 2, 'edited'), from: 1 })
  })

  test('[D8] a newcomer is told where the next packet will begin', (t) => {
    const { pace } = paceFor(t, 500)
    assert.equal(pace.told('lobby'), undefined)
    pace.add(post(1))
    pace.add(post(2))
    assert.equal(pace.told('lobby')?.rev, 1)
    t.mock.timers.tick(25)
    assert.equal(pace.told('lobby')?.rev, 2)
  })
})
