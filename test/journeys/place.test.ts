/** Where a reader is, and where they are again: by the browser's back and forward, and without a connection. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openBrowser, untilOnline, type Visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { done, draft, guest, online, person, type Somebody } from '../support/people.ts'
import { startProxy } from '../support/proxy.ts'
import { atRest } from '../support/rest.ts'
import { startServer } from '../support/server.ts'
import { accepted } from '../support/sockets.ts'
import { visits } from '../support/visits.ts'

const server = await startServer({ args: ['--limits', 'off'] })
const browser = await openBrowser()
const host = await person(server, 'Hostess')
const speaker = await online(server, host)
after(async () => {
  speaker.leave()
  await browser.close()
  await server.stop()
})

async function say(roomId: string, body: string, replyTo?: number) {
  return accepted(
    await speaker.run('message:send', { ...draft(roomId, body), ...(replyTo !== undefined && { replyTo }) }),
  )
}

/** An open room of 300 messages, the last of which answers the fifth. The named users have a seat from the beginning. */
async function longRoom(name: string, ...seated: Somebody[]) {
  const { id, slug } = await done(server, host, 'room:create', { name, kind: 'open' })
  for (const who of seated) await done(server, who, 'room:join', { roomId: id })
  await Promise.all(Array.from({ length: 300 }, (_, index) => say(id, `Line ${index + 1} of ${name}`)))
  await say(id, 'as was said in the beginning', 5)
  return { id, slug, last: 301 }
}

const { as } = visits(browser, server)

const rowOf = ({ log }: Visitor, seq: number) => log.locator(`article[data-seq="${seq}"]`)

/** How far below the upper edge of the list a row stands, and how high the list is. */
async function offsetOf(who: Visitor, selector: string): Promise<{ offset: number; height: number }> {
  const [row, list] = [await who.log.locator(selector).boundingBox(), await who.log.boundingBox()]
  assert.ok(row && list, `${selector} is drawn`)
  return { offset: row.y - list.y, height: list.height }
}

const untilEnd = ({ log }: Visitor): Promise<number> =>
  log.evaluate(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight)

test('[R50] back and forward within a room lead to the reader’s earlier place, to the pixel', async () => {
  const bea = await guest(server, 'Bea')
  const { id, slug, last } = await longRoom('Back and forth', bea)
  await done(server, bea, 'room:read', { roomId: id, seq: last })
  const ann = await as(bea, `/${slug}`)
  await rowOf(ann, last).waitFor()
  await eventually(async () => assert.ok((await untilEnd(ann)) < 2))

  await ann.log.getByRole('link', { name: /In reply to/ }).click()
  await ann.log.locator('article[data-seq="5"][data-target=true]').waitFor()
  await ann.page.goBack()
  await eventually(async () => assert.ok((await untilEnd(ann)) < 2, 'who was at the end is at the end'))
  await rowOf(ann, last).waitFor()

  await ann.log.hover()
  // So little that the answer can be pressed where it is.
  await ann.page.mouse.wheel(0, -32)
  await eventually(async () => assert.equal(Math.round(await untilEnd(ann)), 32))
  const before = await offsetOf(ann, `article[data-seq="${last - 3}"]`)
  await ann.log.getByRole('link', { name: /In reply to/ }).click()
  await ann.log.locator('article[data-seq="5"][data-target=true]').waitFor()
  await ann.log.hover()
  // Past what stands above the first message.
  await ann.page.mouse.wheel(0, 400)
  await eventually(async () => assert.ok((await offsetOf(ann, 'article[data-seq="12"]')).offset < before.height / 2))
  const there = await offsetOf(ann, 'article[data-seq="12"]')
  await ann.page.goBack()
  await eventually(async () => {
    const { offset } = await offsetOf(ann, `article[data-seq="${last - 3}"]`)
    assert.ok(Math.abs(offset - before.offset) <= 1, `${offset} is not ${before.offset}`)
  })
  await ann.page.goForward()
  await eventually(async () => {
    const { offset } = await offsetOf(ann, 'article[data-seq="12"]')
    assert.ok(Math.abs(offset - there.offset) <= 1, `${offset} is not ${there.offset}`)
  })
  assert.deepEqual(ann.problems, [])
})

test('[R50] a reader who read from an address to the end returns to the end, also from another room', async () => {
  const fay = await guest(server, 'Fay')
  const { id, slug, last } = await longRoom('Read to the end', fay)
  await done(server, fay, 'room:read', { roomId: id, seq: last })
  const ann = await as(fay, `/${slug}/260`)
  await rowOf(ann, 260).waitFor()
  await ann.log.hover()
  await eventually(async () => {
    await ann.page.mouse.wheel(0, 2_000)
    assert.ok(await rowOf(ann, last).isVisible())
    assert.ok((await untilEnd(ann)) < 2)
  })
  await ann.page.getByRole('navigation').getByRole('link', { name: /Lobby/ }).click()
  await ann.page.getByRole('heading', { name: 'Lobby', level: 1 }).waitFor()
  await ann.page.goBack()
  await rowOf(ann, last).waitFor()
  // Where it goes, and not only where it begins.
  await atRest(ann.page)
  assert.ok((await untilEnd(ann)) < 2, `${await untilEnd(ann)} px above the end`)
  assert.deepEqual(ann.problems, [])
})

test('[R51] a jump without a connection is completed when it is back', async () => {
  const wire = await startProxy(server)
  const cleo = await guest(server, 'Cleo')
  const read = await longRoom('Well read', cleo)
  const { id, slug, last } = await longRoom('Long missed', cleo)
  await done(server, cleo, 'room:read', { roomId: read.id, seq: last })
  await done(server, cleo, 'room:read', { roomId: id, seq: 180 })
  const ann = await visits(browser, wire).as(cleo, `/${read.slug}`)
  await rowOf(ann, last).waitFor()

  await wire.cut()
  await ann.log.getByRole('link', { name: /In reply to/ }).click()
  await wire.restore()
  await eventually(async () => {
    const { offset, height } = await offsetOf(ann, 'article[data-seq="5"][data-target=true]')
    assert.ok(offset > 0 && offset < height, `${offset} of ${height}`)
  }, 15_000)

  await untilOnline(ann.page)
  await wire.cut()
  await ann.page
    .getByRole('navigation')
    .getByRole('link', { name: /Long missed/ })
    .click()
  await wire.restore()
  await eventually(async () => {
    const { offset, height } = await offsetOf(ann, '.new-line')
    assert.ok(Math.abs(offset - height * 0.2) < 40, `the line stands ${offset} of ${height} down`)
  }, 15_000)
  assert.equal(new URL(ann.page.url()).pathname, `/${slug}`)
})

test('[R60] a reader who goes to a message while the newest ones are loading stays at the message', async () => {
  const wire = await startProxy(server)
  const gil = await guest(server, 'Gil')
  const { id, slug, last } = await longRoom('Second thoughts', gil)
  await done(server, gil, 'room:read', { roomId: id, seq: last })
  const ann = await visits(browser, wire).as(gil, `/${slug}/60`)
  await ann.log.locator('article[data-seq="60"][data-target=true]').waitFor()
  await ann.page.locator('.newest-button').waitFor()
  wire.freeze()
  await ann.page.locator('.newest-button').click()
  await eventually(() => assert.equal(new URL(ann.page.url()).pathname, `/${slug}`))
  await rowOf(ann, 60).hover()
  await rowOf(ann, 60).locator('.sent-at').click()
  await ann.log.locator('article[data-seq="60"][data-target=true]').waitFor()
  await atRest(ann.page)
  const onScreen = async () => {
    const { offset, height } = await offsetOf(ann, 'article[data-seq="60"]')
    assert.ok(offset > 0 && offset < height, `${offset} of ${height}`)
  }
  await onScreen()
  await wire.restore()
  await untilOnline(ann.page)
  await atRest(ann.page)
  await onScreen()
})

test('[R52] a room in which only my own words are unread is read when it is on the screen', async () => {
  const dora = await guest(server, 'Dora')
  const { id, slug } = await done(server, host, 'room:create', { name: 'Monologue', kind: 'open' })
  await done(server, dora, 'room:join', { roomId: id })
  for (const body of ['one', 'two', 'three']) await done(server, dora, 'message:send', draft(id, body))
  await done(server, dora, 'room:unread', { roomId: id, seq: 2 })
  const ann = await as(dora, '/lobby')
  const link = ann.page.getByRole('navigation').getByRole('link', { name: /Monologue/ })
  await eventually(async () => assert.match((await link.textContent()) ?? '', /2 unread/))
  await link.click()
  await ann.log.getByText('three').waitFor()
  assert.equal(new URL(ann.page.url()).pathname, `/${slug}`)
  await eventually(async () => assert.doesNotMatch((await link.textContent()) ?? '', /unread/))
  await eventually(async () => assert.equal(await ann.page.title(), 'Monologue · Earshot'))
  await ann.page.goBack()
  await eventually(async () => assert.equal(await ann.page.title(), 'Lobby · Earshot'))
  assert.deepEqual(ann.problems, [])
})

test('[R53] a tap beside a message does nothing', async () => {
  const eli = await guest(server, 'Eli')
  const { id, slug, last } = await longRoom('Under a finger', eli)
  await done(server, eli, 'room:read', { roomId: id, seq: last })
  const ann = await as(eli, `/${slug}`, { screen: 'phone' })
  const box = await rowOf(ann, last - 2)
    .locator('.gutter')
    .boundingBox()
  assert.ok(box)
  await ann.page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2)
  await ann.log.getByRole('button', { name: 'More' }).waitFor()
  assert.equal(new URL(ann.page.url()).pathname, `/${slug}`)
  assert.deepEqual(ann.problems, [])
})
