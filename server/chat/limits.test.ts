import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Refusal } from '../../protocol/errors.ts'
import { Limits } from './limits.ts'

function limitsAt() {
  const clock = { now: 1_000 }
  return { clock, limits: new Limits({ isOn: true, now: () => clock.now }) }
}

function accepted(limits: Limits, holder: string, times: number): number {
  let count = 0
  for (let time = 0; time < times; time++) {
    try {
      limits.take('message:send', holder)
      count++
    } catch (error) {
      assert.ok(error instanceof Refusal)
    }
  }
  return count
}

describe('limits', () => {
  test('[L1] of a hundred messages at once twenty are taken, then one a second', () => {
    const { clock, limits } = limitsAt()
    assert.equal(accepted(limits, 'ann', 100), 20)
    clock.now += 3_000
    assert.equal(accepted(limits, 'ann', 100), 3)
    clock.now += 60_000
    assert.equal(accepted(limits, 'ann', 100), 20)
  })

  test('[L1] one writer’s hurry is not another’s', () => {
    const { limits } = limitsAt()
    accepted(limits, 'ann', 100)
    assert.equal(accepted(limits, 'bob', 1), 1)
  })

  test('[L2] a refusal says how long to wait, and waiting so long is enough', () => {
    const { clock, limits } = limitsAt()
    accepted(limits, 'ann', 20)
    let wait = 0
    try {
      limits.take('message:send', 'ann')
    } catch (error) {
      wait = (error as Refusal).retryAfterMs ?? 0
    }
    assert.ok(wait > 0 && wait <= 1_000)
    clock.now += wait
    assert.equal(accepted(limits, 'ann', 1), 1)
  })

  test('[L3] turned off, nobody waits', () => {
    const limits = new Limits({ isOn: false })
    assert.equal(accepted(limits, 'ann', 1_000), 1_000)
  })

  test('[L4] the idle are forgotten, the busy are not', () => {
    const { clock, limits } = limitsAt()
    accepted(limits, 'busy', 20)
    for (let holder = 0; holder < 25_000; holder++) limits.take('message:send', `guest ${holder}`)
    assert.equal(accepted(limits, 'busy', 1), 0)
    clock.now += 20_000
    assert.equal(accepted(limits, 'busy', 1), 1)
  })

  test('[L7] a person has a hundred connections at most, wherever they come from', () => {
    const { limits } = limitsAt()
    const leave = Array.from({ length: 100 }, () => limits.enterAsPerson('u_ann'))
    assert.throws(() => limits.enterAsPerson('u_ann'), { code: 'rate_limited' })
    limits.enterAsPerson('u_bob')
    leave[0]?.()
    limits.enterAsPerson('u_ann')
  })

  test('[L7] of one network at most twenty are connected at once, and a place that is left is free', () => {
    const { limits } = limitsAt()
    const leave = Array.from({ length: 20 }, () => limits.enterAsGuest('192.0.2.1'))
    assert.throws(() => limits.enterAsGuest('192.0.2.1'), { code: 'rate_limited' })
    limits.enterAsGuest('192.0.2.2')
    leave[0]?.()
    limits.enterAsGuest('192.0.2.1')
    assert.throws(() => limits.enterAsGuest('192.0.2.1'), { code: 'rate_limited' })
  })
})
