import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import { Strays } from './strays.ts'

test('[H24] strays are told of when they last, and not those of a node that has gone', () => {
  mock.timers.enable({ apis: ['Date'], now: 1_800_000_000_000 })
  let clock = 1_000
  const performance = mock.method(globalThis.performance, 'now', () => clock)
  const pass = (ms: number) => {
    clock += ms
    mock.timers.tick(ms)
  }
  let told = 0
  const here = new Strays(() => told++)
  const there = new Strays(() => assert.fail('nothing went astray there'))
  const asked = (id: string) => `/socket.io/?EIO=4&transport=polling&sid=${id}`
  const [own, old] = [here.nameFor('secret'), there.nameFor('secret')]
  pass(4_000)
  // A node has gone: its clients come with ids that are older, or come once.
  for (let number = 0; number < 100; number++) here.look(asked(old))
  for (let number = 0; number < 100; number++) here.look(asked(there.nameFor('secret')))
  for (const id of [own, here.nameFor('x'), 'nonsense', '', '%00']) here.look(asked(id))
  here.look('/socket.io/?EIO=4&transport=polling')
  pass(11_000)
  here.look(asked(there.nameFor('secret')))
  assert.equal(told, 0)
  // A proxy that spreads requests goes on doing so.
  for (let second = 0; second < 6; second++) {
    pass(1_000)
    here.look(asked(there.nameFor('secret')))
  }
  assert.ok(told > 0)
  performance.mock.restore()
  mock.timers.reset()
})
