import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { News } from '../../delivery/delivery.ts'
import type { User } from '../../../protocol/models.ts'
import { Elsewhere } from './elsewhere.ts'

const user = (name: string): User => ({ id: `u_${name}`, name, kind: 'guest' })

/** Two nodes whose news the test carries, or loses. */
function twoNodes() {
  const clock = { ms: 0 }
  let isCut = false
  const listeners = new Map<string, (news: News, from: string) => void>()
  const open = (name: string) => {
    const [own, others] = [new Map<string, User>(), new Map<string, string>()]
    const elsewhere = new Elsewhere({
      delivery: {
        node: name,
        tellNodes: (news) => {
          for (const [other, hear] of listeners) if (other !== name && !isCut) hear(structuredClone(news), name)
        },
        hearNodes: (listener) => void listeners.set(name, listener),
      },
      here: (id) => (own.has(id) ? { user: own.get(id)!, roomIds: ['lobby'] } : undefined),
      allHere: () => own.keys(),
      enter: (_, { id, name: shown }) => others.set(id, shown),
      leave: (_, id) => others.delete(id),
      now: () => clock.ms,
    })
    const change = (act: () => void, id: string) => {
      act()
      elsewhere.note(id)
    }
    return {
      others,
      elsewhere,
      come: (name: string) => change(() => own.set(`u_${name}`, user(name)), `u_${name}`),
      go: (name: string) => change(() => own.delete(`u_${name}`), `u_${name}`),
    }
  }
  const cut = (how: boolean) => void (isCut = how)
  return { clock, cut, first: open('first'), second: open('second') }
}

describe('users on other nodes', () => {
  test('[H7] are told together, at most once a second', (t) => {
    t.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] })
    const { clock, first, second } = twoNodes()
    first.come('ann')
    first.come('bob')
    t.mock.timers.tick(50)
    assert.deepEqual([...second.others.values()], ['ann', 'bob'])
    clock.ms = 100
    first.go('ann')
    t.mock.timers.tick(50)
    assert.equal(second.others.size, 2)
    t.mock.timers.tick(900)
    assert.deepEqual([...second.others.values()], ['bob'])
    first.elsewhere.close()
    assert.equal(second.others.size, 0)
    second.elsewhere.close()
  })

  test('[H7] are asked for once more after news got lost', (t) => {
    t.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] })
    const { clock, cut, first, second } = twoNodes()
    first.come('ann')
    t.mock.timers.tick(50)
    cut(true)
    clock.ms = 2_000
    first.go('ann')
    first.come('bob')
    t.mock.timers.tick(50)
    cut(false)
    assert.deepEqual([...second.others.values()], ['ann'])
    // The next sign of life tells that there is more to know.
    t.mock.timers.tick(5_000)
    t.mock.timers.tick(1_000)
    assert.deepEqual([...second.others.values()], ['bob'])
    first.elsewhere.close()
    second.elsewhere.close()
  })

  test('[H47] are told once to all who ask for them together', (t) => {
    t.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] })
    const told: News[] = []
    let hear: (news: News, node: string) => void = () => undefined
    const elsewhere = new Elsewhere({
      delivery: { node: 'first', tellNodes: (news) => told.push(news), hearNodes: (listener) => (hear = listener) },
      here: (id) => ({ user: user(id), roomIds: ['lobby'] }),
      allHere: () => ['ann', 'bob'],
      enter: () => undefined,
      leave: () => undefined,
    })
    for (let asker = 0; asker < 100; asker++) hear({ kind: 'ask', node: 'first' }, `node ${asker}`)
    t.mock.timers.tick(1_000)
    const lists = told.filter(({ kind }) => kind === 'presence')
    assert.equal(lists.length, 1)
    assert.deepEqual(lists[0], {
      kind: 'presence',
      from: 0,
      to: 1,
      here: ['ann', 'bob'].map((id) => ({ user: user(id), roomIds: ['lobby'] })),
      gone: [],
    })
    elsewhere.close()
  })

  test('[H7] are gone when their node gives no sign of life for half a minute', (t) => {
    t.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] })
    const { clock, cut, first, second } = twoNodes()
    first.come('ann')
    t.mock.timers.tick(50)
    cut(true)
    clock.ms = 29_000
    second.elsewhere.live()
    assert.equal(second.others.size, 1)
    clock.ms = 31_000
    second.elsewhere.live()
    assert.equal(second.others.size, 0)
    first.elsewhere.close()
    second.elsewhere.close()
  })
})
