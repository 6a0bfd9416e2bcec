import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { signal } from '@preact/signals-core'
import fc from 'fast-check'
import type { Message, User } from '../protocol/models.ts'
import type { OutboxEntry } from './outbox.ts'
import { fakeClock, settled } from './testing/fake-clock.ts'
import { OVERLOADED, fakeLine } from './testing/fake-line.ts'
import { ANN, BOB, ModelRoom } from './testing/model-room.ts'
import { Timeline, type TimelineSizes } from './timeline.ts'

const SMALL = { page: 4, keep: 8, most: 11, changes: 3 }
const TINY = { page: 2, keep: 4, most: 6, changes: 3 }

function setUp(sizes: Partial<TimelineSizes> = SMALL) {
  const room = new ModelRoom()
  const clock = fakeClock()
  const line = fakeLine()
  const drafts = signal<OutboxEntry[]>([])
  const you = signal<User | undefined>(ANN)
  let renewals = 0
  const timeline = new Timeline({
    roomId: room.id,
    run: line.run,
    drafts,
    you,
    accepted: (messages) => {
      const ids = new Set(messages.map(({ clientId }) => clientId))
      if (drafts.peek().some(({ clientId }) => ids.has(clientId))) {
        drafts.value = drafts.peek().filter(({ clientId }) => !ids.has(clientId))
      }
    },
    paged: () => undefined,
    rewound: () => void renewals++,
    clock,
    random: () => 0.5,
    sizes,
  })

  /** Answers every command, and the commands that follow from the answers, from the present state of the room. */
  async function answerAll() {
    await settled()
    while (line.orders.length > 0) {
      for (const { name, payload, answer } of line.orders.splice(0)) answer(room.answer(name, payload))
      await settled()
    }
  }
  async function opened(seq?: number) {
    timeline.welcome(room.epoch, room.view())
    const done = timeline.open(seq)
    await answerAll()
    await done
  }
  const messages = (): Message[] =>
    timeline.entries.value.flatMap((entry) => (entry.kind === 'message' ? [entry.message] : []))
  const seqs = () => messages().map(({ seq }) => seq)
  const post = (count: number) => {
    for (let i = 0; i < count; i++) room.post(BOB)
  }
  const draft = (clientId: string): OutboxEntry => ({
    roomId: room.id,
    clientId,
    body: 'hello',
    status: { state: 'sending' },
    saved: true,
  })
  return {
    room,
    clock,
    line,
    drafts,
    timeline,
    answerAll,
    opened,
    messages,
    seqs,
    post,
    draft,
    renewed: () => renewals,
  }
}

describe('the timeline', () => {
  test('[T1] an empty room is at its start and at its head', async () => {
    const { timeline, opened, seqs } = setUp()
    assert.equal(timeline.status.value.state, 'loading')
    await opened()
    assert.deepEqual(seqs(), [])
    assert.equal(timeline.status.value.state, 'ready')
    assert.ok(timeline.atStart.value && timeline.atHead.value)
  })

  test('[T2] a change that comes twice, or after its answer, is shown once', async () => {
    const { room, timeline, opened, seqs, post } = setUp()
    post(2)
    await opened()
    const mine = room.post(ANN)
    timeline.receive(mine)
    timeline.receive(room.change(2))
    timeline.receive(room.change(2))
    timeline.receive(mine)
    assert.deepEqual(seqs(), [1, 2, 3])
  })

  test('[T3] an older state never replaces a newer one', async () => {
    const { room, timeline, opened, messages, post } = setUp()
    post(1)
    await opened()
    const stale = room.change(0, 1)
    room.edit(1)
    timeline.receive(room.change(1))
    timeline.receive(stale)
    assert.deepEqual(messages(), room.messages)
  })

  test('[T4] a change too far ahead is kept, and the hole before it is asked for', async () => {
    const { room, timeline, line, opened, answerAll, seqs, post } = setUp()
    await opened()
    post(3)
    timeline.receive(room.change(2))
    assert.deepEqual(seqs(), [])
    assert.equal(timeline.status.value.state, 'catching-up')
    assert.equal(line.orders.length, 1)
    await answerAll()
    assert.deepEqual(seqs(), [1, 2, 3])
    assert.equal(timeline.status.value.state, 'ready')
  })

  test('[T5] a long absence is caught up page by page, with one question at a time', async () => {
    const { room, timeline, line, opened, seqs, post } = setUp({ changes: 3 })
    post(1)
    await opened()
    post(10)
    room.edit(3)
    timeline.welcome(room.epoch, room.view())
    timeline.welcome(room.epoch, room.view())
    let questions = 0
    while (line.orders.length > 0) {
      assert.equal(line.orders.length, 1)
      for (const { name, payload, answer } of line.orders.splice(0)) answer(room.answer(name, payload))
      questions++
      await settled()
    }
    assert.equal(questions, 4)
    assert.deepEqual(seqs(), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
  })

  test('[T6] my draft goes in the very moment in which its message appears', async () => {
    for (const first of ['answer', 'change'] as const) {
      const { room, timeline, opened, drafts, draft } = setUp()
      await opened()
      drafts.value = [draft('c-mine')]
      const seen: string[] = []
      const stop = timeline.entries.subscribe((entries) => seen.push(entries.map(({ kind }) => kind).join()))
      const message = room.post(ANN, 'c-mine')
      const news = [message, room.change(0)]
      for (const one of first === 'answer' ? news : news.toReversed()) timeline.receive(one)
      stop()
      assert.deepEqual(new Set(seen), new Set(['draft', 'message']))
      assert.deepEqual(seen.slice(0, 2), ['draft', 'message'])
    }
  })

  test('[T7] a draft left over from before a reload is not shown beside its message', async () => {
    const { room, timeline, opened, drafts, draft } = setUp()
    room.post(BOB, 'c-twin')
    room.post(ANN, 'c-mine')
    await opened()
    drafts.value = [draft('c-twin'), draft('c-mine')]
    assert.deepEqual(
      timeline.entries.value.map((entry) => (entry.kind === 'draft' ? entry.draft.clientId : entry.message.seq)),
      [1, 2, 'c-twin'],
    )
  })

  test('[T8] the window loses its oldest messages only while the reader follows', async () => {
    const { room, timeline, opened, seqs, post } = setUp()
    post(4)
    await opened()
    timeline.follow(false)
    post(6)
    timeline.receive(room.change(4))
    assert.equal(seqs().length, 10)
    timeline.follow(true)
    assert.deepEqual(seqs(), [3, 4, 5, 6, 7, 8, 9, 10])
    assert.equal(timeline.atStart.value, false)
  })

  test('[T9] under a reader a full window lets go of the head, counts what is newer, and finds back', async () => {
    const { room, timeline, opened, answerAll, seqs, post } = setUp()
    post(4)
    await opened()
    timeline.follow(false)
    post(10)
    timeline.receive(room.change(4))
    assert.deepEqual(seqs(), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    assert.equal(timeline.atHead.value, false)
    assert.equal(timeline.behind.value, 3)
    const more = timeline.loadNewer()
    await answerAll()
    await more
    assert.deepEqual(seqs(), [7, 8, 9, 10, 11, 12, 13, 14])
    assert.ok(timeline.atHead.value)
    assert.equal(timeline.behind.value, 0)
  })

  test('[T10] away from the head drafts are not shown, and changes reach only the messages in the window', async () => {
    const { room, timeline, opened, drafts, draft, messages, post } = setUp()
    post(20)
    await opened(5)
    drafts.value = [draft('c-mine')]
    room.edit(5)
    room.edit(19)
    timeline.receive(room.change(20))
    assert.deepEqual(messages(), room.messages.slice(2, 6))
    assert.equal(timeline.entries.value.length, 4)
    assert.equal(timeline.behind.value, 14)
  })

  test('[T11] older and newer pages join without a seam, one question each at a time', async () => {
    const { room, timeline, line, opened, answerAll, seqs, messages, post } = setUp()
    post(20)
    await opened(10)
    const reads = [timeline.loadOlder(), timeline.loadOlder(), timeline.loadNewer(), timeline.loadNewer()]
    assert.equal(line.orders.length, 2)
    await answerAll()
    await Promise.all(reads)
    assert.deepEqual(messages(), room.messages.slice((seqs()[0] ?? 0) - 1, seqs().at(-1)))
    for (let i = 0; i < 6; i++) {
      const read = timeline.loadOlder()
      await answerAll()
      await read
    }
    assert.ok(timeline.atStart.value)
    assert.deepEqual(seqs(), [1, 2, 3, 4, 5, 6, 7, 8])
  })

  test('[T12] another epoch drops the window, keeps the drafts and opens the newest page', async () => {
    const { room, timeline, opened, answerAll, drafts, draft, messages, post } = setUp()
    post(9)
    await opened()
    drafts.value = [draft('c-mine')]
    room.rewind(4)
    post(1)
    timeline.welcome(room.epoch, room.view())
    assert.deepEqual(
      timeline.entries.value.map(({ kind }) => kind),
      ['draft'],
    )
    await answerAll()
    assert.deepEqual(messages(), room.messages.slice(-4))
    assert.equal(timeline.entries.value.length, 5)
  })

  test('[T13] a reset begins again; of an epoch that no welcome told, a new welcome is asked for', async () => {
    const { room, timeline, opened, answerAll, messages, post, renewed } = setUp()
    post(5)
    await opened()
    room.rewind(2)
    timeline.receive({ roomId: room.id, from: 7, to: 8, messages: [] })
    await answerAll()
    assert.equal(renewed(), 1)
    assert.deepEqual(messages(), [])
    timeline.welcome(room.epoch, room.view())
    await answerAll()
    assert.deepEqual(messages(), room.messages)
  })

  test('[T23] a reader of a history that the server no longer has is told so, once for each time', async () => {
    const { room, timeline, answerAll, opened, post, seqs } = setUp()
    post(6)
    timeline.welcome('epoch-0', room.view())
    assert.equal(timeline.rewinds.value, 0)
    await opened()
    assert.equal(timeline.rewinds.value, 0, 'nothing was shown of the other one')
    room.rewind(2)
    timeline.welcome(room.epoch, room.view())
    await answerAll()
    assert.deepEqual([timeline.rewinds.value, seqs()], [1, [1, 2, 3, 4]])
    post(3)
    await opened()
    const { epoch } = room
    room.rewind(2)
    room.epoch = epoch
    timeline.welcome(room.epoch, room.view())
    await answerAll()
    assert.deepEqual([timeline.rewinds.value, seqs()], [2, [2, 3, 4, 5]])
  })

  test('[T14] a retryable failure is tried again, at once after a reconnect; a final one is shown', async () => {
    const { room, clock, timeline, line, answerAll, messages, post } = setUp()
    post(2)
    timeline.welcome(room.epoch, room.view())
    void timeline.open()
    line.cut()
    await settled()
    assert.equal(timeline.status.value.state, 'failed')
    await clock.pass(1_000)
    line.cut()
    await settled()
    assert.equal(line.orders.length, 0)
    timeline.welcome(room.epoch, room.view())
    await answerAll()
    assert.deepEqual(messages(), room.messages)
    timeline.receive({ roomId: room.id, from: 7, to: 8, messages: [] })
    line.orders.pop()?.answer({ ok: false, error: { code: 'not_found', message: 'No such room.' } })
    await settled()
    assert.equal(timeline.status.value.state, 'failed')
    assert.equal(clock.due(), 0)
  })

  test('[R61] a second call after a failure does not wait for the pause, and both resolve with the page', async () => {
    const { room, timeline, line, answerAll, post, seqs } = setUp()
    const state = () => timeline.status.value.state
    post(2)
    timeline.welcome(room.epoch, room.view())
    const first = timeline.open()
    line.orders.shift()?.answer(OVERLOADED)
    await settled()
    assert.equal(state(), 'failed')
    assert.equal(line.orders.length, 0)

    const second = timeline.open()
    assert.equal(state(), 'loading')
    assert.equal(line.orders.length, 1)
    void timeline.open()
    assert.equal(line.orders.length, 1, 'asked for twice it is fetched once')
    await answerAll()
    await Promise.all([first, second])
    assert.deepEqual(seqs(), [1, 2])
    assert.equal(state(), 'ready')
  })

  test('[T15] the page is born with its first messages, and only what is missing is asked for', async () => {
    const { room, timeline, line, answerAll, messages, post } = setUp()
    post(3)
    const page = room.page({ roomId: room.id })
    timeline.welcome(room.epoch, page.room)
    timeline.receive(page)
    assert.equal(timeline.status.value.state, 'ready')
    post(1)
    await timeline.open()
    timeline.welcome(room.epoch, room.view())
    assert.deepEqual(
      line.orders.map(({ name }) => name),
      ['room:changes'],
    )
    await answerAll()
    assert.deepEqual(messages(), room.messages)
  })

  test('[T16] a page that was read before changes that overtook it does not bring the past back', async () => {
    const { room, timeline, line, opened, answerAll, messages, post } = setUp()
    post(8)
    await opened()
    const read = timeline.loadOlder()
    const [order] = line.orders.splice(0)
    const stale = order && room.answer(order.name, order.payload)
    room.edit(2)
    timeline.receive(room.change(8))
    if (stale) order.answer(stale)
    await answerAll()
    await read
    assert.deepEqual(messages(), room.messages)
  })

  test('[T17] an answer alone does not hide what is missing before it', async () => {
    const { room, timeline, opened, answerAll, messages, post } = setUp()
    post(2)
    await opened()
    room.edit(1)
    timeline.receive(room.post(ANN))
    timeline.welcome(room.epoch, room.view())
    await answerAll()
    assert.deepEqual(messages(), room.messages)
  })

  test('[T18] a page that no longer joins on, because the window moved meanwhile, is not shown', async () => {
    const { room, timeline, opened, answerAll, seqs, post } = setUp()
    post(12)
    await opened()
    const older = timeline.loadOlder()
    post(6)
    timeline.receive(room.change(12))
    await answerAll()
    await older
    assert.deepEqual(seqs(), [11, 12, 13, 14, 15, 16, 17, 18])
    await opened(9)
    assert.deepEqual(seqs(), [7, 8, 9, 10])
    for (const load of [() => timeline.loadOlder(), () => timeline.loadNewer()]) {
      const first = load()
      await answerAll()
      await first
    }
    const both = [timeline.loadOlder(), timeline.loadNewer()]
    await answerAll()
    await Promise.all(both)
    assert.deepEqual(
      seqs(),
      seqs().map((_, place) => (seqs()[0] ?? 0) + place),
    )
  })

  test('[T19] jumping by means of a page read too early still arrives at the present', async () => {
    const { room, timeline, line, opened, answerAll, messages, post } = setUp()
    post(12)
    await opened()
    void timeline.open(2)
    const [order] = line.orders.splice(0)
    const stale = order && room.answer(order.name, order.payload)
    room.edit(2)
    timeline.receive(room.change(12))
    if (stale) order.answer(stale)
    await answerAll()
    assert.deepEqual(messages(), room.messages.slice(0, 4))
  })

  test('[T20] more live changes than can be kept aside are asked for instead', async () => {
    const { room, timeline, line, opened, answerAll, messages, post } = setUp({ keep: 1_000, most: 1_000 })
    await opened()
    post(500)
    for (let rev = 1; rev < 500; rev++) timeline.receive(room.change(rev, rev + 1))
    assert.equal(line.orders.length, 1)
    await answerAll()
    assert.deepEqual(messages(), room.messages)
  })

  test('[T21] a message that did not change stays the same object', async () => {
    const { room, timeline, opened, post } = setUp()
    post(2)
    await opened()
    const [first] = timeline.entries.value
    post(1)
    timeline.receive(room.change(2))
    assert.equal(timeline.entries.value[0], first)
    assert.equal(timeline.entries.value.length, 3)
  })
})

describe('the timeline, in random sequences of events', () => {
  const step = fc.oneof(
    { weight: 8, arbitrary: fc.record({ do: fc.constant('post'), mine: fc.boolean() }) },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constantFrom('edit', 'delete'), seq: fc.integer({ min: 1, max: 25 }) }),
    },
    { weight: 8, arbitrary: fc.record({ do: fc.constant('hear'), changes: fc.integer({ min: 1, max: 4 }) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('hear twice'), back: fc.integer({ min: 1, max: 6 }) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('lose'), changes: fc.integer({ min: 1, max: 4 }) }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('ack'), which: fc.nat(9) }) },
    { weight: 8, arbitrary: fc.record({ do: fc.constantFrom('read', 'answer', 'fail'), which: fc.nat(9) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('wait'), ms: fc.integer({ min: 1, max: 5_000 }) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('reconnect') }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('rewind'), changes: fc.integer({ min: 0, max: 8 }) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('older', 'newer') }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('open'), seq: fc.option(fc.integer({ min: 1, max: 25 })) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('follow'), on: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('catch up') }) },
  )

  test('[T22] in the end the window is what the store has, and each seq was always shown once and in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(12), fc.array(step, { maxLength: 80, size: 'max' }), async (before, steps) => {
        const { room, clock, line, timeline, answerAll, seqs, messages, post } = setUp(TINY)
        post(before)
        timeline.welcome(room.epoch, room.view())
        let told = room.rev
        let acks: Message[] = []
        // The server may read a command long before its answer arrives.
        const reads = new Map<unknown, ReturnType<ModelRoom['answer']>>()
        const inOrder = () => {
          assert.deepEqual(
            seqs(),
            [...new Set(seqs())].toSorted((a, b) => a - b),
          )
        }
        const asStored = () => {
          const [first, last] = [seqs()[0], seqs().at(-1)]
          assert.deepEqual(messages(), first === undefined ? [] : room.messages.slice(first - 1, last))
          if (timeline.atHead.value) assert.equal(last ?? 0, room.messages.length)
          assert.equal(timeline.behind.value, room.messages.length - (last ?? 0))
        }
        const stop = timeline.entries.subscribe(inOrder)
        const welcome = () => {
          line.cut()
          acks = []
          told = room.rev
          timeline.welcome(room.epoch, room.view())
        }
        void timeline.open()

        for (const now of steps) {
          if (now.do === 'post' && 'mine' in now) {
            const message = room.post(now.mine ? ANN : BOB)
            if (now.mine) acks.push(message)
          } else if (now.do === 'edit' && 'seq' in now && now.seq) room.edit(now.seq)
          else if (now.do === 'delete' && 'seq' in now && now.seq) room.delete(now.seq)
          else if (now.do === 'open' && 'seq' in now) void timeline.open(now.seq ?? undefined)
          else if ((now.do === 'hear' || now.do === 'lose') && 'changes' in now && told < room.rev) {
            const to = Math.min(room.rev, told + now.changes)
            if (now.do === 'hear') timeline.receive(room.change(told, to))
            told = to
          } else if (now.do === 'hear twice' && 'back' in now) {
            timeline.receive(room.change(Math.max(0, told - now.back), told))
          } else if (now.do === 'ack' && 'which' in now) {
            const [message] = acks.splice(now.which % Math.max(1, acks.length), 1)
            if (message) timeline.receive(message)
          } else if (now.do === 'read' && 'which' in now) {
            const order = line.orders[now.which % Math.max(1, line.orders.length)]
            if (order && !reads.has(order)) reads.set(order, room.answer(order.name, order.payload))
          } else if ((now.do === 'answer' || now.do === 'fail') && 'which' in now) {
            const [order] = line.orders.splice(now.which % Math.max(1, line.orders.length), 1)
            if (now.do === 'fail') order?.answer(OVERLOADED)
            else order?.answer(reads.get(order) ?? room.answer(order.name, order.payload))
          } else if (now.do === 'wait' && 'ms' in now) await clock.pass(now.ms)
          else if (now.do === 'reconnect') welcome()
          else if (now.do === 'catch up') {
            told = room.rev
            timeline.welcome(room.epoch, room.view())
            await answerAll()
            await clock.pass(60_000)
            await answerAll()
            asStored()
          } else if (now.do === 'rewind' && 'changes' in now) {
            room.rewind(now.changes)
            welcome()
          } else if (now.do === 'older') void timeline.loadOlder()
          else if (now.do === 'newer') void timeline.loadNewer()
          else if (now.do === 'follow' && 'on' in now) timeline.follow(now.on)
          await settled()
        }

        welcome()
        await answerAll()
        await clock.pass(60_000)
        await answerAll()
        assert.equal(timeline.status.value.state, 'ready')
        asStored()
        timeline.follow(false)
        for (const [load, done] of [
          [() => timeline.loadOlder(), timeline.atStart],
          [() => timeline.loadNewer(), timeline.atHead],
        ] as const) {
          for (let page = 0; page < 40 && !done.value; page++) {
            const loading = load()
            await answerAll()
            await loading
            asStored()
          }
          assert.ok(done.value)
        }
        assert.equal(clock.due(), 0)
        stop()
      }),
      { numRuns: 300 },
    )
  })
})
