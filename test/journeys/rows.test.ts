/** The rows of messages, and what is done with one: marks, the menu, notes, reminders, forwarding; and how rows are read and reached. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Locator } from 'playwright-core'
import { untilOnline, type Visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { startJourney } from '../support/journey.ts'
import { done, draft, owner, person } from '../support/people.ts'
import { assertGood } from '../support/screens.ts'
import { calm, visits } from '../support/visits.ts'

const { server, browser } = await startJourney()

const eve = await owner(server, 'Eve')
const ann = await person(server, 'Annabelle-Charlotte Wrightson')
const say = async (who: typeof eve, body: string, roomId = 'lobby') =>
  (await done(server, who, 'message:send', draft(roomId, body))).seq
const head = await say(ann, 'The bread is in the oven')
const second = await say(ann, `The soup too, see https://example.org/soup ${'and more '.repeat(40)}`)
const third = await say(ann, 'And the cake')

const rowOf = ({ log }: Visitor, seq: number) => log.locator(`article[data-seq="${seq}"]`)
const menuOf = ({ page }: Visitor) => page.locator('.menu:popover-open')
const item = (who: Visitor, name: string | RegExp) => menuOf(who).getByRole('menuitem', { name })

async function rightClick(who: Visitor, seq: number, modifiers: 'Shift'[] = []): Promise<void> {
  await rowOf(who, seq)
    .locator('.body')
    .click({ button: 'right', modifiers, position: { x: 20, y: 10 } })
}

/** Where an element is on the screen, in whole pixels. */
const boxOf = async (what: Locator) => {
  const box = await what.boundingBox()
  assert.ok(box)
  const { x, y, width, height } = box
  return { left: Math.round(x), right: Math.round(x + width), top: y, middle: y + height / 2 }
}

test('[W260, W262, W263] marks, the menu of the right button, and notes', async (t) => {
  const seen = await visits(browser, server).as(eve)
  const { page } = seen
  await rowOf(seen, third).waitFor()

  await t.test('[W260] “(edited)”, “Pinned” and “Saved” stand on the line of the time, live', async () => {
    for (const seq of [head, second]) {
      await done(server, eve, 'message:pin', { roomId: 'lobby', seq, on: true })
      await done(server, eve, 'message:save', { roomId: 'lobby', seq, on: true })
    }
    await done(server, ann, 'message:edit', { roomId: 'lobby', seq: head, body: 'The bread is ready' })
    for (const seq of [head, second]) {
      await rowOf(seen, seq).getByText('Pinned').waitFor()
      await rowOf(seen, seq).getByText('Saved').waitFor()
    }
    await rowOf(seen, head).getByText('(edited)').waitFor()
    const time = await boxOf(rowOf(seen, head).locator('.sent-at'))
    const mark = await boxOf(rowOf(seen, head).getByText('(edited)'))
    assert.ok(Math.abs(time.middle - mark.middle) < 3, 'beside the time')
    const body = await boxOf(rowOf(seen, second).locator('.body'))
    const beside = await boxOf(rowOf(seen, second).locator('.marks'))
    assert.ok(beside.middle - body.top < 20 && beside.right > body.right - 2, 'at the end of the first line')
    await done(server, eve, 'message:save', { roomId: 'lobby', seq: second, on: false })
    await rowOf(seen, second).getByText('Saved').waitFor({ state: 'detached' })
  })

  await t.test(
    '[W262] the right button opens the menu at the pointer; Shift, links and selected text keep the browser’s',
    async () => {
      await page.evaluate(() => {
        const left: boolean[] = Object.assign(globalThis, { left: [] }).left
        addEventListener('contextmenu', (event) => left.push(!event.defaultPrevented))
      })
      const leftToBrowser = () => page.evaluate(() => (globalThis as unknown as { left: boolean[] }).left.splice(0))
      await rightClick(seen, third)
      await menuOf(seen).waitFor()
      const [menu, body] = [await boxOf(menuOf(seen)), await boxOf(rowOf(seen, third).locator('.body'))]
      assert.ok(Math.abs(menu.left - body.left - 20) < 3, `${menu.left} beside ${body.left}`)
      assert.equal(await menuOf(seen).locator('[role=menuitem] > svg').count(), await item(seen, /./).count())
      const arrowOf = (what: Locator) => what.evaluate((one) => getComputedStyle(one, '::after').content)
      // Only what leads to another page of the menu has an arrow.
      assert.equal(await arrowOf(item(seen, 'Remind me')), '""')
      assert.equal(await arrowOf(menuOf(seen).getByRole('button', { name: 'Another emoji' })), 'none')
      await page.keyboard.press('Escape')
      await menuOf(seen).waitFor({ state: 'detached' })
      assert.deepEqual(await leftToBrowser(), [false])
      await rightClick(seen, third, ['Shift'])
      await rowOf(seen, second).getByRole('link', { name: 'example.org' }).click({ button: 'right' })
      await rowOf(seen, third)
        .locator('.body')
        .dblclick({ position: { x: 20, y: 10 } })
      await rightClick(seen, third)
      await eventually(async () => assert.deepEqual(await leftToBrowser(), [true, true, true]))
      assert.equal(await menuOf(seen).count(), 0)
      // As the key of that name does it, which the protocol of the browser cannot press.
      await page.evaluate(() => getSelection()?.removeAllRanges())
      await rowOf(seen, second).evaluate((row) =>
        row.dispatchEvent(new PointerEvent('contextmenu', { bubbles: true, cancelable: true })),
      )
      await menuOf(seen).waitFor()
      await page.keyboard.press('Escape')
      await menuOf(seen).waitFor({ state: 'detached' })
    },
  )
  assert.deepEqual(calm(seen), [])
  await seen.context.close()
})

test('[W264, W265] reminders and forwarding', async (t) => {
  const den = await done(server, eve, 'room:create', { name: 'Den', kind: 'closed' })
  await done(server, eve, 'room:create', { name: 'Attic', kind: 'open' })
  const seen = await visits(browser, server).as(eve)
  const { page } = seen
  const panel = page.getByRole('complementary')
  const dialog = page.locator('dialog[open]')
  await rowOf(seen, third).waitFor()

  await t.test(
    '[W264] a reminder is set and taken back by keyboard, stands in the inbox, and is told when it is due',
    async () => {
      await rightClick(seen, second)
      await item(seen, 'Remind me').focus()
      await page.keyboard.press('ArrowRight')
      await item(seen, 'In 30 minutes').waitFor()
      await page.keyboard.press('ArrowLeft')
      await item(seen, 'Reply').waitFor()
      await item(seen, 'Remind me').focus()
      await page.keyboard.press('ArrowRight')
      await item(seen, 'Tomorrow at 09:00').waitFor()
      await item(seen, 'In an hour').focus()
      await page.keyboard.press('Enter')
      await rowOf(seen, second).getByRole('status').filter({ hasText: 'Reminder set for' }).waitFor()
      const [known] = (await done(server, eve, 'reminders:list', {})).reminders
      const minutes = (Date.parse(known?.at ?? '') - Date.now()) / 60_000
      assert.ok(minutes > 55 && minutes <= 60, `${minutes} minutes`)

      await rightClick(seen, third)
      await item(seen, 'Remind me').click()
      await item(seen, 'Choose a time…').click()
      const field = dialog.getByLabel('Date and time')
      await field.fill('2020-01-01T09:00')
      await dialog.getByRole('button', { name: 'Set reminder' }).click()
      await dialog.getByText('This time has passed').waitFor()
      await assertGood(seen, 'a reminder')
      await field.fill(`${new Date().getFullYear() + 1}-05-06T07:08`)
      await dialog.getByRole('button', { name: 'Set reminder' }).click()
      await dialog.waitFor({ state: 'detached' })

      await page.getByRole('button', { name: 'Inbox' }).click()
      const listed = panel.getByRole('list', { name: 'Reminders' }).getByRole('listitem')
      await listed.filter({ hasText: '07:08' }).waitFor()
      assert.equal(await listed.count(), 2)
      await assertGood(seen, 'reminders in the inbox')
      await listed
        .filter({ hasText: '07:08' })
        .getByRole('button', { name: /^Cancel/ })
        .click()
      await eventually(async () => assert.equal(await listed.count(), 1))
      await page.keyboard.press('Escape')
      await panel.waitFor({ state: 'detached' })

      await done(server, eve, 'message:remind', { roomId: 'lobby', seq: second, at: new Date().toISOString() })
      await page
        .getByRole('alert')
        .filter({ hasText: 'Reminder. Annabelle-Charlotte Wrightson: The soup too' })
        .waitFor()
      await page.getByRole('button', { name: /^Inbox.*1 reminder/s }).click()
      await listed.getByRole('button', { name: /^Done/ }).click()
      await listed.waitFor({ state: 'detached' })
      await page.getByRole('button', { name: 'Inbox', exact: true }).waitFor()
      await page.keyboard.press('Escape')
    },
  )

  await t.test('[W305] a due reminder counts after a reload too, until the inbox was open', async () => {
    const counted = page.getByRole('button', { name: /^Inbox.*1 reminder/s })
    await done(server, eve, 'message:remind', { roomId: 'lobby', seq: second, at: new Date().toISOString() })
    await counted.waitFor()
    await page.reload()
    await counted.click()
    await panel.getByRole('button', { name: /^Done/ }).waitFor()
    await page.getByRole('button', { name: 'Inbox', exact: true }).waitFor()
    await page.reload()
    await untilOnline(page)
    await panel.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Inbox', exact: true }).waitFor()
    await done(server, eve, 'message:remind', { roomId: 'lobby', seq: second })
  })

  await t.test('[W265] a message is forwarded with a note, and leads back to its place', async () => {
    await rightClick(seen, head)
    await item(seen, 'Forward…').click()
    await assertGood(seen, 'forwarding')
    await dialog.getByRole('searchbox').fill('de')
    assert.deepEqual(await dialog.getByRole('radio').count(), 1)
    await dialog.getByLabel('Add a note').fill('For tonight')
    await dialog.getByRole('button', { name: 'Forward' }).click()
    await dialog.waitFor({ state: 'detached' })
    await rowOf(seen, head).getByRole('status').filter({ hasText: 'Forwarded to Den' }).waitFor()
    await page.goto(`${server.url}/${den.slug}`)
    const copy = seen.log.locator('article').last()
    await copy.getByText('For tonight').waitFor()
    await copy.locator('.marks').getByText('Forwarded').waitFor()
    await copy.getByText('The bread is ready').waitFor()
    await copy.locator('.body').click({ button: 'right' })
    await item(seen, 'Go to the original').click()
    await page.waitForURL(`${server.url}/lobby/${head}`)
    await rowOf(seen, head).waitFor()
  })
  assert.deepEqual(calm(seen), [])
  await seen.context.close()
})

test('[W266, W267, W268, W269] the first stops of Tab, names, edges and heights', async (t) => {
  const seen = await visits(browser, server).as(eve)
  const { page, log, composer } = seen
  await rowOf(seen, third).waitFor()

  await t.test('[W266] the first stops of Tab lead past the sidebar to the messages and to the field', async () => {
    await page.locator('.sidebar').waitFor()
    const skip = page.locator('.skip button')
    assert.deepEqual(await skip.allInnerTexts(), ['Skip to messages', 'Skip to the message field'])
    const isFirst = await skip.first().evaluate((button) => {
      const stops = [...document.querySelectorAll<HTMLElement>('a[href], button, input, textarea, [tabindex]')]
      return stops.find(({ tabIndex }) => tabIndex >= 0) === button
    })
    assert.ok(isFirst)
    await skip.first().focus()
    await assertGood(seen, 'the skip links')
    await page.keyboard.press('Enter')
    assert.ok(await log.evaluate((list) => list === document.activeElement))
    await skip.nth(1).focus()
    await page.keyboard.press('Enter')
    assert.ok(await composer.evaluate((field) => field === document.activeElement))
  })

  await t.test('[W267] each row is called by its author’s name first, in a group too, and is read so', async () => {
    for (const seq of [head, second, third]) {
      const row = rowOf(seen, seq)
      assert.equal(await row.getAttribute('aria-label'), 'Annabelle-Charlotte Wrightson')
      assert.match((await row.ariaSnapshot()).split('\n')[1] ?? '', /(?:text:|button) "?Annabelle-Charlotte Wrightson/)
    }
    await rowOf(seen, third).locator('.sent-at').focus()
    await page.keyboard.press('ArrowUp')
    await log.getByRole('article', { name: /^Annabelle-Charlotte Wrightson:? The soup too/ }).waitFor()
  })

  await t.test('[W269] header, messages, code and composer share their edges', async () => {
    await say(
      ann,
      `${'A line of words that is longer than the column. '.repeat(4)}\n\n\`\`\`\n${'code '.repeat(60)}\n\`\`\``,
    )
    const code = log.locator('.code-block')
    await code.waitFor()
    const title = await boxOf(page.locator('.header h1'))
    const picture = await boxOf(rowOf(seen, head).locator('.avatar'))
    const frame = await boxOf(page.locator('.composer-frame'))
    const block = await boxOf(code)
    assert.deepEqual([title.left, picture.left, block.right], [frame.left, frame.left, frame.right])
    const ends = await log
      .locator('.body > p')
      .last()
      .evaluate((text) => text.getBoundingClientRect().right)
    assert.ok(Math.abs(ends - block.right) < 2, 'words end where the code ends')
  })

  await t.test('[W268] a dialog keeps its height while its tabs change', async () => {
    await page.getByRole('button', { name: 'Room menu' }).click()
    await item(seen, 'About this room').click()
    const dialog = page.locator('dialog[open]')
    await dialog.getByRole('tab').first().waitFor()
    const heights = new Set<number>()
    for (const tab of await dialog.getByRole('tab').all()) {
      await tab.click()
      await eventually(async () => assert.equal(await dialog.locator('.late').count(), 0))
      heights.add((await dialog.boundingBox())?.height ?? 0)
    }
    assert.equal(heights.size, 1, [...heights].join())
  })
  assert.deepEqual(calm(seen), [])
  await seen.context.close()
})

test('[W270] on a phone a long name is cut off, and the time and the marks are whole', async () => {
  const { id, slug } = await done(server, eve, 'room:create', { name: 'Phone', kind: 'open' })
  const long = await person(server, 'W'.repeat(32))
  await done(server, long, 'room:join', { roomId: id })
  const seq = await say(long, 'Hello', id)
  await done(server, long, 'message:edit', { roomId: id, seq, body: 'Hello all' })
  const seen = await visits(browser, server).as(eve, `/${slug}`, { screen: 'phone', colors: 'dark' })
  const row = rowOf(seen, seq)
  await row.getByText('(edited)').waitFor()
  const said = await boxOf(row.locator('.said'))
  for (const part of ['.sent-at time', '.marks']) {
    const isWhole = await row.locator(part).evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth + 1)
    assert.ok(isWhole, part)
    assert.ok((await boxOf(row.locator(part))).right <= said.right + 1, part)
  }
  const name = row.locator('.by > .name')
  assert.ok(await name.evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth))
  assert.ok(await name.evaluate((text) => text.getBoundingClientRect().height < 30), 'on one line')
  await assertGood(seen, 'a long name')
  await seen.context.close()
})
