/** Away for long: however much was missed, it is caught up soon and completely. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { Client } from '../../client/client.ts'
import { openBrowser, visitor } from '../support/browser.ts'
import { eventually, inTime } from '../support/eventually.ts'
import { signIn, wholeHistory } from '../support/http.ts'
import { startProxy } from '../support/proxy.ts'
import { startServer } from '../support/server.ts'
import { accepted, enter, type Member } from '../support/sockets.ts'

const server = await startServer({ args: ['--limits', 'off'] })
const host = await signIn(server, 'Host')
after(async () => server.stop())

/** So many messages, as fast as the server takes them. */
async function talk(bob: Member, prefix: string, count: number): Promise<void> {
  for (let done = 0; done < count; done += 500) {
    const batch = Array.from({ length: Math.min(500, count - done) }, async (_, index) =>
      bob.run('message:send', {
        roomId: 'lobby',
        clientId: crypto.randomUUID(),
        body: `${prefix} ${done + index + 1}`,
      }),
    )
    for (const result of await Promise.all(batch)) accepted(result)
  }
}

test('[C7] 10,000 missed changes are caught up at once, and the timeline is the tail of the room', async (context) => {
  const wire = await startProxy(server)
  const bob = await enter(server.url, { name: 'Bob' })
  const ann = new Client({ url: wire.url, credentials: { name: 'Ann' } })
  context.after(() => ann.close())
  ann.connect()
  const room = await eventually(() => {
    const lobby = ann.rooms.get('lobby')
    assert.ok(lobby)
    return lobby
  })
  const { timeline } = room
  await timeline.open()
  await talk(bob, 'before', 20)
  await eventually(() => assert.equal(room.view.value.lastSeq, 20))

  await wire.cut()
  await eventually(() => assert.equal(ann.connection.state.value.state, 'offline'))
  await talk(bob, 'missed', 10_000)
  await wire.restore()

  const caughtUp = new Promise<number>((resolve) => {
    let began = 0
    const stopState = ann.connection.state.subscribe(({ state }) => {
      if (state === 'online') began ||= performance.now()
    })
    const stop = timeline.entries.subscribe((entries) => {
      const last = entries.at(-1)
      if (last?.kind !== 'message' || last.message.seq !== 10_020) return
      resolve(performance.now() - began)
      queueMicrotask(() => [stop, stopState].forEach((end) => end()))
    })
  })
  ann.connection.retryNow()
  const took = await inTime('caught up', caughtUp, 15_000)
  context.diagnostic(`10,000 missed changes were caught up in ${Math.round(took)} ms`)
  assert.ok(took < 5_000, `${Math.round(took)} ms`)
  await eventually(() => assert.equal(timeline.status.value.state, 'ready'))
  const stored = await wholeHistory(server, host.token)
  const shown = timeline.entries.value.map((entry) => (entry.kind === 'message' ? entry.message : undefined))
  assert.ok(shown.length >= 50)
  assert.deepEqual(shown, stored.slice(-shown.length))
  bob.leave()
})

test('[C7, C8] a page that missed 2,000 messages shows the end of the room, each once and in order', async () => {
  const browser = await openBrowser()
  const wire = await startProxy(server)
  const bob = await enter(server.url, { name: 'Bob' })
  const ann = await visitor(browser, wire.url)
  await ann.join('Ann away')
  await ann.say('back soon')
  await bob.hears('back soon')
  await wire.cut()
  await ann.page.locator('main[data-connection=offline]').waitFor()
  await talk(bob, 'while away', 2_000)
  await ann.say('written meanwhile')
  await wire.restore()

  await ann.log.getByText('while away 2000', { exact: true }).waitFor({ timeout: 15_000 })
  await bob.hears('written meanwhile', 15_000)
  const stored = await wholeHistory(server, host.token)
  await eventually(async () => {
    const shown = await ann.shown()
    assert.ok(shown.length >= 50)
    assert.deepEqual(
      shown.map(({ seq }) => seq),
      stored.slice(-shown.length).map(({ seq }) => seq),
    )
    assert.ok(shown.at(-1)?.text.includes('written meanwhile'))
    assert.equal(await ann.log.locator('article[data-state]').count(), 0)
  }, 10_000)
  bob.leave()
  await browser.close()
})
