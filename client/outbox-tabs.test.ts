import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { signal } from '@preact/signals-core'
import fc from 'fast-check'
import type { Result } from '../protocol/errors.ts'
import type { Message } from '../protocol/models.ts'
import { memoryOutbox } from './outbox-memory.ts'
import type { OutboxNews } from './outbox-peers.ts'
import { Tabs } from './outbox-tabs.ts'
import { Outbox, type OutboxStorage, type StoredDraft } from './outbox.ts'
import type { Run } from './run.ts'
import { fakeClock, settled } from './testing/fake-clock.ts'
import { OVERLOADED, fakeLine } from './testing/fake-line.ts'
import { type FakeTab, fakeTabs } from './testing/fake-tabs.ts'
import { ANN, ModelRoom } from './testing/model-room.ts'

const FORBIDDEN = { ok: false, error: { code: 'forbidden', message: 'Not you.' } } as const
const SLOWLY = { ok: false, error: { code: 'rate_limited', message: 'Slowly.', retryAfterMs: 7_000 } } as const

const acceptedAs = (clientId: string) => {
  const value = new ModelRoom().post(ANN, clientId, clientId)
  return { ok: true, value } as const
}

/** A browser whose tabs share a storage. */
function setUp(storage: OutboxStorage = memoryOutbox()) {
  const clock = fakeClock()
  const browser = fakeTabs()

  async function open() {
    const line = fakeLine()
    const online = signal(true)
    const accepted: string[] = []
    const tab = browser.tab()
    const outbox = new Outbox({
      storage,
      peers: tab,
      run: line.run,
      online,
      accepted: ({ clientId }: Message) => void accepted.push(clientId),
      clock,
      random: () => 0.5,
    })
    await outbox.open(ANN.id)
    await settled()
    return {
      tab,
      line,
      online,
      outbox,
      accepted,
      states: () => outbox.entries.value.map(({ clientId, status }) => `${clientId} ${status.state}`),
      sent: () => line.orders.map(({ payload }) => ('clientId' in payload ? payload.clientId : '')),
      async write(...clientIds: string[]) {
        await Promise.all(clientIds.map(async (id) => outbox.add({ roomId: 'lobby', clientId: id, body: id })))
        await settled()
      },
      async answer(result: Result<unknown>) {
        line.orders.shift()?.answer(result)
        await settled()
      },
    }
  }
  const stored = async () => (await storage.all()).map(({ clientId, failure }) => `${clientId} ${failure?.code ?? ''}`)
  return { clock, storage, stored, open }
}

describe('the outbox in several tabs', () => {
  test('[O15] one tab sends what all of them write, in the order in which it was written', async () => {
    const { stored, open } = setUp()
    const [one, other] = [await open(), await open()]
    await other.write('a', 'b')
    await one.write('c')
    await other.write('d')
    assert.deepEqual(one.states(), ['a sending', 'b waiting', 'c waiting', 'd waiting'])
    assert.deepEqual(other.states(), ['a waiting', 'b waiting', 'c waiting', 'd waiting'])
    for (const clientId of ['a', 'b', 'c', 'd']) {
      assert.deepEqual([one.sent(), other.sent()], [[clientId], []])
      await one.answer(acceptedAs(clientId))
    }
    assert.deepEqual([one.states(), other.states(), await stored()], [[], [], []])
    assert.deepEqual(other.accepted, ['a', 'b', 'c', 'd'], 'the other shows each message in the moment its draft goes')
  })

  test('[O15] a draft written earlier is told earlier, though its storage took longer', async () => {
    const memory = memoryOutbox()
    const slow = Promise.withResolvers<void>()
    const { open } = setUp({
      ...memory,
      put: async (draft) =>
        (draft.clientId === 'a' ? slow.promise : Promise.resolve()).then(async () => memory.put(draft)),
    })
    const [one, other] = [await open(), await open()]
    const writing = other.write('a', 'b')
    await settled()
    assert.deepEqual(one.sent(), [])
    slow.resolve()
    await writing
    assert.deepEqual(one.states(), ['a sending', 'b waiting'])
  })

  test('[O16] when the tab that sends is closed, another goes on at once with the same drafts', async () => {
    const { open } = setUp()
    const [one, other] = [await open(), await open()]
    await one.write('a', 'b')
    assert.deepEqual(one.sent(), ['a'])
    one.tab.crash()
    await settled()
    assert.deepEqual([other.states(), other.sent()], [['a sending', 'b waiting'], ['a']])
  })

  test('[O16] a tab without a connection, or asleep, is not the leader, and does not lead again on return', async () => {
    const { clock, open } = setUp()
    const [one, other] = [await open(), await open()]
    one.online.value = false
    await settled()
    await one.write('a')
    assert.deepEqual([one.sent(), other.sent()], [[], ['a']])
    one.online.value = true
    await settled()
    assert.deepEqual(one.sent(), [])
    other.tab.sleep()
    await settled()
    assert.deepEqual(one.sent(), ['a'])
    await one.answer(acceptedAs('a'))
    await one.write('b')
    assert.deepEqual(one.sent(), ['b'])
    other.tab.wake()
    one.tab.crash()
    await settled()
    assert.deepEqual(other.states(), ['a sending', 'b waiting'], 'what was said while it slept is lost on it')
    await other.answer(OVERLOADED)
    await clock.pass(500)
    await other.answer(acceptedAs('a'))
    assert.deepEqual(other.states(), ['b sending'])
  })

  test('[O16] an answer that comes after the turn has passed on changes nothing but for a yes', async () => {
    const { clock, open } = setUp()
    const [one, other] = [await open(), await open()]
    await one.write('a', 'b')
    one.tab.sleep()
    await settled()
    one.tab.wake()
    assert.deepEqual(other.sent(), ['a'])
    await one.answer(FORBIDDEN)
    assert.deepEqual(one.states(), ['a waiting', 'b waiting'])
    await other.answer(acceptedAs('a'))
    await other.answer(acceptedAs('b'))
    assert.deepEqual([one.states(), other.states(), clock.due()], [[], [], 0])
  })

  test('[O16] a tab that holds the turn and does nothing with it is passed over', async () => {
    const { clock, open } = setUp()
    const [one, other] = [await open(), await open()]
    one.tab.hang()
    await other.write('a')
    await clock.pass(6_000)
    await other.write('b')
    await clock.pass(5_999)
    assert.deepEqual(other.sent(), [])
    await clock.pass(1)
    assert.deepEqual(other.states(), ['a sending', 'b waiting'])
    await other.answer(acceptedAs('a'))
    await other.answer(acceptedAs('b'))
    assert.equal(clock.due(), 0)
  })

  test('[O16] a tab that is heard of is not passed over', async () => {
    const { clock, open } = setUp()
    const [one, other] = [await open(), await open()]
    await other.write('a', 'b', 'c', 'd')
    for (const clientId of ['a', 'b', 'c']) {
      await clock.pass(9_000)
      await one.answer(acceptedAs(clientId))
    }
    await clock.pass(9_000)
    await one.answer(SLOWLY)
    await clock.pass(6_900)
    assert.deepEqual([other.sent(), other.states()], [[], ['d delayed']])
  })

  test('[O17] a refusal is seen in every tab, and what one forgets stays forgotten in all', async () => {
    const { clock, stored, open } = setUp()
    const [one, other] = [await open(), await open()]
    await one.write('a', 'b')
    await one.answer(FORBIDDEN)
    assert.deepEqual(other.states(), ['a failed', 'b waiting'])
    await other.outbox.discard('a')
    await settled()
    assert.deepEqual([one.states(), other.states()], [['b sending'], ['b waiting']])
    await one.answer(OVERLOADED)
    one.tab.crash()
    const third = await open()
    await clock.pass(6_000)
    assert.deepEqual([other.states(), third.states(), await stored()], [['b sending'], ['b waiting'], ['b ']])
  })

  test('[O17] a slow write in one tab does not bring back what another has forgotten', async () => {
    const memory = memoryOutbox()
    const slow = Promise.withResolvers<void>()
    const { open, stored } = setUp({
      ...memory,
      put: async (draft) => (draft.failure ? slow.promise : Promise.resolve()).then(async () => memory.put(draft)),
    })
    const one = await open()
    await one.write('a')
    await one.answer(FORBIDDEN)
    const other = await open()
    one.outbox.retry('a')
    await one.answer(FORBIDDEN)
    slow.resolve()
    await settled()
    assert.deepEqual(other.states(), ['a failed'])
    await other.outbox.discard('a')
    await settled()
    assert.deepEqual([one.states(), await stored()], [[], []])
  })

  test('[O17] a tab that slept while a refused draft was forgotten forgets it too when it wakes', async () => {
    const { open } = setUp()
    const [one, other] = [await open(), await open()]
    await one.write('a')
    await one.answer(FORBIDDEN)
    other.tab.sleep()
    await one.outbox.discard('a')
    assert.deepEqual(other.states(), ['a failed'])
    other.tab.wake()
    await settled()
    assert.deepEqual(other.states(), [])
  })

  test('[O17] a draft forgotten while a new tab reads the storage does not come back by that reading', async () => {
    const memory = memoryOutbox()
    const reading = Promise.withResolvers<void>()
    let isSlow = false
    const { open } = setUp({
      ...memory,
      async all() {
        const drafts: StoredDraft[] = await memory.all()
        if (isSlow) await reading.promise
        return drafts
      },
    })
    const one = await open()
    await one.write('a', 'b')
    await one.answer(FORBIDDEN)
    isSlow = true
    const opening = open()
    await settled()
    await one.outbox.discard('a')
    await one.answer(acceptedAs('b'))
    reading.resolve()
    const other = await opening
    assert.deepEqual(other.states(), [])
  })

  test('[O17] sending again and sending now are for the leader tab', async () => {
    const { open, stored } = setUp()
    const [one, other] = [await open(), await open()]
    await one.write('a')
    await one.answer(FORBIDDEN)
    other.outbox.retry('a')
    await settled()
    assert.deepEqual([one.sent(), other.states(), await stored()], [['a'], ['a waiting'], ['a ']])
    await one.answer(SLOWLY)
    assert.deepEqual(other.states(), ['a delayed'])
    other.outbox.retry('a')
    await settled()
    assert.deepEqual([one.sent(), other.sent()], [['a'], []])
  })

  test('[O17] a new leader waits as long as the one before was told to', async () => {
    const { clock, open } = setUp()
    const [one, other] = [await open(), await open()]
    await one.write('a')
    await one.answer(SLOWLY)
    await clock.pass(2_000)
    one.tab.crash()
    await clock.pass(4_900)
    assert.deepEqual(other.sent(), [])
    await clock.pass(200)
    assert.deepEqual(other.sent(), ['a'])
  })

  test('[O20] drafts abandoned in one tab are abandoned in all', async () => {
    const { stored, open } = setUp()
    const [one, other] = [await open(), await open()]
    one.online.value = false
    other.online.value = false
    await settled()
    await one.write('a')
    await other.write('b')
    await one.outbox.abandon()
    await settled()
    assert.deepEqual([one.states(), other.states(), await stored()], [[], [], []])
  })

  test('[O18] a draft that could not be saved is sent by the leader tab, and by the next one', async () => {
    const fails = async () => Promise.reject(new Error('No room on the disk.'))
    const { open } = setUp({ all: fails, put: fails, remove: fails })
    const [one, other] = [await open(), await open()]
    other.online.value = false
    await other.write('a')
    assert.deepEqual([one.sent(), other.outbox.entries.value[0]?.saved], [['a'], false])
    one.tab.crash()
    const third = await open()
    assert.deepEqual([third.states(), other.states()], [['a sending'], ['a waiting']])
  })

  test('[O18] a storage emptied under the tabs costs no text', async () => {
    const { storage, stored, open } = setUp()
    const one = await open()
    one.online.value = false
    await one.write('a')
    await storage.remove('a')
    one.online.value = true
    await settled()
    assert.deepEqual([one.sent(), await stored()], [['a'], ['a ']])
  })
})

describe('the outbox in several tabs, in random sequences of events', () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('write' as const), tab: fc.nat(3) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('open' as const), tab: fc.nat(3) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('close' as const), tab: fc.nat(3) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('sleep' as const), tab: fc.nat(3) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('wake' as const), tab: fc.nat(3) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('cut' as const), tab: fc.nat(3) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('pass' as const), tab: fc.nat(3) }) },
  )
  const fate = fc.constantFrom('yes', 'yes', 'yes', 'yes', 'answer lost', 'lost', 'later', 'slowly', 'no')

  test('[O19] each draft is accepted once or refused with its reason, each tab’s in order, and the storage agrees', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.array(fate, { maxLength: 25 }), async (steps, fates) => {
        const clock = fakeClock()
        const storage = memoryOutbox()
        const browser = fakeTabs()
        const room = new ModelRoom()
        const coming = [...fates]
        const pause = async (ms: number) => new Promise<void>((go) => void clock.after(ms, go))
        const tabs: (
          | { name: string; tab: FakeTab; outbox: Outbox; online: ReturnType<typeof signal<boolean>> }
          | undefined
        )[] = []
        let count = 0

        async function open(place: number) {
          const online = signal(true)
          const tab = browser.tab()
          let isGone = false
          const run: Run = async (_name, payload) => {
            const { clientId, body } = payload as { clientId: string; body: string }
            const now = coming.shift() ?? 'yes'
            await pause(50)
            // A closed tab gets no messages any more, but its own may well have arrived.
            const isKnown = room.messages.some((message) => message.clientId === clientId)
            const never = async () => new Promise<never>(() => void 0)
            if (now === 'yes' || now === 'answer lost' || (now === 'no' && isKnown)) {
              const value = room.post(ANN, clientId, body)
              if (isGone) return never()
              if (now !== 'answer lost') return { ok: true, value } as never
            }
            if (isGone) return never()
            if (now === 'no') return FORBIDDEN as never
            if (now === 'slowly') return SLOWLY as never
            if (now !== 'later') await pause(10_000)
            return OVERLOADED as never
          }
          const outbox = new Outbox({
            storage,
            peers: { meet: (userId, hears) => tab.meet(userId, hears) },
            run,
            online,
            accepted: () => void 0,
            clock,
            random: () => 0.5,
          })
          const crash = () => {
            isGone = true
            tab.crash()
            online.value = false
          }
          tabs[place] = { name: `t${count++}`, tab: { ...tab, crash }, outbox, online }
          await outbox.open(ANN.id)
          await settled()
        }

        const written: string[] = []
        await open(0)
        for (const { do: what, tab: place } of steps) {
          const at = tabs[place]
          if (what === 'pass') await clock.pass(700)
          else if (what === 'open' && !at) await open(place)
          else if (!at) continue
          else if (what === 'write') {
            const id = `${at.name} ${written.length}`
            written.push(id)
            await at.outbox.add({ roomId: 'lobby', clientId: id, body: id })
          } else if (what === 'sleep') at.tab.sleep()
          else if (what === 'wake') at.tab.wake()
          else if (what === 'cut') at.online.value = !at.online.peek()
          else if (what === 'close') {
            at.tab.crash()
            tabs[place] = undefined
          }
        }
        await clock.pass(700)
        for (const at of tabs) {
          at?.tab.wake()
          if (at) at.online.value = true
        }
        if (tabs.every((at) => !at)) await open(0)
        await clock.pass(3_600_000)

        const failed = (await storage.all()).map(({ clientId, failure }) => {
          assert.equal(failure?.code, 'forbidden')
          return clientId
        })
        const accepted = room.messages.map(({ clientId }) => clientId)
        assert.deepEqual([...accepted, ...failed].toSorted(), written.toSorted())
        for (const name of new Set(written.map((id) => id.split(' ')[0] ?? ''))) {
          const own = (ids: string[]) => ids.filter((id) => id.startsWith(`${name} `) && !failed.includes(id))
          assert.deepEqual(own(accepted), own(written))
        }
        for (const at of tabs) {
          const left = at?.outbox.entries.value.filter(({ status }) => status.state === 'failed') ?? []
          if (at) assert.deepEqual(left.map(({ clientId }) => clientId).toSorted(), failed.toSorted())
        }
        assert.equal(clock.due(), 0)
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('the tabs of a real browser', () => {
  async function pair(context: { after(call: () => void): void }) {
    assert.ok(Tabs.areHere())
    const turns: string[] = []
    const heard: OutboxNews[] = []
    const missed: string[] = []
    const user = `u_${context.constructor.name}_${performance.now()}`
    const meet = (name: string) => {
      const tabs = new Tabs()
      const peer = tabs.meet(user, {
        news: (news) => void heard.push(news),
        turn: (isMine) => void turns.push(`${name} ${isMine}`),
        missed: () => void missed.push(name),
      })
      context.after(() => peer.leave())
      return { tabs, peer }
    }
    const moment = async () => new Promise((go) => setTimeout(go, 30))
    return { turns, heard, missed, one: meet('one'), other: meet('other'), moment }
  }

  test('[O15] one has the turn until it leaves, and the news reaches the others', async (context) => {
    const { turns, heard, one, other, moment } = await pair(context)
    one.peer.queue(true)
    await moment()
    other.peer.queue(true)
    other.peer.tell({ kind: 'retry', clientId: 'a' })
    await moment()
    assert.deepEqual([turns, heard], [['one true'], [{ kind: 'retry', clientId: 'a' }]])
    one.peer.leave()
    await moment()
    assert.deepEqual(turns, ['one true', 'one false', 'other true'])
  })

  test('[O16] a tab that steps back lets the other lead; a resting tab does not wait to lead until it wakes', async (context) => {
    const { turns, missed, one, other, moment } = await pair(context)
    one.peer.queue(true)
    await moment()
    other.peer.queue(true)
    await moment()
    one.tabs.stepBack()
    await moment()
    assert.deepEqual(turns, ['one true', 'one false', 'other true'])
    other.tabs.rest()
    await moment()
    one.tabs.rest()
    other.tabs.wake()
    await moment()
    assert.deepEqual(turns.slice(3), ['other false', 'one true', 'one false', 'other true'])
    assert.deepEqual(missed, ['other'])
  })

  test('[O16] a tab that takes over leads at once, and the other waits again', async (context) => {
    const { turns, one, other, moment } = await pair(context)
    one.peer.queue(true)
    await moment()
    other.peer.queue(true)
    other.peer.takeOver()
    await moment()
    assert.deepEqual(turns.toSorted(), ['one false', 'one true', 'other true'])
    other.peer.leave()
    await moment()
    assert.deepEqual(turns.slice(3), ['other false', 'one true'])
  })

  test('[O16] a tab that stops waiting does not become the leader', async (context) => {
    const { turns, one, other, moment } = await pair(context)
    one.peer.queue(true)
    await moment()
    other.peer.queue(true)
    other.peer.queue(false)
    one.peer.queue(false)
    await moment()
    assert.deepEqual(turns, ['one true', 'one false'])
  })
})
