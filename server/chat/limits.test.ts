import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { Refusal } from '../../protocol/errors.ts'
import { MAX_EMOJI_A_DAY } from '../../protocol/limits.ts'
import { openStore } from '../store/open.ts'
import type { Store } from '../store/store.ts'
import { Lifetime } from './lifetime.ts'
import { Limits, oneMail } from './limits.ts'

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
  test('[Y26] a mailbox gets six links at first, then six a day, and asking takes nothing from giving', async () => {
    const { clock, limits } = limitsAt()
    let taken = 0
    for (let quarter = 0; quarter < 96; quarter++, clock.now += 15 * 60_000)
      await limits.takeTogether(...oneMail('asked', `ann+${quarter}@example.org`)).then(
        () => taken++,
        (error: unknown) => assert.ok(error instanceof Refusal),
      )
    assert.ok(taken >= 6 && taken <= 12, `${taken} in a day`)
    await limits.takeTogether(...oneMail('given', 'ann@example.org'))
  })

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

  test('[L3] limits that are off refuse no one', () => {
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

  const guess = [
    ['sign-in', '192.0.2.1'],
    ['account', 'ann 192.0.2.1'],
    ['strangers', 'ann'],
  ] as const

  test('[L68] [L69] of what nodes count together all is counted or nothing, also on a node that is alone', async () => {
    const { clock, limits } = limitsAt()
    for (let time = 0; time < 6; time++) await limits.takeTogether(...guess)
    for (let time = 0; time < 30; time++) await assert.rejects(limits.takeTogether(...guess), { code: 'rate_limited' })
    // The network has four tries left, at another name.
    const other = (time: number) => limits.takeTogether(guess[0], ['account', `name ${time}`])
    for (let time = 0; time < 4; time++) await other(time)
    await assert.rejects(other(4), { code: 'rate_limited', retryAfterMs: 18_000 })
    await limits.giveBackTogether(guess[0], guess[1])
    await limits.takeTogether(...guess)
    await assert.rejects(limits.takeTogether(guess[1]), { code: 'rate_limited', retryAfterMs: 30_000 })
    clock.now += 30_000
    await limits.takeTogether(guess[1])
  })

  test('[U194] a person adds at most as many emoji in 24 hours, and what came to nothing does not count', async () => {
    const { clock, limits } = limitsAt()
    const add = () => limits.takeTogether(['emoji', 'u_ann'])
    const answered = async () =>
      (await add().catch((error: unknown) => (error as Refusal).toFailure().reason)) ?? 'added'
    let added = 0
    for (const end = clock.now + 86_400_000; clock.now < end;) {
      const answer = await answered()
      if (answer === 'added') added++
      else {
        assert.equal(answer, 'emoji_made')
        clock.now += 60_000
      }
    }
    assert.ok(added >= 0.9 * MAX_EMOJI_A_DAY && added <= MAX_EMOJI_A_DAY, `${added} were added`)
    await limits.giveBackTogether(['emoji', 'u_ann'])
    await add()
  })

  test('[L3] [L70] limits that are off count nothing, and ask no store', async () => {
    const fail = () => assert.fail('it asked the store')
    const limits = new Limits({ isOn: false, sharedBy: { takeUses: fail, giveBackUses: fail } })
    for (let time = 0; time < 100; time++) await limits.takeTogether(...guess)
    await limits.giveBackTogether(...guess)
  })

  describe('of nodes that share a store', () => {
    let folder: string
    let store: Store
    let asked = 0
    const clock = { now: 1_000 }
    const newNode = () =>
      new Limits({
        isOn: true,
        now: () => clock.now,
        sharedBy: {
          takeUses: (uses) => {
            asked++
            return store.takeUses(uses)
          },
          giveBackUses: (uses) => store.giveBackUses(uses),
        },
      })
    const countAccepted = async (tries: Promise<void>[]) =>
      (await Promise.allSettled(tries)).filter(({ status }) => status === 'fulfilled').length

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'earshot-limits-'))
      store = await openStore({ folder })
    })
    after(() => rm(folder, { recursive: true }))

    test('[L68] are counted together', async () => {
      const nodes = [newNode(), newNode()]
      const tries = Array.from({ length: 100 }, (_, n) => nodes[n % 2]!.takeTogether(...guess))
      assert.equal(await countAccepted(tries), 6)
      await nodes[0]!.giveBackTogether(guess[0], guess[1])
      assert.equal(await countAccepted([nodes[0]!.takeTogether(...guess), nodes[0]!.takeTogether(...guess)]), 1)
    })

    test('[L69] refuse what is tried again without asking the store, which is asked for no more than it could count', async () => {
      const node = newNode()
      const account = ['account', 'bob 192.0.2.2'] as const
      asked = 0
      assert.equal(await countAccepted(Array.from({ length: 1_000 }, () => node.takeTogether(account))), 6)
      assert.equal(asked, 6)
      for (let time = 0; time < 100; time++) await assert.rejects(node.takeTogether(account), { code: 'rate_limited' })
      assert.equal(asked, 7)
      // It asks again before the wait is over, because another node may have given a use back.
      await newNode().giveBackTogether(account)
      clock.now += 10_001
      await node.takeTogether(account)
      await assert.rejects(node.takeTogether(account), { code: 'rate_limited' })
      await node.giveBackTogether(account)
      await node.takeTogether(account)
    })

    test('[L70] pass nothing when the store is away', async () => {
      const node = newNode()
      await store.close()
      await assert.rejects(node.takeTogether(['session:start', '192.0.2.3']), { code: 'storage_unavailable' })
      await assert.rejects(node.giveBackTogether(guess[0]), { code: 'storage_unavailable' })
    })
  })

  test('[L7] a person has a hundred connections at most, wherever they come from', () => {
    const { limits } = limitsAt()
    const connections = Array.from({ length: 100 }, () => new Lifetime())
    for (const connection of connections) limits.enterAsPerson('u_ann', connection)
    assert.throws(() => limits.enterAsPerson('u_ann', new Lifetime()), { code: 'rate_limited' })
    limits.enterAsPerson('u_bob', new Lifetime())
    connections[0]?.end()
    limits.enterAsPerson('u_ann', new Lifetime())
  })

  test('[L7] of one network at most twenty are connected at once, and a place that is left is free', () => {
    const { limits } = limitsAt()
    const connections = Array.from({ length: 20 }, () => new Lifetime())
    for (const connection of connections) limits.enterAsGuest('192.0.2.1', connection)
    assert.throws(() => limits.enterAsGuest('192.0.2.1', new Lifetime()), { code: 'rate_limited' })
    limits.enterAsGuest('192.0.2.2', new Lifetime())
    connections[0]?.end()
    limits.enterAsGuest('192.0.2.1', new Lifetime())
    assert.throws(() => limits.enterAsGuest('192.0.2.1', new Lifetime()), { code: 'rate_limited' })
  })

  test('[L20] a place that is taken for a connection that is gone already is given back at once', () => {
    const { limits } = limitsAt()
    const gone = new Lifetime()
    gone.end()
    for (let time = 0; time < 2_000; time++) limits.enterAsGuest('192.0.2.1', gone)
    const last = new Lifetime()
    limits.enterAsGuest('192.0.2.1', last)
    last.end()
    last.end()
    for (let place = 0; place < 20; place++) limits.enterAsGuest('192.0.2.1', new Lifetime())
    assert.throws(() => limits.enterAsGuest('192.0.2.1', new Lifetime()), { code: 'rate_limited' })
  })
})
