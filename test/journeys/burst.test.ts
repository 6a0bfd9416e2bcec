/** A hundred people talk at once, and one person goes on typing. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { connectRaw } from '../../bench/support/raw-socket.ts'
import { openBrowser, untilOnline, visitor } from '../support/browser.ts'
import { LOBBY } from '../../protocol/limits.ts'
import { eventually } from '../support/eventually.ts'
import { startServer } from '../support/server.ts'
import { slowness, tasksDuring } from '../support/tasks.ts'

const SENDERS = 8
const EACH_PER_SECOND = 80
const SECONDS = 4

const server = await startServer({ args: ['--limits', 'off'] })
const browser = await openBrowser()
const senders = await Promise.all(Array.from({ length: SENDERS }, (_, index) => newSender(`Sender ${index}`)))
after(async () => {
  for (const sender of senders) sender.leave()
  await browser.close()
  await server.stop()
})

/** Does not look at what the others say: that would take a busy machine longer than what is measured. */
async function newSender(name: string) {
  const waiting = new Map<number, () => void>()
  const socket = await connectRaw(server.port, '/chat', name, { onAck: (id) => waiting.get(id)?.() })
  let count = 0
  return {
    leave: socket.close,
    say: (body: string) =>
      new Promise<void>((acked) => {
        waiting.set(++count, acked)
        socket.send('message:send', { roomId: LOBBY, clientId: crypto.randomUUID(), body }, count)
      }),
  }
}

type Keys = { waited: number[] }

/** A key waits less than can be noticed, in milliseconds. */
const NOTICED = 50

test('[C8] keys are taken while 640 messages a second come in, and the end of the room is on the screen', async (context) => {
  for (let round = 0; round < 40; round++)
    await Promise.all(senders.map(async (sender) => sender.say(`before ${round}`)))
  const ann = await visitor(browser, server.url)
  await ann.join('Ann')
  await untilOnline(ann.page)
  await ann.page.evaluate(() => {
    const keys: Keys = Object.assign(globalThis, { waited: [] })
    // How long each key lay there before the page came to it.
    addEventListener('keydown', (event) => keys.waited.push(performance.now() - event.timeStamp), { capture: true })
  })

  let isOver = false
  const began = performance.now()
  const talking = senders.map(async (sender, index) => {
    const said: Promise<unknown>[] = []
    while (!isOver) {
      const due = ((performance.now() - began) / 1_000) * EACH_PER_SECOND
      while (said.length < due) said.push(sender.say(`number ${said.length} of ${index}, with *some* words to read`))
      await pause(10)
    }
    await Promise.all(said)
    return said.length
  })
  await ann.composer.focus()
  let typed = ''
  const tasks = await tasksDuring(ann.page, async () => {
    while (performance.now() - began < SECONDS * 1_000) {
      await ann.page.keyboard.press('a')
      typed += 'a'
      await pause(50)
    }
    // Reading the trace takes a busy machine longer than all of the talk.
    isOver = true
  })
  const counts = await Promise.all(talking)
  const count = counts.reduce((sum, said) => sum + said, 0)

  assert.equal(await ann.composer.inputValue(), typed)
  const last = SENDERS * 40 + count
  await eventually(async () => {
    const shown = (await ann.shown()).map(({ seq }) => seq)
    assert.ok(shown.length >= 50)
    assert.deepEqual(
      shown,
      shown.map((_, index) => last - shown.length + 1 + index),
    )
  }, 60_000)
  const waited = await ann.page.evaluate(() => (globalThis as unknown as Keys).waited)
  const ms = [0.5, 0.9, 1].map(
    (share) => waited.toSorted((a, b) => a - b)[Math.floor((waited.length - 1) * share)] ?? 0,
  )
  const rate = Math.round(count / SECONDS)
  // A key waits for the task that it meets. On the clock it waits for other processes too; the page's own share is its work.
  const met = taskMet(tasks)
  const slower = await slowness(ann.page)
  context.diagnostic(
    `${rate} messages/s; half of the work was in tasks shorter than ${met.toFixed(1)} ms, on a machine ${slower.toFixed(1)} times slower; on the clock a key waited ${ms.map(Math.round).join(', ')} ms (median, p90, most)`,
  )
  assert.ok(tasks.length > typed.length, 'the trace has seen the tasks of the page')
  assert.ok(met < NOTICED * slower, `a key met a task of ${Math.round(met)} ms`)
  assert.deepEqual(ann.problems, [])
})

/** The task that is met at a moment in which the page works: half of the work is in shorter ones. Longest first, in ms. */
function taskMet(tasks: readonly number[]): number {
  let left = tasks.reduce((sum, ms) => sum + ms, 0) / 2
  return tasks.find((ms) => (left -= ms) <= 0) ?? 0
}
