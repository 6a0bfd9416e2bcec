/** Previews of links on the page: how they come, how they go, and what does not move. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import type { Visitor } from '../support/browser.ts'
import { barriers } from '../support/axe.ts'
import { eventually } from '../support/eventually.ts'
import { startJourney } from '../support/journey.ts'
import { done, draft, owner, person, type Somebody } from '../support/people.ts'
import { visits } from '../support/visits.ts'

const web = createServer((request, response) =>
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(pageOf(request.url ?? '')),
)
const pageOf = (path: string) =>
  `<title>Title of ${path}</title><meta name=description content="${'What it is about. '.repeat(20)}">
   <meta property="og:site_name" content="The <b>site</b>">`
web.listen(0, '127.0.0.1')
await once(web, 'listening')
after(() => {
  web.closeAllConnections()
  web.close()
})
const host = `127.0.0.1:${(web.address() as AddressInfo).port}`
const link = (path: string) => `http://${host}${path}`
const { server, browser } = await startJourney({ args: ['--limits', 'off', '--allow-outside', host] })
const olivia = await owner(server)
const ann = await person(server, 'Ann')
const { as } = visits(browser, server)
const say = (who: Somebody, body: string, roomId = 'lobby') => done(server, who, 'message:send', draft(roomId, body))
const rowOf = ({ log }: Visitor, seq: number) => log.locator(`article[data-seq="${seq}"]`)
const previewIn = (who: Visitor, seq: number) => rowOf(who, seq).locator('.preview')

test('[W400] [E22] a preview shows title, words and true host, and its author removes it by keyboard', async () => {
  const reader = await as(olivia, '/', { screen: 'phone', colors: 'dark' })
  const author = await as(ann)
  const { seq } = await say(ann, `see ${link('/one')} and ${link('/two')}`)
  for (const who of [reader, author]) {
    await previewIn(who, seq).nth(1).waitFor()
    const [first] = await previewIn(who, seq).all()
    assert.match(
      (await first?.textContent()) ?? '',
      /^The <b>site<\/b> · 127\.0\.0\.1:\d+Title of \/oneWhat it is about\. /,
    )
    const title = rowOf(who, seq).getByRole('link', { name: 'Title of /one' })
    assert.equal(await title.getAttribute('href'), link('/one'))
    assert.equal(await title.getAttribute('rel'), 'noopener noreferrer nofollow')
    assert.deepEqual(await barriers(who.page), [])
  }
  const remove = (who: Visitor, path: string) =>
    rowOf(who, seq).getByRole('button', { name: `Remove the preview of Title of ${path}` })
  assert.equal(await remove(reader, '/one').count(), 0)

  const { page, log } = author
  await log.focus()
  await page.keyboard.press('ArrowUp')
  // From the row by its links and buttons, in their order.
  await eventually(async () => {
    await page.keyboard.press('Tab')
    assert.ok(await remove(author, '/one').evaluate((button) => button === document.activeElement))
  })
  await page.keyboard.press('Enter')
  for (const who of [reader, author]) await eventually(async () => assert.equal(await previewIn(who, seq).count(), 1))
  assert.ok(await log.evaluate((list) => list.contains(document.activeElement)), 'the focus stays in the list')
  await page.reload()
  await previewIn(author, seq).waitFor()
  assert.equal(await previewIn(author, seq).count(), 1)
  assert.deepEqual([reader.problems, author.problems], [[], []])
})

test('[W400] a preview further up or at the end moves nothing for the reader', async () => {
  const { id, slug } = await done(server, ann, 'room:create', { name: 'Long room', kind: 'open' })
  await done(server, olivia, 'room:join', { roomId: id })
  for (let line = 1; line <= 30; line++) await say(ann, `Line ${line}`, id)
  const above = await say(ann, 'Line 31', id)
  for (let line = 32; line <= 80; line++) await say(ann, `Line ${line}`, id)
  await done(server, olivia, 'room:read', { roomId: id, seq: 80 })
  const reader = await as(olivia, `/${slug}`)
  const { log, page } = reader
  const untilEnd = () =>
    log.evaluate(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight)
  await rowOf(reader, 80).waitFor()
  await eventually(async () => assert.ok((await untilEnd()) < 2))

  // At the end: the newest message grows, and the list follows.
  const last = await say(ann, link('/last'), id)
  await rowOf(reader, last.seq).waitFor()
  await previewIn(reader, last.seq).waitFor()
  await eventually(async () => assert.ok((await untilEnd()) < 2, 'the end stays at the end'))

  // The reader is below the other one, and not at the end.
  await rowOf(reader, above.seq + 1).evaluate((row) => row.scrollIntoView({ block: 'start' }))
  const offset = () => rowOf(reader, above.seq + 4).evaluate((row) => Math.round(row.getBoundingClientRect().top))
  await log.hover()
  const start = await offset()
  await page.mouse.wheel(0, 60)
  let before = start
  await eventually(async () => {
    const now = await offset()
    const isAtRest = now === before && now !== start
    before = now
    assert.ok(isAtRest)
  })
  await done(server, ann, 'message:edit', { roomId: id, seq: above.seq, body: link('/above') })
  await previewIn(reader, above.seq).waitFor({ state: 'attached' })
  assert.ok(
    (await previewIn(reader, above.seq).boundingBox())!.y < (await log.boundingBox())!.y,
    'it is above what is seen',
  )
  await eventually(async () => assert.ok(Math.abs((await offset()) - before) <= 1))
  assert.deepEqual(reader.problems, [])
})

test('[W400] [E24] they are hidden where a host or an owner turns them off', async () => {
  const host = await as(olivia)
  const { seq } = await say(ann, link('/seen'))
  await previewIn(host, seq).waitFor()
  const { page } = host
  const dialog = page.locator('dialog[open]')
  const previews = dialog.getByRole('checkbox', { name: 'Link previews' })
  const change = async (open: () => Promise<void>) => {
    await open()
    await dialog.getByRole('tab', { name: 'Settings' }).click()
    await previews.uncheck()
    await previewIn(host, seq).waitFor({ state: 'detached' })
    await previews.check()
    await previewIn(host, seq).waitFor({ state: 'attached' })
    await page.keyboard.press('Escape')
    await previewIn(host, seq).waitFor()
  }
  await change(async () => {
    await page.getByRole('button', { name: 'Room menu' }).click()
    await page.getByRole('menuitem', { name: 'Settings' }).click()
  })
  await change(() => page.getByRole('button', { name: /^Moderation/ }).click())
  assert.equal((await done(server, olivia, 'settings:update', {})).previews, undefined)
  assert.deepEqual(host.problems, [])
})
