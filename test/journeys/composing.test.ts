/** The emoji picker, formats, lists and the other helps of the composer. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Visitor, untilOnline, untilWhole, visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { startJourney } from '../support/journey.ts'
import { warmedUp } from '../support/rest.ts'
import { enterAsOwner } from '../support/people.ts'
import { assertGood } from '../support/screens.ts'
import { accepted } from '../support/sockets.ts'
import { visits } from '../support/visits.ts'

const { server, browser } = await startJourney()
const olivia = await enterAsOwner(server)

accepted(await olivia.run('message:send', { roomId: 'lobby', clientId: 'lake', body: 'Shall we go to the lake?' }))
accepted(await olivia.run('message:react', { roomId: 'lobby', seq: 1, emoji: '🎉', on: true }))
const ann = await visits(browser, server).guest('Ann')
await untilWhole(ann.page)

const pickerOf = ({ page }: Visitor) => page.getByRole('dialog', { name: 'Emoji' })
/** And what was chosen has been taken. */
const gone = ({ page }: Visitor) => page.locator('.emoji-picker').waitFor({ state: 'detached' })
const focused = ({ page }: Visitor) => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
const typed = () => ann.composer.inputValue()

test('[W210, W211] an emoji is found by a word or by the arrow keys, and the latest ones and the skin tone are kept', async () => {
  const { page, composer } = ann
  const picker = pickerOf(ann)
  const button = page.getByRole('button', { name: 'Add emoji' })
  await composer.fill('so good')
  await composer.press('ArrowLeft')
  await button.click()
  const search = picker.getByRole('searchbox', { name: 'Search emoji' })
  await eventually(async () => assert.equal(await focused(ann), 'Search emoji'))
  assert.equal(await picker.getByRole('rowgroup', { name: 'Recent' }).count(), 0)
  await search.pressSequentially('celebr')
  await picker.getByRole('gridcell', { name: 'party popper' }).waitFor()
  await picker.getByRole('button', { name: 'Skin tone: Default' }).click()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await picker.getByRole('radiogroup').waitFor({ state: 'detached' })
  await search.fill('thumbs up')
  await search.press('Enter')
  await gone(ann)
  assert.equal(await typed(), 'so goo👍🏼d', 'where the caret was')
  await page.keyboard.press('ControlOrMeta+z')
  assert.equal(await typed(), 'so good')

  // Over a reload, too. By the keyboard alone.
  await page.reload()
  await untilOnline(page)
  await button.focus()
  await page.keyboard.press('Enter')
  const recent = picker.getByRole('rowgroup', { name: 'Recent' })
  assert.equal(await recent.getByRole('gridcell').textContent(), '👍🏼')
  await picker.getByRole('button', { name: 'Skin tone: Medium light' }).waitFor()
  await eventually(async () => assert.equal(await focused(ann), 'Search emoji'))
  await picker.getByRole('rowgroup', { name: 'Flags' }).getByRole('gridcell').last().waitFor({ state: 'attached' })
  for (const [key, name] of [
    ['ArrowDown', 'thumbs up'],
    ['ArrowRight', 'grinning face'],
    ['ArrowRight', 'grinning face with big eyes'],
    ['End', 'slightly smiling face'],
    ['Home', 'grinning face'],
    ['ArrowUp', 'thumbs up'],
    ['Control+End', 'flag: Wales'],
    ['PageUp', undefined],
    ['Control+Home', 'thumbs up'],
    ['PageDown', undefined],
    ['ArrowLeft', undefined],
    ['Control+Home', 'thumbs up'],
    ['ArrowUp', 'Search emoji'],
  ] as const) {
    const before = await focused(ann)
    await page.keyboard.press(key)
    const now = await focused(ann)
    if (name === undefined) assert.notEqual(now, before, key)
    else assert.equal(now, name, key)
  }
  await page.keyboard.press('ArrowDown')
  await page.keyboard.type('rock')
  assert.equal(await search.inputValue(), 'rock')
  await assertGood(ann, 'a search for emoji')
  await page.keyboard.press('Escape')
  await gone(ann)
  await eventually(async () => assert.equal(await focused(ann), 'Add emoji'))
  // The same button closes it.
  await button.click()
  await picker.waitFor()
  await button.click()
  await gone(ann)
  assert.deepEqual(ann.problems, [])
})

test('[W308] emoji that a device cannot draw are not in the picker, and all are where that cannot be told', async () => {
  const NAMES = ['grinning face', 'melting face', 'woman astronaut', 'flag: Japan', 'flag: Wales', 'person rowing boat']
  /** A device of some years ago draws these: a square in colours of its own, a box for 🫠, two squares for 👩‍🚀, letters for flags. */
  const drawAsAnOldDevice = () => {
    const { prototype } = CanvasRenderingContext2D
    prototype.measureText = (text: string) => ({ width: text.includes('\u200d') ? 32 : 16 }) as TextMetrics
    prototype.fillText = function (text: string, x: number, y: number) {
      if (text === ' ') return
      const isLetterOrBox = /^\p{RI}|^\u{1fae0}/u.test(text)
      this.save()
      if (!isLetterOrBox) this.fillStyle = '#fc0'
      this.fillRect(x, y, 16, 16)
      this.restore()
    }
  }
  const cellsOf = async (spoil?: () => void) => {
    const who = await visitor(browser, 'about:blank')
    if (spoil) await who.page.addInitScript(spoil)
    await who.page.goto(server.url)
    await who.join(spoil ? `With ${spoil.name}` : 'With all')
    await untilWhole(who.page)
    await who.page.getByRole('button', { name: 'Add emoji' }).click()
    const picker = pickerOf(who)
    // The last group.
    await picker.getByRole('rowgroup', { name: 'Flags' }).getByRole('gridcell').first().waitFor({ state: 'attached' })
    const there = await picker
      .getByRole('gridcell')
      .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('aria-label')))
    const found = NAMES.filter((name) => there.includes(name))
    assert.deepEqual(who.problems, [])
    await who.context.close()
    return found
  }
  const all = await cellsOf()
  assert.deepEqual(all, NAMES, 'this browser has no font for emoji, so all are boxes')
  const old = await cellsOf(drawAsAnOldDevice)
  assert.deepEqual(old, ['grinning face', 'person rowing boat'])
  function drawNoise() {
    CanvasRenderingContext2D.prototype.getImageData = (_x: number, _y: number, width: number, height: number) =>
      new ImageData(crypto.getRandomValues(new Uint8ClampedArray(width * height * 4)), width, height)
  }
  assert.deepEqual(await cellsOf(drawNoise), NAMES, 'a browser that hides the device from pages')
})

test('[W212] any emoji is a reaction, from beside the reactions, the tools and the menu', async () => {
  const { page, log } = ann
  const picker = pickerOf(ann)
  const row = log.locator('article[data-seq="1"]')
  const pick = async (name: string) => {
    await picker.getByRole('searchbox').fill(name)
    await picker.getByRole('gridcell', { name, exact: true }).click()
    await gone(ann)
  }
  const chip = row.locator('.reactions').getByRole('button', { name: 'Add reaction' })
  await chip.focus()
  await page.keyboard.press('Enter')
  await pick('rocket')
  await row.getByRole('button', { name: '🚀 1: you' }).waitFor()
  await eventually(async () => assert.equal(await chip.evaluate((it) => it === document.activeElement), true))
  await row.hover()
  await row.getByRole('toolbar').getByRole('button', { name: 'Add reaction' }).click()
  await pick('lotus')
  await row.getByRole('button', { name: '🪷 1: you' }).waitFor()
  await row.hover()
  await row.getByRole('button', { name: 'More' }).click()
  await page.getByRole('button', { name: 'Another emoji' }).click()
  await page.getByRole('menu').waitFor({ state: 'detached' })
  await pick('owl')
  await row.getByRole('button', { name: '🦉 1: you' }).waitFor()
  await assertGood(ann, 'reactions')
  assert.deepEqual(ann.problems, [])
})

test('[W214, W216, W217] keys and buttons format what is selected, and undo takes back each step', async () => {
  const { page, composer } = ann
  const press = (key: string) => composer.press(key)
  const select = (from: number, to: number) =>
    composer.evaluate((it, at) => (it as HTMLTextAreaElement).setSelectionRange(at.from, at.to), { from, to })
  await composer.fill('')
  await composer.pressSequentially('so very good')
  await select(3, 7)
  for (const [key, then] of [
    ['b', 'so **very** good'],
    ['b', 'so very good'],
    ['i', 'so *very* good'],
    ['z', 'so very good'],
    ['e', 'so `very` good'],
    ['e', 'so very good'],
    ['Shift+X', 'so ~~very~~ good'],
    ['z', 'so very good'],
    ['k', 'so [very](https://) good'],
    ['z', 'so very good'],
  ] as const) {
    await press(`ControlOrMeta+${key}`)
    // The formats are loaded with the first key.
    await eventually(async () => assert.equal(await typed(), then, key))
    if (key === 'z') await select(3, 7)
  }
  await select(3, 3)
  await press('ControlOrMeta+k')
  const switcher = page.getByRole('dialog')
  await switcher.waitFor()
  await page.keyboard.press('Escape')
  await switcher.waitFor({ state: 'detached' })

  // The bar: hidden at first, and shown from then on.
  const bar = page.getByRole('toolbar', { name: 'Formatting' })
  const toggle = page.getByRole('button', { name: 'Formatting' })
  assert.equal(await bar.count(), 0)
  await toggle.click()
  await bar.waitFor()
  await composer.fill('one\ntwo')
  for (const [name, then] of [
    ['Bulleted list', '- one\n- two'],
    ['Numbered list', '1. one\n2. two'],
    ['Numbered list', 'one\ntwo'],
    ['Quote', '> one\n> two'],
    ['Quote', 'one\ntwo'],
    ['Code', '```\none\ntwo\n```'],
  ] as const) {
    if (name === 'Bulleted list' || name === 'Code') await composer.press('ControlOrMeta+a')
    await bar.getByRole('button', { name }).click()
    assert.equal(await typed(), then, name)
  }
  await bar.getByRole('button', { name: 'Bold' }).focus()
  await page.keyboard.press('ArrowRight')
  assert.equal(await focused(ann), 'Italic')
  await composer.fill('')
  await page.getByRole('button', { name: 'Mention someone' }).click()
  await page.getByRole('option', { name: 'Olivia' }).click()
  assert.equal(await typed(), '@Olivia ')
  await composer.pressSequentially('*look*')
  await page.getByRole('button', { name: 'Preview' }).click()
  await page.getByRole('region', { name: 'Preview' }).getByText('look', { exact: true }).waitFor()
  await page.locator('.composer-preview .mention', { hasText: '@Olivia' }).waitFor()
  await assertGood(ann, 'formats and a preview')
  await composer.fill('')
  await page.reload()
  await bar.waitFor()
  await toggle.click()
  await bar.waitFor({ state: 'detached' })
  await ann.log.focus()
  await page.keyboard.press('?')
  await page.getByRole('dialog').getByText('Make a link of the selected words').waitFor()
  await page.keyboard.press('Escape')
  assert.deepEqual(ann.problems, [])
})

test('[W215] a list goes on in the next line, an empty item ends it, and undo takes back each step', async () => {
  const { page, composer } = ann
  // The code for lists comes with the bar, or at rest. No one types as fast as a test.
  await page.getByRole('button', { name: 'Formatting' }).click()
  await page.getByRole('toolbar', { name: 'Formatting' }).waitFor()
  await warmedUp(page)
  await composer.fill('')
  await composer.pressSequentially('1. milk')
  await composer.press('Shift+Enter')
  await composer.pressSequentially('eggs')
  assert.equal(await typed(), '1. milk\n2. eggs')
  await composer.press('Shift+Enter')
  assert.equal(await typed(), '1. milk\n2. eggs\n3. ')
  await composer.press('Shift+Enter')
  assert.equal(await typed(), '1. milk\n2. eggs\n')
  await composer.press('ControlOrMeta+z')
  assert.equal(await typed(), '1. milk\n2. eggs\n3. ')
  await composer.press('ControlOrMeta+z')
  assert.equal(await typed(), '1. milk\n2. eggs')
  await composer.press('Enter')
  await ann.log.locator('.body li', { hasText: 'eggs' }).waitFor()
  await eventually(async () => assert.equal(await ann.page.locator('article[data-state]').count(), 0))
  // Where a message is changed as well.
  await composer.press('ArrowUp')
  const edit = ann.page.getByRole('textbox', { name: 'Edit message' })
  await edit.press('Shift+Enter')
  await edit.pressSequentially('bread')
  assert.equal(await edit.inputValue(), '1. milk\n2. eggs\n3. bread')
  await edit.press('Shift+Home')
  await edit.press('ControlOrMeta+b')
  assert.equal(await edit.inputValue(), '1. milk\n2. eggs\n3. **bread**')
  await edit.press('Escape')
  assert.deepEqual(ann.problems, [])
})

test('[R82] a picker that is removed with its dialog, or by another picker, leaves nothing behind', async () => {
  const { page } = ann
  const devtools = await page.context().newCDPSession(page)
  const listening = async (): Promise<string> => {
    const { result } = await devtools.send('Runtime.evaluate', { expression: 'window' })
    const { listeners } = await devtools.send('DOMDebugger.getEventListeners', { objectId: result.objectId! })
    return listeners
      .map(({ type }) => type)
      .toSorted()
      .join(' ')
  }
  const press = async (name: string) => page.getByRole('button', { name }).dispatchEvent('click')
  const open = async () => {
    await page.getByRole('button', { name: 'Set a status' }).click()
    await press('Choose an emoji')
    await pickerOf(ann).waitFor()
  }
  await open()
  await page.keyboard.press('Escape')
  await gone(ann)
  await press('Close')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  const before = await listening()

  await open()
  assert.notEqual(await listening(), before)
  await press('Close')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await eventually(async () => assert.equal(await listening(), before))

  await press('Add emoji')
  await pickerOf(ann).waitFor()
  await pickerOf(ann).evaluate((first) => first.classList.add('the-first'))
  await press('Add emoji')
  await page.locator('.emoji-picker:not(.the-first)').waitFor()
  await page.keyboard.press('Escape')
  await gone(ann)
  await eventually(async () => assert.equal(await listening(), before))
  assert.equal(await page.getByRole('button', { name: 'Add emoji' }).getAttribute('aria-expanded'), 'false')
})

test('[W210, W213] on a phone the picker is a sheet of large targets, and in Arabic it finds Arabic words', async () => {
  const mona = await visitor(browser, server.url, { screen: 'phone', colors: 'dark', locale: 'ar' })
  const { page } = mona
  await page.locator('.join input').first().fill('منى')
  await page.locator('.join [type=submit]').click()
  await untilOnline(page)
  await page.locator('.composer-tools [aria-haspopup=dialog]').click()
  const picker = page.getByRole('dialog', { name: 'الرموز التعبيرية' })
  await picker.getByRole('gridcell').first().waitFor()
  // A finger has not asked for the keyboard on the screen.
  assert.equal(await page.evaluate(() => document.activeElement?.matches('input, textarea')), false)
  const { width, height } = page.viewportSize()!
  await eventually(async () => {
    const sheet = await picker.boundingBox()
    assert.ok(sheet && sheet.x === 0 && sheet.width === width && Math.abs(sheet.y + sheet.height - height) < 1)
  })
  const small = await picker.locator('[role=gridcell], button, input').evaluateAll((all) =>
    all
      .filter((it) => it.checkVisibility())
      .map((it) => it.getBoundingClientRect())
      .filter((box) => box.width > 0 && (box.width < 44 || box.height < 44)),
  )
  assert.deepEqual(small, [])
  await picker.getByRole('searchbox').fill('قلب')
  await picker.getByRole('gridcell', { name: 'قلب أحمر', exact: true }).click()
  await gone(mona)
  assert.equal(await page.locator('.composer textarea').inputValue(), '❤️')
  assert.deepEqual(mona.problems, [])
})
