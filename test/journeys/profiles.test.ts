/** Profile cards, the directory, statuses, and presence in direct messages. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Locator } from 'playwright-core'
import { eventually } from '../support/eventually.ts'
import { startJourney } from '../support/journey.ts'
import { arrive, done, draft, online, owner, person } from '../support/people.ts'
import { visits } from '../support/visits.ts'

const { server, browser } = await startJourney()

const olga = await owner(server)
const ann = await person(server, 'Ann')
const bert = await person(server, 'Bert Bright')
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()

const isFocused = (what: Locator) => what.evaluate((element) => element === document.activeElement)

test('[W232] a name, a picture, a mention and a line of a list lead to a profile card, by pointer and by keyboard', async () => {
  await done(server, ann, 'user:status', { emoji: '🎉', text: 'Celebrating', until: inHours(2) })
  await done(server, ann, 'user:timeZone', { timeZone: 'Asia/Tokyo' })
  await done(server, ann, 'message:send', draft('lobby', 'Hello from Ann, and to @Bert Bright'))
  await done(server, bert, 'message:send', draft('lobby', 'Hello from Bert'))
  const { page, log, composer, problems } = await visits(browser, server).as(olga)
  const card = page.getByRole('dialog', { name: 'Profile of Ann' })
  const row = log.locator('article', { hasText: 'Hello from Ann' })
  const name = row.locator('.by > .name')

  await name.click()
  await card.getByText('Celebrating').waitFor()
  const tokyo = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Asia/Tokyo' })
  await eventually(async () => {
    assert.ok((await card.innerText()).includes(`${tokyo.format(new Date())} local time`))
  })
  assert.match(await card.innerText(), /Ann\s+Member · Not here\s/)
  assert.match(await card.innerText(), /Joined \d+ \w+ \d{4}/)
  await page.keyboard.press('Escape')
  await card.waitFor({ state: 'detached' })
  assert.ok(await isFocused(name), 'the focus comes back')

  await page.keyboard.press('Enter')
  await card.waitFor()
  // The open card shows Ann's new status.
  await done(server, ann, 'user:status', { emoji: '🌱', text: 'Gardening' })
  await card.getByText('Gardening').waitFor()
  // A click beside it closes it.
  await page.mouse.click(5, 5)
  await card.waitFor({ state: 'detached' })

  await row.locator('.gutter > .avatar').click()
  await card.getByRole('button', { name: 'Mention' }).click()
  await card.waitFor({ state: 'detached' })
  await eventually(async () => assert.equal(await composer.inputValue(), '@Ann '))
  await composer.fill('')

  const mention = row.getByRole('button', { name: '@Bert Bright' })
  await mention.focus()
  await page.keyboard.press('Space')
  const other = page.getByRole('dialog', { name: 'Profile of Bert Bright' })
  await other.getByRole('button', { name: 'Block', exact: true }).click()
  await other.getByText('You blocked them').waitFor()
  await other.getByRole('button', { name: 'Unblock' }).click()
  await other.getByText('You blocked them').waitFor({ state: 'detached' })
  // Moderation has a dialog of its own, and the focus comes back from there, too.
  await other.getByRole('button', { name: 'Moderate' }).click()
  const moderation = page.getByRole('dialog', { name: 'Bert Bright', exact: true })
  await moderation.getByRole('button', { name: 'Ban…' }).waitFor()
  await page.keyboard.press('Escape')
  await moderation.waitFor({ state: 'detached' })
  assert.ok(await isFocused(mention))

  // Mine leads to what I can change.
  await page.locator('.side-group').last().locator('.side-link', { hasText: 'Olga' }).click()
  const mine = page.getByRole('dialog', { name: 'Profile of Olga Owner' })
  await mine.getByText('Owner · Here now').waitFor()
  await mine.getByRole('button', { name: 'Account settings' }).click()
  await page.getByRole('dialog', { name: 'Account settings' }).waitFor()
  await page.keyboard.press('Escape')
  assert.deepEqual(problems, [])
  await page.context().close()
})

test('[W231] beside each person one writes to is a dot while they are here, a red count, and what they say of themselves', async () => {
  const talks = await Promise.all(
    [ann, bert].map((one) => done(server, olga, 'room:create', { kind: 'direct', memberIds: [one.user.id] })),
  )
  await done(server, ann, 'user:status', { emoji: '🌱', text: 'Gardening' })
  const annHere = await online(server, ann)
  const { page, problems } = await visits(browser, server).as(olga, `/${talks[1]!.slug}`)
  const [annLink, bertLink] = ['Ann', 'Bert Bright'].map((name) =>
    page.locator('.sidebar a.side-link', { hasText: name }),
  ) as [Locator, Locator]
  const isHere = (link: Locator) => link.locator('.side-picture[data-here]')
  const header = page.locator('.header')

  await isHere(annLink).waitFor()
  assert.equal(await isHere(bertLink).count(), 0)
  await annLink.getByText('🌱').waitFor()
  // Nobody watches this room: those in it are told all the same.
  annHere.leave()
  await isHere(annLink).waitFor({ state: 'detached' })
  const bertHere = await online(server, bert)
  await isHere(bertLink).waitFor()
  await header.getByText('here now').waitFor()
  await done(server, bert, 'user:status', { text: 'Writing a very good book' })
  await header.getByText('Writing a very good book').waitFor()

  await done(server, ann, 'message:send', draft(talks[0]!.id, 'One'))
  const count = annLink.locator('.badge')
  await count.waitFor()
  assert.equal(await count.getAttribute('data-mention'), 'true')
  await eventually(async () => assert.match(await annLink.innerText(), /^A?\s*Ann/))
  bertHere.leave()
  await header.getByText('here now').waitFor({ state: 'detached' })
  assert.deepEqual(problems, [])
  await page.context().close()
})

test('[W233] the directory finds everybody by name and role, page by page, and a line leads to the card', async () => {
  await Promise.all(Array.from({ length: 55 }, (_, index) => arrive(server, { name: `Guest of many ${index}` })))
  const { page, problems } = await visits(browser, server).as(olga)
  await page.getByRole('button', { name: 'All people' }).click()
  const directory = page.getByRole('dialog', { name: 'People' })
  const lines = directory.locator('.person')
  await lines.first().waitFor()
  assert.equal(await lines.count(), 50)
  await directory.getByRole('button', { name: 'Show more' }).click()
  await eventually(async () => assert.ok((await lines.count()) > 55))
  await directory.getByLabel('Role').selectOption('owner')
  await eventually(async () => assert.equal(await lines.count(), 1))
  assert.match(await lines.innerText(), /Olga Owner/)
  await directory.getByLabel('Role').selectOption('member')
  await directory.getByLabel('Find people by name').fill('bri')
  await eventually(async () => assert.match((await lines.allInnerTexts()).join(), /^[^,]*Bert Bright[^,]*$/))

  const line = lines.getByRole('button')
  await line.focus()
  await page.keyboard.press('Enter')
  const card = page.getByRole('dialog', { name: 'Profile of Bert Bright' })
  await card.waitFor()
  await page.keyboard.press('Escape')
  await card.waitFor({ state: 'detached' })
  assert.ok(await isFocused(line), 'the directory stays, and has the focus again')
  // A card that closes late does not take the next one with it.
  for (let times = 0; times < 5; times++) {
    await page.keyboard.press('Enter')
    await card.waitFor()
    await page.keyboard.press('Escape')
    await card.waitFor({ state: 'detached' })
  }
  await page.keyboard.press('Enter')
  await card.getByRole('button', { name: 'Message' }).click()
  await page.locator('.header h1', { hasText: 'Bert Bright' }).waitFor()
  assert.equal(await page.getByRole('dialog').count(), 0)
  assert.deepEqual(problems, [])
  await page.context().close()
})

test('[W304] the card of a host says so in the room, and not elsewhere', async () => {
  const den = await done(server, ann, 'room:create', { kind: 'open', name: 'Den of Ann' })
  await done(server, ann, 'message:send', draft(den.id, 'Welcome to my den'))
  await done(server, ann, 'message:send', draft('lobby', 'I have a den'))
  const { page, log, problems } = await visits(browser, server).as(olga, `/${den.slug}`)
  const card = page.getByRole('dialog', { name: 'Profile of Ann' })
  await log.locator('article', { hasText: 'Welcome to my den' }).locator('.by > .name').click()
  await card.getByText('Member · Host of this room · Not here').waitFor()
  // A new status does not take it off.
  await done(server, ann, 'user:status', { emoji: '🏠', text: 'At home' })
  await card.getByText('At home').waitFor()
  await card.getByText('Host of this room').waitFor()
  await page.keyboard.press('Escape')
  await page.goto(`${server.url}/lobby`)
  await log.locator('.by > .name', { hasText: 'Ann' }).last().click()
  await card.getByText('Member · Not here').waitFor()
  assert.deepEqual(problems, [])
  await page.context().close()
})

test('[W303] the directory shows who is here now, with the search words, and offers everyone when no one is', async () => {
  await person(server, 'Carla Calm')
  const carlaElse = await person(server, 'Carla Cheer')
  const carla = await online(server, carlaElse)
  const { page, problems } = await visits(browser, server).as(olga)
  await page.getByRole('button', { name: 'All people' }).click()
  const directory = page.getByRole('dialog', { name: 'People' })
  const lines = directory.locator('.person')
  await directory.getByLabel('Find people by name').fill('carla')
  await eventually(async () => assert.equal(await lines.count(), 2))
  const here = directory.getByRole('checkbox', { name: 'Here now only' })
  await here.focus()
  await page.keyboard.press('Space')
  await eventually(async () => assert.match((await lines.allInnerTexts()).join(), /^[^,]*Carla Cheer\s*, here now\s*$/))
  carla.leave()
  await directory.getByLabel('Find people by name').fill('calm')
  await directory.getByText('No one who matches is here now.').waitFor()
  await directory.getByRole('button', { name: 'Show everyone' }).click()
  await eventually(async () => assert.match((await lines.allInnerTexts()).join(), /Carla Calm/))
  assert.equal(await here.isChecked(), false)
  assert.deepEqual(problems, [])
  await page.context().close()
})

test('[W234] a status of one’s own is set, shown, ends at its time, and is cleared; the local time is told if one likes', async () => {
  const cleo = await person(server, 'Cleo')
  const { page, problems } = await visits(browser, server).as(cleo)
  const mine = page.getByRole('button', { name: /^Set a status/ })
  await mine.click()
  const dialog = page.getByRole('dialog', { name: 'Your status' })
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.getByText('Choose an emoji or write a few words.').waitFor()
  await dialog.getByRole('button', { name: 'Focusing' }).click()
  assert.equal(await dialog.getByLabel('Clear it').inputValue(), 'hour')
  await dialog.getByLabel('What’s your status?').fill('Counting bees')
  await dialog.getByRole('button', { name: 'Emoji: 🎧' }).click()
  const picker = page.locator('.emoji-picker')
  // Escape leaves the picker, and not what it was opened from.
  await picker.waitFor()
  await page.keyboard.press('Escape')
  await picker.waitFor({ state: 'detached' })
  await dialog.getByRole('button', { name: 'Emoji: 🎧' }).click()
  await picker.locator('input').fill('seedling')
  await picker.getByRole('gridcell', { name: 'seedling' }).click()
  await dialog.getByLabel('Show my local time').check()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Set a status 🌱 Counting bees' }).waitFor()
  assert.ok(await isFocused(mine))
  const profile = await done(server, olga, 'user:profile', { userId: cleo.user.id })
  assert.deepEqual([profile.status?.emoji, profile.status?.text], ['🌱', 'Counting bees'])
  const minutes = (Date.parse(profile.status?.until ?? '') - Date.now()) / 60_000
  assert.ok(minutes > 57 && minutes <= 60, `${minutes} minutes`)
  assert.equal(profile.timeZone, await page.evaluate(() => new Intl.DateTimeFormat().resolvedOptions().timeZone))

  // A time of one's own, from the account.
  await page.getByRole('button', { name: /^You are/ }).click()
  await page.getByRole('button', { name: 'Change your status: 🌱 Counting bees' }).click()
  await dialog.getByLabel('Date and time').fill('2020-01-01T10:00')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.getByText('This time has passed.').waitFor()
  await dialog.getByRole('button', { name: 'Clear status' }).click()
  // Back to where it was opened.
  await page.getByRole('dialog', { name: 'Account settings' }).getByRole('button', { name: 'Set a status' }).waitFor()
  await page.keyboard.press('Escape')

  // It ends by itself where it is shown.
  await done(server, cleo, 'user:status', { emoji: '⏳', until: new Date(Date.now() + 1_500).toISOString() })
  await page.getByRole('button', { name: 'Set a status ⏳' }).waitFor()
  await page.getByRole('button', { name: 'Set a status', exact: true }).waitFor()
  assert.deepEqual(problems, [])
  await page.context().close()
})
