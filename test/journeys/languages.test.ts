/** The page in another language than English, and from right to left. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Look, openBrowser, untilOnline, type Visitor, visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { enterAsOwner } from '../support/people.ts'
import { assertGood, settled } from '../support/screens.ts'
import { startServer } from '../support/server.ts'
import { accepted } from '../support/sockets.ts'

const server = await startServer({ args: ['--limits', 'off'] })
const olivia = await enterAsOwner(server)
const browser = await openBrowser()
after(async () => {
  await browser.close()
  await server.stop()
})

await olivia.say('صباح الخير جميعاً')
await olivia.say('A line from left to right, with `code` and **much** more of it than fits on one line of a phone')
await olivia.say('```ts\nconst one = 1\n```')
await olivia.say('🎉')
accepted(await olivia.run('message:react', { roomId: 'lobby', seq: 1, emoji: '👍', on: true }))

/** Somebody whose browser says that they read Arabic, as it is written in a country. */
async function arabicReader(look?: Look, arabic = 'ar-EG'): Promise<Visitor> {
  const who = await visitor(browser, 'about:blank', look)
  await who.context.addInitScript((own) => {
    Object.defineProperty(navigator, 'languages', { get: () => ['de-AT', own, 'en'] })
  }, arabic)
  await who.page.goto(server.url)
  return who
}

async function join({ page }: Visitor, name: string): Promise<void> {
  await page.getByLabel('اسمك').fill(name)
  await page.getByRole('button', { name: 'انضم', exact: true }).click()
  await untilOnline(page)
}

const wordsOf = ({ page }: Visitor) => page.evaluate(() => document.body.innerText)

for (const look of [
  { screen: 'desktop', colors: 'light' },
  { screen: 'phone', colors: 'dark' },
] as const) {
  test(`[W12, W13, W14] Arabic on a ${look.screen}: every screen from right to left`, async () => {
    const layla = await arabicReader(look)
    await layla.page.getByLabel('اسمك').waitFor()
    assert.deepEqual(await layla.page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]), [
      'ar',
      'rtl',
    ])
    await assertGood(layla, 'joining')
    await join(layla, 'ليلى')
    await layla.log.getByText('صباح الخير').waitFor()
    await assertGood(layla, 'the room')
    // Nothing of the page itself is left in English but its name and what people wrote.
    assert.doesNotMatch(await wordsOf(layla), /\b(?:Rooms|Inbox|Saved|Message|Today|Browse|guest|Copy)\b/)

    const { width } = layla.page.viewportSize() ?? { width: 0 }
    if (look.screen === 'phone') {
      await layla.page.getByRole('button', { name: 'الغرف والأشخاص' }).first().click()
      await settled(layla.page)
      await assertGood(layla, 'the drawer')
    }
    const sidebar = await layla.page.getByRole('navigation').boundingBox()
    assert.ok(sidebar && Math.round(sidebar.x + sidebar.width) === width, 'the sidebar stands on the right')
    if (look.screen === 'phone') await layla.page.keyboard.press('Escape')

    await layla.page.getByRole('button', { name: 'البحث في الرسائل' }).click()
    const field = layla.page.getByRole('searchbox', { name: 'البحث في الرسائل' })
    await field.fill('صباح')
    await layla.page.locator('.found mark').first().waitFor()
    await assertGood(layla, 'a search')
    await layla.page.getByRole('button', { name: 'إغلاق' }).last().click()

    const composer = layla.page.getByRole('textbox', { name: 'الرسالة' })
    await composer.pressSequentially('@')
    await layla.page.getByRole('listbox', { name: 'الأشخاص' }).waitFor()
    await assertGood(layla, 'the list of people')
    await composer.press('Escape')
    await composer.fill('/tpoic')
    await composer.press('Enter')
    await layla.page.getByText('/tpoic: هل قصدت /topic؟').waitFor()
    await composer.fill('')
    await layla.page.keyboard.press('Control+k')
    await layla.page.getByRole('dialog').getByRole('combobox').waitFor()
    await assertGood(layla, 'the switcher')
    assert.deepEqual(layla.problems, [])
  })
}

test('[M1, W12] who is banned is told until when and why, in Arabic too', async () => {
  const omar = await arabicReader()
  await join(omar, 'عمر')
  const found = await olivia.run('people:find', { query: 'عمر' })
  const userId = accepted(found).people[0]!.user.id
  accepted(await olivia.run('user:ban', { userId, minutes: 60, reason: 'Enough for today.', address: false }))
  const over = omar.page.getByRole('alertdialog', { name: 'حُظرت من هذه الدردشة.' })
  const told = (await over.locator('p').textContent())?.replaceAll(/[\u200f\u2066-\u2069]/g, '')
  assert.match(told ?? '', /^أنت محظور حتى \d\d\/\d\d\/\d{4}، \d\d:\d\d: Enough for today\.$/)
  await assertGood(omar, 'banned')
})

test('[W112] days are called as in the reader’s country, in the digits of the page', async () => {
  const sent = new Date()
  for (const country of ['ar-SY', 'ar-MA', 'ar-EG']) {
    const nadia = await arabicReader(undefined, country)
    await join(nadia, `نادية ${country}`)
    await nadia.page.clock.setFixedTime(sent.getTime() + 3 * 86_400_000)
    await nadia.page.reload()
    const day = nadia.log.locator('.day-line').first()
    await day.waitFor()
    const said = (await day.textContent()) ?? ''
    assert.ok(said.includes(sent.toLocaleDateString(country, { month: 'long' })), `${country}: ${said}`)
    assert.match(said, new RegExp(`\\b${sent.getDate()}\\b`))
    await nadia.context.close()
  }
})

test('[W12] a language can be chosen, and stays', async () => {
  const ann = await visitor(browser, server.url)
  const loaded: string[] = []
  ann.page.on('request', (request) => loaded.push(new URL(request.url()).pathname))
  await ann.join('Ann')
  await ann.composer.fill('half a thought')
  await ann.page.waitForTimeout(2_500)
  assert.equal(loaded.filter((path) => path.includes('arabic')).length, 0, 'nobody loads what nobody reads')
  await ann.page
    .getByRole('button', { name: /^You are Ann|Ann/ })
    .last()
    .click()
  await ann.page.getByLabel('Language of the page').selectOption('ar')
  await ann.page.locator('html[dir=rtl]').waitFor()
  const composer = ann.page.getByRole('textbox', { name: 'الرسالة' })
  await composer.waitFor()
  await eventually(async () => assert.equal(await composer.inputValue(), 'half a thought'))
  await ann.page.reload()
  await ann.page.locator('html[lang=ar]').waitFor()
  await composer.waitFor()
  assert.equal(loaded.filter((path) => path.includes('words-arabic') && path.endsWith('.js')).length, 2)
  assert.deepEqual(ann.problems, [])
})

test('[W12] without the other language the page speaks English', async () => {
  const ann = await arabicReader()
  await ann.context.route(/words-arabic/, (route) => route.abort())
  await ann.page.reload()
  await ann.page.getByLabel('Your name').waitFor()
  await eventually(async () => assert.equal(await ann.page.evaluate(() => document.documentElement.dir), ''))
})
