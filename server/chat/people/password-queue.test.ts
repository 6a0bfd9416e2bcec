import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Refusal } from '../../../protocol/errors.ts'
import { PasswordQueue } from './password-queue.ts'

/** Hashes that end when the test says so, in the order in which they began. */
function queue() {
  const passwords = new PasswordQueue()
  const running: { network: string; end: () => void }[] = []
  const refused: { network: string; error: Refusal }[] = []
  const begun: string[] = []
  const settled = () => new Promise((resolve) => setImmediate(resolve))
  return {
    running,
    refused,
    begun,
    ask: async (network: string, times = 1, isKnown = false) => {
      for (let time = 0; time < times; time++) {
        const { promise, resolve } = Promise.withResolvers<void>()
        const work = () => {
          begun.push(isKnown ? `${network} known` : network)
          running.push({ network, end: resolve })
          return promise
        }
        passwords.inTurn({ network, isKnown }, work).catch((error: unknown) => {
          assert.ok(error instanceof Refusal)
          refused.push({ network, error })
        })
      }
      await settled()
    },
    end: async (times = 1) => {
      for (let time = 0; time < times; time++) {
        running.shift()!.end()
        await settled()
      }
    },
  }
}

describe('the queue of passwords', () => {
  test('[L45] one network has two of four places, and others have the rest at once', async () => {
    const { ask, running } = queue()
    await ask('crowd', 30)
    assert.equal(running.length, 2)
    await ask('ann')
    await ask('bob')
    assert.deepEqual(
      running.map(({ network }) => network),
      ['crowd', 'crowd', 'ann', 'bob'],
    )
    await ask('cara')
    assert.equal(running.length, 4)
  })

  test('[L45] networks take turns, however many of one wait', async () => {
    const { ask, end, begun } = queue()
    for (const network of ['one', 'two']) await ask(network, 30)
    for (const network of ['ann', 'bob']) await ask(network)
    await end(4)
    assert.deepEqual(begun.slice(4, 8).toSorted(), ['ann', 'bob', 'one', 'two'])
  })

  test('[L45] within a network known devices come first, and have places of their own to wait in', async () => {
    const { ask, end, begun, refused } = queue()
    await ask('school', 100)
    assert.equal(refused.length, 100 - 2 - 40)
    await ask('school', 1, true)
    assert.equal(refused.length, 58)
    await end()
    assert.equal(begun.at(-1), 'school known')
  })

  test('[L45] when the queue is full, only the network with the most waiting requests gives way', async () => {
    const { ask, refused } = queue()
    for (let n = 0; n < 6; n++) await ask(`crowd ${n}`, 42)
    const before = refused.length
    await ask('ann')
    assert.equal(refused.length, before + 1)
    assert.match(refused.at(-1)!.network, /^crowd/)
  })

  test('[L46] a refusal says how long the network waits for its turns, a second at least', async () => {
    const { ask, refused } = queue()
    await ask('crowd', 60)
    for (const { error } of refused) {
      assert.equal(error.code, 'overloaded')
      assert.ok(error.retryAfterMs! >= 1_000 && error.retryAfterMs! < 10_000, `${error.retryAfterMs}`)
    }
  })

  test('[L45] a failed hash gives its place back, and a network without requests is forgotten', async () => {
    const passwords = new PasswordQueue()
    const from = { network: 'n', isKnown: false }
    for (let time = 0; time < 10; time++)
      await assert.rejects(
        passwords.inTurn(from, () => Promise.reject(new Error('no memory'))),
        /no memory/,
      )
    assert.equal(await passwords.inTurn(from, () => Promise.resolve('done')), 'done')
  })
})
