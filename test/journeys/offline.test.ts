/** The chat opened without a network: as it was, to be read, searched and written in. What is written goes out later, once. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { type Visitor, NETWORK_IS_AWAY, untilOnline, visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { signIn } from '../support/http.ts'
import { startJourney } from '../support/journey.ts'
import { keptRooms, untilKept } from '../support/kept.ts'
import { startProxy } from '../support/proxy.ts'
import { done } from '../support/people.ts'
import { enter } from '../support/sockets.ts'

const { server, browser } = await startJourney()

/** Cuts the wire, and closes the page. Other tabs of the same browser find no network. */
async function away({ context, page }: Visitor, wire: { cut: () => Promise<void> }): Promise<Page> {
  await wire.cut()
  await context.setOffline(true)
  await page.close()
  return context.newPage()
}

/** The shortest time in ms until the text is there, of a few openings: the machine does other things, too. */
async function quickest(page: Page, text: string): Promise<number> {
  const times: number[] = []
  for (let opening = 0; opening < 4; opening++) {
    if (opening > 0) await page.reload()
    await page.getByRole('log').getByText(text).waitFor()
    times.push(await page.evaluate(() => performance.now()))
  }
  return Math.min(...times)
}

test('[Z5] without a network the page opens as it was, is searched, and what is written goes out later, once', async () => {
  const wire = await startProxy(server)
  const host = await signIn(server, 'Host')
  const other = await done(server, host, 'room:create', { name: 'Book club', kind: 'open' })
  const ann = await visitor(browser, wire.url, { hasWorker: true })
  await ann.join('Ann')
  const bob = await enter(server.url, { name: 'Bob' })
  await bob.say('the porridge is ready')
  await ann.log.getByText('the porridge is ready').waitFor()
  await untilKept(ann.page)
  await eventually(async () => assert.deepEqual(await keptRooms(ann.page), ['lobby']), 20_000)
  await ann.page.goto(`${wire.url}/${other.slug}`)
  await ann.page.getByRole('button', { name: /^Join Book club/ }).click()
  await ann.say('chapter one')
  await ann.log.locator('article[data-seq]').getByText('chapter one').waitFor()
  await eventually(async () => assert.deepEqual((await keptRooms(ann.page)).sort(), ['book-club', 'lobby']), 20_000)
  await ann.composer.fill('half a thought')
  const texts = () => ann.page.evaluate(() => Object.values(localStorage).join('\n'))
  await eventually(async () => assert.match(await texts(), /half a thought/))

  const page = await away(ann, wire)
  await page.goto(`${wire.url}/${other.slug}`)
  const took = await quickest(page, 'chapter one')
  const composer = page.getByRole('textbox', { name: 'Message' })
  await eventually(async () => assert.equal(await composer.inputValue(), 'half a thought'))

  // Another room, from what was seen before.
  await page.getByRole('link', { name: /lobby/i }).first().click()
  await page.getByRole('log').getByText('the porridge is ready').waitFor()

  await page.keyboard.press('Control+Shift+F')
  const search = page.getByRole('complementary', { name: 'Search' })
  await search.getByRole('searchbox').fill('PORRIDGE ready')
  await search.locator('.found-link').getByText('porridge').waitFor()
  await search.getByText('You’re offline.').waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')

  for (const body of ['from the tunnel 1', 'from the tunnel 2']) {
    await composer.fill(body)
    await composer.press('Enter')
  }
  await page.locator('article[data-state]').nth(1).waitFor()
  await bob.say('said meanwhile')

  await wire.restore()
  await ann.context.setOffline(false)
  await bob.hears('from the tunnel 2', 45_000)
  await page.getByRole('log').getByText('said meanwhile').waitFor()
  await untilOnline(page)
  await eventually(async () => assert.equal(await page.locator('article[data-state]').count(), 0), 10_000)
  assert.deepEqual(
    bob.heard.filter((body) => body.startsWith('from the tunnel')),
    ['from the tunnel 1', 'from the tunnel 2'],
  )

  // The control: the same page from the network, on the same machine at the same time.
  await page.goto(`${wire.url}/${other.slug}`)
  const control = await quickest(page, 'chapter one')
  assert.ok(
    took <= Math.max(1_000, 2 * control),
    `${Math.round(took)} ms without a network, ${Math.round(control)} with`,
  )
  assert.deepEqual(
    ann.problems.filter((problem) => !NETWORK_IS_AWAY.test(problem)),
    [],
  )
  bob.leave()
})

test('[Z6] what is kept ends with the session, wherever that ends, and never shows to another user', async () => {
  const cay = await visitor(browser, server.url, { hasWorker: true })
  await cay.join('Cay')
  await cay.say('for my eyes')
  await eventually(async () => assert.deepEqual(await keptRooms(cay.page), ['lobby']), 20_000)
  await untilKept(cay.page)
  await cay.page.keyboard.press('Control+k')
  await cay.page.keyboard.press('Escape')

  // Ended while no page was open: the first page of the next user sees to it.
  await cay.page.close()
  await cay.context.clearCookies()
  const next = await cay.context.newPage()
  await next.goto(server.url)
  await next.getByLabel('Your name').waitFor()
  await eventually(async () => assert.deepEqual(await keptRooms(next), []), 20_000)
  assert.equal(await next.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0)
  assert.deepEqual(await next.evaluate(() => caches.keys()), [])
})

test('[Z8] a room that I was removed from while the page was closed is no longer kept', async () => {
  const host = await signIn(server, 'Hostess')
  const club = await done(server, host, 'room:create', { name: 'Secret club', kind: 'open' })
  const fay = await visitor(browser, server.url, { hasWorker: true })
  await fay.join('Fay')
  await fay.page.goto(`${server.url}/${club.slug}`)
  await fay.page.getByRole('button', { name: /^Join Secret club/ }).click()
  await fay.say('the password is swordfish')
  await eventually(async () => assert.ok((await keptRooms(fay.page)).includes('secret-club')), 20_000)
  await fay.page.close()
  await done(server, host, 'room:delete', { roomId: club.id, name: club.name })
  const again = await fay.context.newPage()
  await again.goto(server.url)
  await untilOnline(again)
  await eventually(async () => assert.ok(!(await keptRooms(again)).includes('secret-club')), 20_000)
})

test('[Z6] signing out deletes it, with the files in the browser’s cache', async () => {
  const dee = await visitor(browser, server.url, { hasWorker: true })
  await dee.join('Dee')
  await dee.say('mine alone')
  await eventually(async () => assert.deepEqual(await keptRooms(dee.page), ['lobby']), 20_000)
  await untilKept(dee.page)
  const ended = dee.page.waitForResponse((answer) => answer.request().method() === 'DELETE')
  await dee.page.getByTitle('You are Dee').click()
  await dee.page.getByRole('tab', { name: 'Leaving' }).click()
  await dee.page.getByRole('button', { name: 'Sign out' }).click()
  assert.equal(await (await ended).headerValue('clear-site-data'), '"cache"')
  await dee.page.getByLabel('Your name').waitFor()
  await eventually(async () => assert.deepEqual(await keptRooms(dee.page), []))
  assert.deepEqual(await dee.page.evaluate(() => caches.keys()), [])
})

test('[Z7] a session on a shared computer keeps nothing', async () => {
  const home = await visitor(browser, server.url)
  await home.join('Eve')
  const path = await home.page.evaluate(async () => {
    const answer = await fetch('/api/sessions/link', { method: 'POST' })
    return ((await answer.json()) as { path: string }).path
  })
  const eve = await visitor(browser, server.url + path, { hasWorker: true })
  await eve.page.getByLabel(/others use this computer/).check()
  await eve.page.locator('.join .button-main').click()
  await untilOnline(eve.page)
  await eve.say('in the library')
  await eve.page.getByTitle('You are Eve').click()
  await eve.page.getByRole('tab', { name: 'Devices' }).click()
  await eve.page.getByText('Nothing is kept here.').waitFor()
  const choice = eve.page.getByLabel('Keep messages on this device')
  assert.equal(await choice.isChecked(), false)
  assert.equal(await eve.page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0)

  // The control: with the other choice the same page keeps it.
  await choice.check()
  await eventually(async () => assert.deepEqual(await keptRooms(eve.page), ['lobby']), 20_000)
  await untilKept(eve.page)
  await choice.uncheck()
  await eve.page.getByText('Nothing is kept here.').waitFor()
  assert.deepEqual(await keptRooms(eve.page), [])
})
