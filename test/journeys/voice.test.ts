/** Voice messages: recorded by a real browser with a microphone of its own, sent, and played by another person. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { barriers } from '../support/axe.ts'
import { openBrowser, untilOnline, untilWhole, type Visitor, visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { startServer } from '../support/server.ts'

const server = await startServer({ args: ['--limits', 'off'] })
const [browser, silent] = await Promise.all([openBrowser({ hasMicrophone: true }), openBrowser()])
after(async () => {
  await Promise.all([browser.close(), silent.close()])
  await server.stop()
})

async function come(name: string, { screen = 'desktop' }: { screen?: 'desktop' | 'phone' } = {}): Promise<Visitor> {
  const who = await visitor(browser, server.url, { screen })
  await enter(who, name)
  return who
}
async function enter(who: Visitor, name: string): Promise<void> {
  await who.join(name)
  await untilOnline(who.page)
  await untilWhole(who.page)
}

const button = (page: Page) => page.getByRole('button', { name: 'Record a voice message' })
const recorder = (page: Page) => page.getByRole('group', { name: 'Voice message' }).and(page.locator('.recorder'))
const secondsOf = async (page: Page): Promise<number> => {
  const [, minutes, seconds] = /(\d+):(\d+)/.exec((await recorder(page).getByRole('timer').textContent()) ?? '') ?? []
  return Number(minutes) * 60 + Number(seconds)
}
const lasts = (page: Page, seconds: number) =>
  eventually(async () => assert.ok((await secondsOf(page)) >= seconds), 20_000)
const loudest = (page: Page) =>
  page
    .locator('.recorder-levels rect')
    .evaluateAll((bars) => Math.max(...bars.map((bar) => Number(bar.getAttribute('height')))))
const players = ({ log }: Visitor) => log.locator('article[data-seq] .player')
/** Whether the page still listens: the browser shows that to its reader. */
const noteMicrophones = ({ context }: Visitor) =>
  context.addInitScript(() => {
    const tracks: MediaStreamTrack[] = []
    Object.assign(globalThis, { isListening: () => tracks.some(({ readyState }) => readyState === 'live') })
    const { mediaDevices } = navigator
    const ask = mediaDevices.getUserMedia.bind(mediaDevices)
    mediaDevices.getUserMedia = async (asked) => {
      const stream = await ask(asked)
      tracks.push(...stream.getTracks())
      return stream
    }
  })
const isListening = ({ page }: Visitor) =>
  page.evaluate(() => (globalThis as unknown as { isListening: () => boolean }).isListening())

test('[U175] a click records and another ends it; the message plays for others, with its length and wave', async () => {
  const [ann, bob] = [await come('Ann'), await come('Bob')]
  await button(ann.page).click()
  await recorder(ann.page).waitFor()
  await eventually(async () => assert.ok((await loudest(ann.page)) > 4, 'it shows the beep'), 20_000)
  assert.deepEqual(await barriers(ann.page), [])
  await lasts(ann.page, 2)
  await recorder(ann.page).getByRole('button', { name: 'Stop recording' }).click()
  await ann.page.locator('.chosen').waitFor()
  await recorder(ann.page).waitFor({ state: 'detached' })
  await ann.page.keyboard.press('Enter')
  await eventually(async () => assert.equal(await players(bob).count(), 1))

  const player = players(bob).first()
  const length = player.locator('.player-time')
  assert.match((await length.textContent()) ?? '', /^0:0[2-9]$/)
  await player.getByRole('button', { name: /^Play/ }).click()
  const heights = () =>
    player.locator('.wave rect').evaluateAll((bars) => new Set(bars.map((bar) => bar.getAttribute('height'))).size)
  await eventually(async () => assert.ok((await heights()) > 3, 'the wave is not flat'))
  await eventually(async () =>
    assert.ok(await player.locator('audio').evaluate((audio) => (audio as HTMLAudioElement).currentTime > 0)),
  )
  await player.getByRole('button', { name: /^Speed/ }).click()
  assert.equal(await player.locator('audio').evaluate((audio) => (audio as HTMLAudioElement).playbackRate), 1.5)
  assert.deepEqual([ann.problems, bob.problems], [[], []])
})

test('[U176] by the keyboard alone; what is discarded is not in the draft, and the microphone is off', async () => {
  const cem = await visitor(browser, 'about:blank')
  await noteMicrophones(cem)
  await cem.page.goto(server.url)
  await enter(cem, 'Cem')
  await button(cem.page).focus()
  await cem.page.keyboard.press('Enter')
  await recorder(cem.page).waitFor()
  assert.equal(await isListening(cem), true)
  await lasts(cem.page, 1)
  await cem.page.keyboard.press('Shift+Tab')
  await cem.page.keyboard.press('Enter')
  await recorder(cem.page).waitFor({ state: 'detached' })
  assert.equal(await cem.page.locator('.chosen').count(), 0)
  assert.equal(await isListening(cem), false)

  await button(cem.page).focus()
  await cem.page.keyboard.press('Space')
  await recorder(cem.page).waitFor()
  await lasts(cem.page, 1)
  await cem.page.keyboard.press('Enter')
  await cem.page.locator('.chosen').waitFor()
  assert.equal(await isListening(cem), false)
  assert.deepEqual(cem.problems, [])
})

test('[U177] it records for as long as the button is held', async () => {
  const dea = await come('Dea')
  await button(dea.page).hover()
  await dea.page.mouse.down()
  await recorder(dea.page).waitFor()
  await lasts(dea.page, 1)
  assert.equal(await dea.page.locator('.chosen').count(), 0)
  await dea.page.mouse.up()
  await dea.page.locator('.chosen').waitFor()
  await recorder(dea.page).waitFor({ state: 'detached' })
  assert.deepEqual(dea.problems, [])
})

test('[U178] it ends after fifteen minutes by itself, and what was said is in the draft', async () => {
  const eve = await come('Eve', { screen: 'phone' })
  await button(eve.page).tap()
  await recorder(eve.page).waitFor()
  await lasts(eve.page, 1)
  // The page’s clock is as if so much had passed.
  await eve.page.evaluate(() => {
    const now = performance.now.bind(performance)
    performance.now = () => now() + 15 * 60 * 1_000
  })
  await eve.page.locator('.chosen').waitFor()
  await recorder(eve.page).waitFor({ state: 'detached' })
  assert.deepEqual(eve.problems, [])
})

test('[U179] where the microphone is refused, one sentence says so and the tools are back', async () => {
  const fay = await visitor(silent, server.url)
  await enter(fay, 'Fay')
  await button(fay.page).click()
  await fay.page.getByText('doesn’t let the page use the microphone').waitFor()
  await button(fay.page).waitFor()
  assert.equal(await recorder(fay.page).count(), 0)
  assert.deepEqual(fay.problems, [])
})
