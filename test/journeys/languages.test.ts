/** The page in another language than English, and from right to left. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSection } from '../support/account.ts'
import { type Look, untilOnline, type Visitor, visitor } from '../support/browser.ts'
import { wordsOnlyInEnglish } from '../support/english.ts'
import { eventually } from '../support/eventually.ts'
import { everyScreen } from '../support/every-screen.ts'
import { startJourney } from '../support/journey.ts'
import { latinWords } from '../support/latin.ts'
import { arrive, done, draft, enterAsOwner, guest, PASSWORD, person } from '../support/people.ts'
import { warmedUp } from '../support/rest.ts'
import { assertGood, settled } from '../support/screens.ts'
import { accepted } from '../support/sockets.ts'
import { spills } from '../support/spills.ts'
import { visits } from '../support/visits.ts'

const { server, browser } = await startJourney()
const olivia = await enterAsOwner(server)

await olivia.say('صباح الخير جميعاً')
await olivia.say('A line from left to right, with `code` and **much** more of it than fits on one line of a phone')
await olivia.say('```ts\nconst one = 1\n```')
await olivia.say('🎉')
accepted(await olivia.run('message:react', { roomId: 'lobby', seq: 1, emoji: '👍', on: true }))

/** Somebody whose browser says that they read Arabic, as it is written in a country. */
async function arabicReader(look?: Look, arabic = 'ar-EG'): Promise<Visitor> {
  const who = await visitor(browser, 'about:blank', look)
  await who.context.addInitScript((own) => {
    Object.defineProperty(navigator, 'languages', { get: () => ['fr-CA', own, 'en'] })
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
  test(
    `[W12, W13, W14] Arabic on a ${look.screen}: every screen from right to left`,
    { timeout: 300_000 },
    async () => {
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
      await composer.press('Control+Enter')
      await layla.page.getByText('/tpoic: هل قصدت /topic؟').waitFor()
      await composer.fill('')
      await layla.page.keyboard.press('Control+k')
      await layla.page.getByRole('dialog').getByRole('combobox').waitFor()
      await assertGood(layla, 'the switcher')
      assert.deepEqual(layla.problems, [])
    },
  )
}

test('[W12] the shell is in the page’s language after each reload, however late its words come', async () => {
  const layla = await arabicReader()
  await join(layla, 'ليلى الثانية')
  let isLate = false
  await layla.context.route(/words-arabic.*js$/, async (route) => {
    // By then every script that the page names has run.
    await layla.page.waitForLoadState('domcontentloaded')
    isLate = true
    await route.continue()
  })
  await layla.page.reload()
  await layla.page.getByRole('navigation', { name: 'الغرف والأشخاص' }).waitFor()
  assert.ok(isLate)
  assert.doesNotMatch(await wordsOf(layla), /\b(?:Rooms|Inbox|Saved|Message|Today|Browse|guest|Here)\b/)
  await layla.context.close()
})

test('[M1, W12] a banned user is told the end and the reason, in Arabic too', async () => {
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

test('[W162] refusals are in Arabic too, from both doors', async () => {
  const rami = await arabicReader()
  await rami.page.getByRole('button', { name: 'سجّل الدخول بدلًا من ذلك' }).click()
  await rami.page.getByLabel('اسمك').fill('Olivia')
  await rami.page.getByLabel('كلمة المرور').fill('not hers at all')
  await rami.page.getByRole('button', { name: 'تسجيل الدخول' }).click()
  await rami.page.getByText('الاسم أو كلمة المرور غير صحيحة.').waitFor()
  await rami.page.getByRole('button', { name: 'انضم ضيفًا' }).click()
  await rami.page.getByLabel('اسمك').fill('Olivia')
  await rami.page.getByRole('button', { name: 'انضم', exact: true }).click()
  await rami.page.getByText('مأخوذ. إن كان اسمك فسجّل الدخول.').waitFor()
  await join(rami, 'رامي')

  accepted(await olivia.run('room:update', { roomId: 'lobby', isLocked: true }))
  await rami.page.getByText('هذه الغرفة مقفلة.').waitFor()
  accepted(await olivia.run('room:update', { roomId: 'lobby', isLocked: false }))
  const composer = rami.page.getByRole('textbox', { name: 'الرسالة' })
  await composer.fill('/nick Olivia')
  await composer.press('Enter')
  await rami.page.getByRole('alert').getByText('مأخوذ.').waitFor()
  await rami.context.close()
})

test('[W112] days have the names of the reader’s country, in the digits of the page', async () => {
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
  // Each is fetched before it is run, and run from what was kept of that.
  ann.page.on('request', (request) => {
    if (request.resourceType() !== 'fetch') loaded.push(new URL(request.url()).pathname)
  })
  await ann.join('Ann')
  await ann.composer.fill('half a thought')
  await warmedUp(ann.page)
  assert.equal(loaded.filter((path) => path.includes('arabic')).length, 0, 'nobody loads what nobody reads')
  await ann.page
    .getByRole('button', { name: /^You are Ann|Ann/ })
    .last()
    .click()
  await openSection(ann.page, 'Language and keys')
  await ann.page.getByLabel('Display language').selectOption('ar')
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

test('[P39] a guest whose name a person takes is told in Arabic', async () => {
  const other = await arrive(server, { name: 'نورة' })
  const noura = await arabicReader()
  await join(noura, 'نورة')
  await done(server, other, 'user:claim', { password: PASSWORD })
  const bar = noura.page.getByRole('status').filter({ hasText: 'نورة 2' })
  await bar.filter({ hasText: 'صار الاسم' }).waitFor()
  await bar.getByRole('button', { name: 'اختر اسمًا آخر' }).waitFor()
  await assertGood(noura, 'the name is lost')
})

test(
  '[W300] German, also of Austria and Switzerland: nothing is left in English, and no long word spills',
  { timeout: 300_000 },
  async (context) => {
    const [otto, jana] = [await person(server, 'Otto'), await guest(server, 'Jana')]
    accepted(await olivia.run('user:appoint', { userId: otto.user.id, role: 'owner' }))
    const room = await done(server, otto, 'room:create', { name: 'Küche', kind: 'open', memberIds: [jana.user.id] })
    const empty = await done(server, otto, 'room:create', { name: 'Keller', kind: 'open' })
    for (const body of ['Guten Morgen', 'Kaffee ist fertig'])
      await done(server, jana, 'message:send', draft(room.id, body))
    const onlyEnglish = wordsOnlyInEnglish('german')
    const found: string[] = []
    let screens = 0
    const check = (who: Visitor) => async (what: string) => {
      screens++
      for (const word of await latinWords(who.page))
        // Unicode’s names of emoji are of many words: “Olive”, “NEW button”.
        if (!word.includes('emoji-cell') && onlyEnglish.has(word.split(' ')[0]!.toLowerCase()))
          found.push(`${what}: ${word}`)
      for (const spill of await spills(who.page)) found.push(`${what}: ${spill}`)
    }
    const arriving = await visitor(browser, `${server.url}/${room.slug}`, { screen: 'phone', locale: 'de' })
    await arriving.page.getByLabel('Dein Name').waitFor()
    await check(arriving)('joining')
    await arriving.page.getByRole('button', { name: 'Stattdessen anmelden' }).click()
    await check(arriving)('signing in')
    await arriving.context.close()
    const swiss = await visits(browser, server).as(otto, `/${room.slug}`, { locale: 'de-CH' })
    await swiss.page.locator('html[lang=de][dir=ltr]').waitFor()
    await swiss.log.locator('article').last().waitFor()
    await check(swiss)('a room on a wide screen')
    await swiss.context.close()
    const seen = await visits(browser, server).as(otto, '/', { screen: 'phone', locale: 'de-AT' })
    await everyScreen(seen, { url: server.url, room: room.slug, empty: empty.slug }, check(seen))
    await seen.context.close()
    context.diagnostic(`${screens} screens`)
    assert.deepEqual(found, [])
  },
)
