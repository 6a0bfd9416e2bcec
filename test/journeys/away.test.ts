/** A train, a tunnel: what was written meanwhile goes out afterwards, in order, once. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NETWORK_IS_AWAY, untilOnline, visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { signIn, wholeHistory } from '../support/http.ts'
import { startJourney } from '../support/journey.ts'
import { startProxy } from '../support/proxy.ts'
import { enter } from '../support/sockets.ts'

const { server, browser } = await startJourney()

test('[C4, C8, C9] messages written offline are sent in order, once, and missed ones appear', async () => {
  const wire = await startProxy(server)
  const [ann, bob] = [await visitor(browser, wire.url), await enter(server.url, { name: 'Bob' })]
  const host = await signIn(server, 'Host')
  await ann.join('Ann')
  await ann.say('before the tunnel')
  await bob.hears('before the tunnel')
  await eventually(async () => assert.equal((await ann.shown()).length, 1, 'she knows that it was accepted'))

  await wire.cut()
  const written = Array.from({ length: 5 }, (_, number) => `in the tunnel ${number + 1}`)
  for (const body of written) await ann.say(body)
  assert.equal(
    await ann.log.locator('article[data-state]').count(),
    written.length,
    'each is shown, and shown as waiting',
  )
  await bob.say('said meanwhile 1')
  await bob.say('said meanwhile 2')

  await wire.restore()
  for (const body of written) await bob.hears(body, 45_000)
  assert.deepEqual(
    bob.heard.filter((body) => body.startsWith('in the tunnel')),
    written,
  )

  const kept = await wholeHistory(server, host.token)
  await eventually(async () => {
    const shown = await ann.shown()
    assert.deepEqual(
      shown.map(({ seq }) => seq),
      kept.map(({ seq }) => seq),
    )
    for (const [index, { text }] of shown.entries()) assert.ok(text.includes(kept[index]?.body ?? '?'), text)
  }, 10_000)
  assert.equal(await ann.log.locator('article[data-state]').count(), 0)
  assert.deepEqual(
    ann.problems.filter((problem) => !NETWORK_IS_AWAY.test(problem)),
    [],
  )
  bob.leave()
})

test('[C9] messages written offline survive a closed tab', async () => {
  const wire = await startProxy(server)
  const ann = await visitor(browser, wire.url)
  const bob = await enter(server.url, { name: 'Bob' })
  await ann.join('Anna')
  await ann.say('on the train')
  await bob.hears('on the train')
  await wire.cut()
  await ann.say('written before the tab was closed')
  await ann.log.locator('article[data-state]').first().waitFor()
  await eventually(async () => assert.equal(await ann.composer.inputValue(), ''))
  await ann.page.close()

  await wire.restore()
  const again = await ann.context.newPage()
  await again.goto(wire.url)
  await bob.hears('written before the tab was closed', 45_000)
  await eventually(async () => assert.equal(await again.locator('article[data-state]').count(), 0), 10_000)
  assert.equal(bob.heard.filter((body) => body.includes('before the tab')).length, 1)
  bob.leave()
})

test('[C11] a connection that fell silent is noticed, and nothing is lost', async () => {
  const wire = await startProxy(server)
  const [ann, bob] = [await visitor(browser, wire.url), await enter(server.url, { name: 'Bob' })]
  await ann.join('Ann of the half-open wire')
  await ann.say('on the wire')
  await bob.hears('on the wire')
  wire.freeze()
  await ann.say('into the silence')
  await bob.say('from beyond')
  await wire.restore()
  await bob.hears('into the silence', 45_000)
  await ann.log.getByText('from beyond').waitFor()
  await eventually(async () => assert.equal(await ann.log.locator('article[data-state]').count(), 0), 10_000)
  assert.equal(bob.heard.filter((body) => body === 'into the silence').length, 1)
  bob.leave()
})

test('[C9] a message written between joining and the first connection is shown at once and sent', async () => {
  const [ann, bob] = [await visitor(browser, server.url), await enter(server.url, { name: 'Bob' })]
  let isAway = true
  await ann.context.route(/\/socket\.io\//, (request) =>
    isAway ? request.abort('connectionrefused') : request.continue(),
  )
  await ann.context.routeWebSocket(/\/socket\.io\//, async (wire) => {
    if (isAway) await wire.close()
    else wire.connectToServer()
  })
  await ann.join('Ann the quick')
  await ann.say('typed at once')
  await ann.log.locator('article', { hasText: 'typed at once' }).waitFor({ timeout: 5_000 })
  isAway = false
  await bob.hears('typed at once', 45_000)
  bob.leave()
})

test('[C9] the page says within seconds that the network is lost, and sends its messages when it is back', async () => {
  const ann = await visitor(browser, server.url)
  await ann.join('Ann on a train')
  await untilOnline(ann.page)
  await ann.context.setOffline(true)
  await ann.say('from the tunnel')
  await ann.page.getByText('1 waiting').waitFor({ timeout: 5_000 })
  await ann.context.setOffline(false)
  await ann.log.locator('article[data-seq]', { hasText: 'from the tunnel' }).waitFor({ timeout: 15_000 })
})
