/** The way through many rooms: what the sidebar shows, in which order, and how one gets to a day. */
import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { test } from 'node:test'
import type { RoomView } from '../../protocol/models.ts'
import { untilOnline, type Visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { startJourney } from '../support/journey.ts'
import { done, draft, overHttp, owner, person, type Somebody } from '../support/people.ts'
import { assertGood } from '../support/screens.ts'
import { startServer } from '../support/server.ts'
import { visits } from '../support/visits.ts'

const { server, browser } = await startJourney()

const olga = await owner(server)
const ann = await person(server, 'Ann')

async function room(by: Somebody, name: string, topic = ''): Promise<RoomView> {
  const made = await done(server, by, 'room:create', { name, kind: 'open' })
  if (topic !== '') await done(server, by, 'room:update', { roomId: made.id, topic })
  const other = by === ann ? olga : ann
  await done(server, other, 'room:join', { roomId: made.id })
  return made
}

const sections = ({ page }: Visitor) =>
  page.locator('.side-fold').evaluateAll((all) => all.map((one) => one.firstChild?.nextSibling?.textContent))
const linksIn = ({ page }: Visitor, section: string) =>
  page.locator(`[data-section=${section}] .side-name`).allInnerTexts()
const linkTo = ({ page }: Visitor, name: string | RegExp) => page.getByRole('navigation').getByRole('link', { name })

test('[W245] [W246] [W254] a room says what it is about, where it begins and who joined', async (t) => {
  const garden = await room(ann, 'Garden', 'Beds and seeds: https://example.com/seeds, and /lobby')
  const seen = await visits(browser, server).as(ann, `/${garden.slug}`)
  const { page, log } = seen
  const intro = log.getByRole('region', { name: 'About Garden' })

  await t.test('[W246] above the first message stand its name, its topic, its maker and what to do next', async () => {
    await intro.getByText(/This is the start of #Garden\. Created by Ann on \d/).waitFor()
    assert.equal(await intro.getByRole('link').getAttribute('href'), 'https://example.com/seeds')
    await log.getByText('No messages yet').waitFor()
    assert.equal(await intro.getByRole('button', { name: 'Set a topic' }).count(), 0)
    await intro.getByRole('button', { name: 'Invite people' }).click()
    await page.getByRole('tab', { name: 'Invite', selected: true }).waitFor()
    await page.keyboard.press('Escape')
    await done(server, ann, 'room:update', { roomId: garden.id, topic: '' })
    await intro.getByRole('button', { name: 'Set a topic' }).click()
    await page.getByRole('tab', { name: 'Settings', selected: true }).waitFor()
    await page.keyboard.press('Escape')
    await assertGood(seen, 'a room that begins')
  })

  await t.test('[W245] its title opens what it is about, where links are links as in the header', async () => {
    await done(server, ann, 'room:update', { roomId: garden.id, topic: 'See www.example.com (and javascript:alert)' })
    const inHeader = page.locator('.header-topic').getByRole('link')
    await inHeader.waitFor()
    assert.equal(await inHeader.getAttribute('href'), 'http://www.example.com/')
    assert.equal(await inHeader.getAttribute('rel'), 'noopener noreferrer nofollow')
    assert.equal(await page.locator('.header-topic').innerText(), 'See www.example.com (and javascript:alert)')
    const title = page.getByRole('heading', { level: 1 }).getByRole('button', { name: 'Garden' })
    await title.focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('tab', { name: 'About', selected: true }).waitFor()
    assert.equal(await dialog.locator('.topic a').getAttribute('href'), 'http://www.example.com/')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    assert.ok(await title.evaluate((button) => button === document.activeElement), 'the focus is where it was')
  })

  await t.test('[W254] quiet lines say who joined, many in a row are folded', async () => {
    await seen.say('Welcome')
    await log.getByText('You and Olga Owner joined').waitFor()
    const newcomers = []
    for (const name of ['Bo', 'Cy', 'Di', 'Ed']) newcomers.push(await person(server, name))
    for (const one of newcomers) await done(server, one, 'room:join', { roomId: garden.id })
    await done(server, newcomers[3]!, 'message:send', draft(garden.id, 'Hello'))
    const folded = log.locator('details.joined-line')
    await folded.getByText('Bo, Cy, and 2 others joined').click()
    await folded.getByText('Bo, Cy, Di, and Ed joined').waitFor()
    assert.equal(await log.locator('article').count(), 2, 'none of it is a message')
    await assertGood(seen, 'people who joined')
  })
  await seen.context.close()
})

test('[W247] [W248] [W249] [W250] [W251] the sidebar in my order, on all of my devices', async (t) => {
  const [attic, barn] = [await room(olga, 'Attic'), await room(olga, 'Barn')]
  const seen = await visits(browser, server).as(ann, '/lobby')
  const { page } = seen
  const second = await seen.context.newPage()
  await second.goto(`${server.url}/lobby`)
  await untilOnline(second)
  const other: Visitor = { ...seen, page: second }
  await page.bringToFront()

  await t.test('[W247] a field with its key says that one can search or go somewhere', async () => {
    const field = page.getByRole('navigation').getByRole('button', { name: 'Search or go to…' })
    assert.equal(await field.locator('kbd').innerText(), 'Ctrl K')
    await field.click()
    await page.getByRole('combobox', { name: 'Room or person' }).fill('Attic')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Attic', level: 1 }).waitFor()
  })

  await t.test('[W248] a room with an unsent draft is marked until it is sent, in each tab', async () => {
    await seen.composer.fill('half a thought')
    await linkTo(other, 'Attic unsent draft').waitFor()
    assert.equal(await linkTo(seen, /unsent draft/).count(), 0, 'I see the words themselves')
    await linkTo(seen, 'Lobby').click()
    await linkTo(seen, 'Attic unsent draft').click()
    await page.getByRole('heading', { name: 'Attic', level: 1 }).waitFor()
    await seen.composer.press('Enter')
    await seen.log.getByText('half a thought').waitFor()
    await eventually(async () => assert.equal(await linkTo(other, /unsent draft/).count(), 0))
  })

  await t.test('[W250] a favourite is above, by its menu or a key, and in my order', async () => {
    await page.getByRole('button', { name: 'Room menu' }).click()
    await page.getByRole('menuitem', { name: 'Add to favorites' }).click()
    await eventually(async () => assert.deepEqual(await linksIn(other, 'favourites'), ['Attic']))
    assert.deepEqual(
      (await linksIn(other, 'rooms')).filter((name) => name === 'Attic'),
      [],
    )
    await linkTo(seen, 'Barn').click()
    await page.getByRole('heading', { name: 'Barn', level: 1 }).waitFor()
    await page.keyboard.press('Alt+Shift+F')
    await page.getByText('Barn is a favorite now.').waitFor()
    await eventually(async () => assert.deepEqual(await linksIn(other, 'favourites'), ['Attic', 'Barn']))
    await drag(seen, linkTo(seen, 'Barn'), linkTo(seen, 'Attic'))
    await eventually(async () => assert.deepEqual(await linksIn(other, 'favourites'), ['Barn', 'Attic']))
    assert.ok(await page.getByRole('heading', { name: 'Barn', level: 1 }).isVisible(), 'dragging goes nowhere')
  })

  await t.test('[W249] sections are folded and ordered by mouse and by keyboard, and stay so', async () => {
    assert.deepEqual(await sections(seen), ['Favorites', 'Rooms', 'Direct messages', 'Here now'])
    await drag(
      seen,
      page.getByRole('button', { name: 'Here now' }),
      page.getByRole('button', { name: 'Rooms', exact: true }),
    )
    const dragged = ['Favorites', 'Here now', 'Rooms', 'Direct messages']
    await eventually(async () => assert.deepEqual(await sections(other), dragged))
    assert.equal(await page.getByRole('button', { name: 'Here now' }).getAttribute('aria-expanded'), 'true')
    await page.getByRole('button', { name: 'Direct messages' }).click()
    const isOpen = () => second.getByRole('button', { name: 'Direct messages' }).getAttribute('aria-expanded')
    await eventually(async () => assert.equal(await isOpen(), 'false'))

    await page.getByRole('button', { name: 'Options for all rooms' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menu').waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    const up = page.getByRole('dialog').getByRole('button', { name: 'Move Rooms up' })
    await up.focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    const moved = ['Rooms', 'Favorites', 'Here now', 'Direct messages']
    await eventually(async () => assert.deepEqual(await sections(other), moved))
    assert.ok(await up.evaluate((button) => button === document.activeElement), 'the focus stays')
    await page.getByRole('dialog').getByRole('button', { name: 'Move Barn down' }).click()
    await eventually(async () => assert.deepEqual(await linksIn(other, 'favourites'), ['Attic', 'Barn']))
    await page.keyboard.press('Escape')
    await second.reload()
    await untilOnline(second)
    await eventually(async () => assert.deepEqual(await sections(other), moved))
    assert.equal(await isOpen(), 'false')
    await assertGood(seen, 'an arranged sidebar')
  })

  await t.test('[W251] all rooms are read by a key or the menu, and unread again by Undo', async () => {
    await linkTo(seen, 'Lobby').click()
    await page.getByRole('heading', { name: 'Lobby', level: 1 }).waitFor()
    for (const { id } of [attic, barn]) await done(server, olga, 'message:send', draft(id, 'news'))
    await linkTo(seen, 'Barn 1 unread').waitFor()
    await linkTo(seen, 'Attic 1 unread').waitFor()
    await page.keyboard.press('Shift+Escape')
    const said = page.getByRole('alert').filter({ hasText: 'Marked 2 rooms as read.' })
    await said.waitFor()
    await eventually(async () => assert.equal(await linkTo(other, /unread/).count(), 0))
    await assertGood(seen, 'all is read')
    await said.getByRole('button', { name: 'Undo' }).click()
    await linkTo(other, 'Barn 1 unread').waitFor()
    await linkTo(other, 'Attic 1 unread').waitFor()
    await page.getByRole('button', { name: 'Options for all rooms' }).click()
    await page.getByRole('menuitem', { name: 'Mark all as read' }).click()
    await said.waitFor()
    await eventually(async () => assert.equal(await linkTo(seen, /unread/).count(), 0))
  })
  await seen.context.close()
})

test('[W309] favourites are ordered by touch on a phone', async () => {
  const gus = await person(server, 'Gus')
  const rooms = [await room(gus, 'Kiln'), await room(gus, 'Loft'), await room(gus, 'Mill')]
  await done(server, gus, 'preferences:update', { favourites: rooms.map(({ id }) => id) })
  const seen = await visits(browser, server).as(gus, '/lobby', { screen: 'phone' })
  const { page } = seen
  await page.getByRole('button', { name: 'Rooms and people' }).first().tap()
  await page.getByRole('button', { name: 'Options for all rooms' }).tap()
  await page.getByRole('menuitem', { name: 'Arrange the sidebar' }).tap()
  const dialog = page.getByRole('dialog', { name: 'Arrange the sidebar' })
  const up = dialog.getByRole('button', { name: 'Move Mill up' })
  const box = (await up.boundingBox())!
  assert.ok(box.width >= 44 && box.height >= 44, `${box.width} × ${box.height}`)
  await up.tap()
  await up.tap()
  await dialog.getByRole('button', { name: 'Move Kiln down' }).tap()
  const names = page.locator('[data-section=favourites] .side-name')
  await eventually(async () => assert.deepEqual(await names.allTextContents(), ['Mill', 'Loft', 'Kiln']))
  await assertGood(seen, 'arranging on a phone')
  const { favourites } = await done(server, gus, 'preferences:get', {})
  assert.deepEqual(
    favourites?.map((id) => rooms.find((one) => one.id === id)?.name),
    ['Mill', 'Loft', 'Kiln'],
  )
  await seen.context.close()
})

test('[R81] a change of the sidebar that the server refuses for now is sent again', async () => {
  const limited = await startServer()
  const fay = await person(limited, 'Fay')
  const seen = await visits(browser, limited).as(fay, '/lobby')
  const { page } = seen
  let refusals = 0
  page.on('websocket', (wire) =>
    wire.on('framereceived', ({ payload }) => {
      if (String(payload).includes('"rate_limited"')) refusals++
    }),
  )
  await page.reload()
  await untilOnline(page)
  const button = page.getByRole('button', { name: 'Rooms', exact: true })
  const isOpen = () => button.getAttribute('aria-expanded')
  // Other devices of hers change something else, as often as they may.
  const hurry = async () =>
    Promise.all(
      Array.from({ length: 30 }, () => overHttp(limited, fay.token, 'preferences:update', { density: 'compact' })),
    )
  do {
    refusals = 0
    await hurry()
    await Promise.all([button.click(), hurry()])
  } while (refusals === 0 || (await isOpen()) === 'true')
  const folded = async () => (await done(limited, fay, 'preferences:get', {})).folded
  await eventually(async () => assert.deepEqual(await folded(), ['archived', 'rooms']))
  assert.equal(await isOpen(), 'false')
  await seen.context.close()
  await limited.stop()
})

test('[W252] the line of a day leads to other days', async () => {
  const diary = await room(ann, 'Diary')
  for (const body of ['long ago', 'last month', 'of yesterday', 'of today']) {
    await done(server, ann, 'message:send', draft(diary.id, body))
  }
  const database = new DatabaseSync(join(server.dataDir, 'earshot.db'))
  database.exec('pragma busy_timeout = 5000')
  const noon = (days: number) => {
    const now = new Date()
    return new Date(now.getFullYear(), now.getMonth(), now.getDate() - days, 0, 1)
  }
  for (const [place, days] of [400, 30, 1, 0].entries()) {
    const write = database.prepare('update messages set sent_at = ? where room_id = ? and seq = ?')
    write.run(noon(days).toISOString(), diary.id, place + 1)
  }
  database.close()
  const seen = await visits(browser, server).as(ann, `/${diary.slug}`)
  const { page, log } = seen
  const target = log.locator('[data-target=true]')
  const pick = async (name: string) => {
    await log.locator('.day-line').getByRole('button', { name: 'Today' }).click()
    await page.getByRole('menuitem', { name }).click()
  }
  await pick('First message')
  await target.getByText('long ago').waitFor()
  await pick('Yesterday')
  await target.getByText('of yesterday').waitFor()
  await pick('Today')
  await target.getByText('of today').waitFor()
  await pick('A week ago')
  await target.getByText('of yesterday').waitFor()

  await log.locator('.day-line').getByRole('button', { name: 'Today' }).focus()
  await page.keyboard.press('Enter')
  const field = page.getByLabel('Go to a date')
  await field.and(page.locator('input')).waitFor()
  await assertGood(seen, 'the menu of a day')
  const day = noon(40)
  const two = (number: number) => String(number).padStart(2, '0')
  await page.locator('input[type=date]').fill(`${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`)
  await page.keyboard.press('Enter')
  await target.getByText('last month').waitFor()
  assert.equal(new URL(page.url()).pathname, `/${diary.slug}/2`)
  await seen.context.close()
})

/** By the mouse, and a little above the middle of where it goes. */
async function drag(
  { page }: Visitor,
  what: ReturnType<Visitor['page']['locator']>,
  to: ReturnType<Visitor['page']['locator']>,
) {
  const [from, goal] = [await what.boundingBox(), await to.boundingBox()]
  assert.ok(from && goal)
  await page.mouse.move(from.x + 40, from.y + from.height / 2)
  await page.mouse.down()
  // The code that moves it is loaded when the button goes down.
  await eventually(async () => {
    await page.mouse.move(goal.x + 40, from.y + from.height / 2 + 8)
    await page.mouse.move(goal.x + 40, goal.y + 2)
    await page.locator('[data-dragged]').waitFor({ timeout: 500 })
  })
  await page.locator('[data-drop]').waitFor()
  await page.mouse.up()
}
