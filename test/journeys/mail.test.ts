/** Mail on the page: an address, what it is for, and the ways in by it; by keyboard, on a phone and on a desktop. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openSection } from '../support/account.ts'
import { openBrowser, untilOnline, visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { codeIn, startMailServer, startWithMail } from '../support/mail.ts'
import { codeOf, done, overHttp, PASSWORD, person } from '../support/people.ts'
import { assertGood } from '../support/screens.ts'
import { startServer } from '../support/server.ts'
import { visits } from '../support/visits.ts'

const mail = await startMailServer()
const server = await startWithMail(mail, { args: ['--limits', 'off'] })
const plain = await startServer({ args: ['--limits', 'off'] })
const browser = await openBrowser()
after(() => browser.close())
/** Set to a folder, each screen is kept there as a picture. */
const pictures = process.env.MAIL_PICTURES

for (const [screen, locale, colors] of [
  ['desktop', 'en', 'light'],
  ['phone', 'ar', 'dark'],
  ['phone', 'de', 'light'],
] as const) {
  test(`[Y19] [Y20] an address is given, confirmed, used to sign in and for a lost password (${screen}, ${locale})`, async () => {
    const name = `Ann ${locale}`
    const address = `ann.${locale}@example.org`
    const ann = await person(server, name)
    const here = await visits(browser, server).as(ann, '/', { screen, locale, colors })
    const { page } = here
    const good = async (what: string) => {
      await assertGood(here, what)
      if (pictures) await page.screenshot({ path: `${pictures}/${screen}-${locale}-${what}.png`, fullPage: true })
    }
    const dialog = page.locator('dialog[open]')
    const open = async () => {
      if (screen === 'phone') await page.locator('.header > .narrow').click()
      await page.locator('.side-you').click()
      if (screen === 'phone') await dialog.locator('.section-link').nth(2).click()
      else await dialog.getByRole('tab').nth(2).click()
      await dialog.locator('[name=address]').waitFor()
    }
    await open()
    await dialog.locator('[name=address]').fill(address)
    await dialog.locator('[name=password]').fill(PASSWORD)
    await page.keyboard.press('Enter')
    await dialog.getByRole('status').getByText(address).waitFor()
    await good('waiting')

    await page.goto(`${server.url}/confirm-mail#${codeIn(await mail.next(address), '/confirm-mail')}`)
    await page.locator('form.join').waitFor()
    await good('confirm')
    await page.locator('form.join button[type=submit]').click()
    await page.getByText(address).waitFor()
    await good('confirmed')
    await page.locator('.join .button-main').click()
    await untilOnline(page)
    await open()
    await dialog.locator('select').selectOption('15')
    await dialog.getByRole('checkbox').check()
    await eventually(async () => {
      const { missedAfter, weekly } = await done(server, ann, 'mail:get', {})
      assert.deepEqual([missedAfter, weekly], [15, true])
    })
    await good('settings')

    // Signed out, the same address is the way in.
    const away = await visitor(browser, server.url, { screen, locale, colors })
    await away.page.locator('.join-other').first().click()
    const ways = away.page.locator('form.join .join-other')
    await eventually(async () => assert.equal(await ways.count(), 3))
    await away.page.locator('#join-name').fill('')
    await ways.nth(0).press('Enter')
    await eventually(async () => assert.notEqual(await away.page.locator('form.join [role=status]').innerText(), ''))
    assert.equal(await away.page.evaluate(() => document.activeElement?.id), 'join-name')
    await away.page.locator('#join-name').fill(address)
    await ways.nth(1).press('Enter')
    const reset = await mail.next(address, 2)
    await assertGood(away, 'asked')
    if (pictures) await away.page.screenshot({ path: `${pictures}/${screen}-${locale}-asked.png` })
    await away.page.goto(`${server.url}/new-password#${codeIn(reset, '/new-password')}`)
    await away.page.locator('[name=password]').fill('a better password')
    await away.page.locator('[name=again]').fill('a better password')
    await assertGood(away, 'new password')
    if (pictures) await away.page.screenshot({ path: `${pictures}/${screen}-${locale}-new.png` })
    await away.page.keyboard.press('Enter')
    await untilOnline(away.page)
    // The other device is signed out.
    assert.equal(codeOf(await overHttp(server, ann.token, 'mail:get', {})), 'unauthorized')
    await away.page.goto(`${server.url}/new-password#${codeIn(reset, '/new-password')}`)
    await away.page.locator('#join-failure').waitFor()
    await away.context.close()
    await here.context.close()
  })
}

test('[Y1] a chat without a mail server shows nothing of mail', async () => {
  const ben = await person(plain, 'Ben')
  const here = await visits(browser, plain).as(ben)
  await here.page.locator('.side-you').click()
  await openSection(here.page, 'Devices')
  assert.equal(await here.page.getByRole('tab', { name: 'E-mail' }).count(), 0)
  const away = await visitor(browser, plain.url)
  await away.page.locator('.join-other').first().click()
  await away.page.locator('#join-password').waitFor()
  assert.equal(await away.page.locator('form.join .join-other').count(), 1)
})
