/** Files on the page: chosen, sent, seen and taken back, by two people with real browsers. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { NETWORK_IS_AWAY, type Visitor, untilOnline, untilWhole, visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { corners } from '../support/files/pictures.ts'
import { startJourney } from '../support/journey.ts'
import { temporaryFolder } from '../support/server.ts'
import { startMortalBrowser } from './mortal-browser.ts'

const MB = 1_000_000

const { server, browser } = await startJourney({ args: ['--limits', 'off', '--max-file', String(30 * MB)] })

type Given = { name: string; mimeType: string; buffer: Buffer }

const picture = async (name: string, width = 1_200, height = 800): Promise<Given> => ({
  name,
  mimeType: 'image/jpeg',
  buffer: await corners(width, height).jpeg().toBuffer(),
})
const plan = (name = 'plan.pdf'): Given => ({ name, mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 plan') })

async function come(name: string, look?: Parameters<typeof visitor>[2]): Promise<Visitor> {
  const who = await visitor(browser, server.url, look)
  await who.join(name)
  await untilOnline(who.page)
  await untilWhole(who.page)
  return who
}

/** By the button, as a person chooses them. */
async function choose(page: Page, files: Given[] | string[]): Promise<void> {
  const before = await page.locator('.chosen').count()
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Add files' }).click(),
  ])
  await chooser.setFiles(files)
  await eventually(async () => assert.equal(await page.locator('.chosen').count(), before + files.length))
}

/** Puts a picture on the clipboard and pastes it. */
async function paste(page: Page): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 90, height: 60 })
    const drawn = await new Promise<Blob | null>((made) => canvas.toBlob(made, 'image/png'))
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': drawn! })])
  })
  await page.locator('.composer textarea').press('Control+v')
}

/** The accepted rows of this author: their words, and what their files are called. */
const rowsOf = ({ log }: Visitor, author: string) =>
  log.locator(`article[data-seq][aria-label="${author}"]`).evaluateAll((rows) =>
    rows.map((row) => ({
      text: row.querySelector('.body')?.textContent ?? '',
      files: [...row.querySelectorAll('.shown img, .file-name')].map(
        (file) => file.getAttribute('alt') ?? file.textContent ?? '',
      ),
    })),
  )

const fine = ({ problems }: Visitor) =>
  assert.deepEqual(
    problems.filter((problem) => !NETWORK_IS_AWAY.test(problem)),
    [],
  )

test('[U60] files come by button and paste, go with the words in their order, and are heard by their descriptions', async () => {
  const [ann, bob] = [await come('Ann'), await come('Bob')]
  await choose(ann.page, [await picture('beach.jpg'), plan()])
  await paste(ann.page)
  await eventually(async () => assert.equal(await ann.page.locator('.chosen').count(), 3))
  await ann.page.getByRole('button', { name: 'Describe beach.jpg' }).click()
  await ann.page.keyboard.type('Waves at noon')
  await ann.page.keyboard.press('Enter')
  await ann.page.getByRole('button', { name: 'Move image.png earlier' }).click()
  await ann.page.getByRole('button', { name: 'Move image.png earlier' }).click()
  await ann.say('Look at this')
  await eventually(async () =>
    assert.deepEqual(await rowsOf(bob, 'Ann'), [
      { text: 'Look at this', files: ['image.png', 'Waves at noon', 'plan.pdf'] },
    ]),
  )
  assert.equal(await ann.page.locator('.chosen').count(), 0)
  const shown = bob.log.getByRole('link', { name: 'Waves at noon' }).locator('img')
  await eventually(async () => assert.ok(await shown.evaluate((img) => (img as HTMLImageElement).naturalWidth > 0)))
  const card = bob.log.getByRole('link', { name: 'Download plan.pdf' })
  const [download] = await Promise.all([bob.page.waitForEvent('download'), card.click()])
  assert.equal(download.suggestedFilename(), 'plan.pdf')
  fine(ann)
  fine(bob)
})

test('[U61] no row moves when pictures come, and none needs its bytes', async () => {
  const cem = await come('Cem')
  for (const files of [[await picture('wide.jpg', 1_600, 500)], [await picture('tall.jpg', 500, 1_500), plan()]]) {
    await choose(cem.page, files)
    await cem.say(`With ${files.length}`)
    await cem.page.locator('.chosen').first().waitFor({ state: 'detached' })
  }
  await cem.say('the end')
  await eventually(async () => assert.equal((await rowsOf(cem, 'Cem')).length, 3))

  const dea = await visitor(browser, 'about:blank')
  const waiting: (() => void)[] = []
  let isHeld = true
  await dea.page.route(/\/api\/files\/|\/assets\/files-/, async (route) => {
    if (isHeld) await new Promise<void>((go) => void waiting.push(go))
    await route.continue()
  })
  await dea.page.goto(server.url, { waitUntil: 'commit' })
  await dea.join('Dea')
  await dea.log.getByText('the end').waitFor()
  const places = () =>
    dea.log.locator('article[data-seq]').evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().top))
  await eventually(() => assert.ok(waiting.length > 0))
  const before = await places()
  isHeld = false
  for (const go of waiting) go()
  await eventually(async () =>
    assert.ok(
      await dea.log
        .locator('.shown img')
        .evaluateAll(
          (all) => all.length >= 2 && all.slice(-2).every((img) => (img as HTMLImageElement).naturalWidth > 0),
        ),
    ),
  )
  // Less than half a CSS pixel is how a browser rounds a scroll position, and nobody sees it.
  const moved = (await places()).map((top, at) => Math.abs(top - before[at]!))
  assert.ok(moved.length === before.length && Math.max(...moved) < 0.5, `rows moved by ${moved.join(', ')} px`)
  fine(dea)
})

test('[U62] what is chosen and sent without a line goes out in order when it is back', async () => {
  const [eve, fay] = [await come('Eve'), await come('Fay')]
  await choose(eve.page, [plan('warm.pdf')])
  await eve.say('first')
  await eventually(async () => assert.equal((await rowsOf(fay, 'Eve')).length, 1))
  await eve.context.setOffline(true)
  await eve.page.locator('main[data-connection=offline]').waitFor()
  await eve.say('second')
  await choose(eve.page, [await picture('third.jpg'), plan('third.pdf')])
  await eve.say('third')
  await eve.say('fourth')
  await eventually(async () => assert.equal(await eve.log.locator('article.draft').count(), 3))
  await eve.page.locator('.draft .shown img').waitFor()
  await eve.context.setOffline(false)
  await eventually(
    async () =>
      assert.deepEqual(await rowsOf(fay, 'Eve'), [
        { text: 'first', files: ['warm.pdf'] },
        { text: 'second', files: [] },
        { text: 'third', files: ['third.jpg', 'third.pdf'] },
        { text: 'fourth', files: [] },
      ]),
    15_000,
  )
  fine(eve)
})

test('[U63, C4, C9] a browser killed half-way goes on with the upload when it comes back, and sends it once', async () => {
  const profile = temporaryFolder()
  // A browser keeps a new cookie in memory for half a minute; a person who joined earlier today has it on disk.
  const earlier = await startMortalBrowser(profile)
  const before = await earlier.context.newPage()
  await before.goto(server.url)
  await before.getByLabel('Your name').fill('Gil')
  await before.getByRole('button', { name: 'Join' }).click()
  await untilOnline(before)
  await earlier.quit()

  const first = await startMortalBrowser(profile)
  const page = await first.context.newPage()
  await page.goto(server.url)
  await untilWhole(page)
  // The line is so bad that only the first parts arrive.
  let parts = 0
  await page.route(/\/api\/files\/f_/, async (route) => {
    if (route.request().method() !== 'PATCH' || ++parts <= 3) await route.continue()
  })
  await page.evaluate((size) => {
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File([new Uint8Array(size).fill(7)], 'big.bin'))
    document
      .querySelector('.scroller')
      ?.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
  }, 28 * MB)
  await page.locator('.chosen').waitFor()
  const composer = page.getByRole('textbox', { name: 'Message' })
  await composer.fill('big')
  await composer.press('Enter')
  await composer.fill('after it')
  await composer.press('Enter')
  await page.locator('.draft').nth(1).waitFor()
  await eventually(
    async () =>
      assert.ok(
        (await page.locator('.files-progress progress').evaluate((bar) => (bar as HTMLProgressElement).value)) > 0,
      ),
    20_000,
  )
  await first.kill()

  const hal = await come('Hal')
  assert.deepEqual(await rowsOf(hal, 'Gil'), [])
  const second = await startMortalBrowser(profile)
  const again = await second.context.newPage()
  const offsets: number[] = []
  again.on('request', (request) => {
    if (request.method() === 'PATCH') offsets.push(Number(request.headers()['upload-offset']))
  })
  await again.goto(server.url)
  await eventually(
    async () =>
      assert.deepEqual(await rowsOf(hal, 'Gil'), [
        { text: 'big', files: ['big.bin'] },
        { text: 'after it', files: [] },
      ]),
    30_000,
  )
  await eventually(async () => assert.equal(await again.locator('article.draft').count(), 0))
  assert.ok((offsets[0] ?? 0) > 0, `it goes on at ${offsets[0]}`)
  await second.quit()
})

test('[U64] a file that is too large is refused before its bytes are sent, and one under way can be cancelled', async () => {
  const ida = await come('Ida')
  const uploads = new Set<string>()
  ida.page.on('request', (request) => {
    if (request.url().includes('/api/files')) uploads.add(request.method())
  })
  const folder = temporaryFolder()
  const huge = join(folder, 'huge.bin')
  writeFileSync(huge, Buffer.alloc(31 * MB))
  const [chooser] = await Promise.all([
    ida.page.waitForEvent('filechooser'),
    ida.page.getByRole('button', { name: 'Add files' }).click(),
  ])
  await chooser.setFiles(huge)
  await ida.page.getByText('huge.bin is too large: at most 30 MB.').waitFor()
  assert.equal(await ida.page.locator('.chosen').count(), 0)
  assert.equal(uploads.size, 0)

  // No part of the next one arrives.
  await ida.page.route(/\/api\/files\/f_/, (route) =>
    route.request().method() === 'PATCH' ? undefined : route.continue(),
  )
  await choose(ida.page, [plan('never.pdf')])
  await ida.say('with a file')
  await ida.say('after it')
  await eventually(() => assert.ok(uploads.has('PATCH')))
  await ida.page.getByRole('button', { name: 'Cancel upload' }).click()
  await eventually(async () => assert.deepEqual(await rowsOf(ida, 'Ida'), [{ text: 'after it', files: [] }]))
  await eventually(() => assert.ok(uploads.has('DELETE')))

  await choose(ida.page, [plan('other.pdf')])
  await ida.page.getByRole('button', { name: 'Remove other.pdf' }).click()
  await eventually(async () => assert.equal(await ida.page.locator('.chosen').count(), 0))
  fine(ida)
})

test('[U65] an edit removes a file and describes another, and a deleted message shows none', async () => {
  const [jan, kim] = [await come('Jan'), await come('Kim')]
  await choose(jan.page, [await picture('one.jpg'), await picture('two.jpg')])
  await jan.composer.press('Enter')
  await eventually(async () =>
    assert.deepEqual(await rowsOf(kim, 'Jan'), [{ text: '', files: ['one.jpg', 'two.jpg'] }]),
  )
  await jan.composer.press('ArrowUp')
  const edit = jan.page.locator('.edit')
  await edit.getByRole('button', { name: 'Remove one.jpg' }).click()
  await edit.getByRole('textbox', { name: /two\.jpg/ }).fill('The second')
  await edit.getByRole('button', { name: 'Save' }).click()
  await eventually(async () => assert.deepEqual(await rowsOf(kim, 'Jan'), [{ text: '', files: ['The second'] }]))
  const row = jan.log.locator('article[data-seq][aria-label="Jan"]')
  await row.hover()
  await row.getByRole('button', { name: 'More', exact: true }).click()
  await jan.page.getByRole('menuitem', { name: 'Delete' }).click()
  await jan.page.getByRole('menuitem', { name: /Delete/ }).click()
  await eventually(async () => assert.deepEqual(await rowsOf(kim, 'Jan'), [{ text: '', files: [] }]))
  fine(jan)
})

test('[U66] a picture opens over the page, arrows go to the others, and Esc leads back to the place', async () => {
  const leo = await come('Leo')
  await choose(leo.page, [await picture('a.jpg'), await picture('b.jpg')])
  await leo.composer.press('Enter')
  const link = leo.log.getByRole('link', { name: 'a.jpg' })
  await link.focus()
  await leo.page.keyboard.press('Enter')
  const viewer = leo.page.getByRole('dialog')
  await viewer.getByRole('img', { name: 'a.jpg' }).waitFor()
  await leo.page.keyboard.press('ArrowRight')
  await viewer.getByRole('img', { name: 'b.jpg' }).waitFor()
  await leo.page.keyboard.press('+')
  await eventually(async () =>
    assert.match(
      await viewer.getByRole('img', { name: 'b.jpg' }).evaluate((img) => (img as HTMLElement).style.transform),
      /scale\(1\.5\)/,
    ),
  )
  await leo.page.keyboard.press('Escape')
  await viewer.waitFor({ state: 'detached' })
  assert.ok(await link.evaluate((one) => one === document.activeElement))
  fine(leo)
})
