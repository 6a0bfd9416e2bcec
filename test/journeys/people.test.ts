/** Accounts, devices, rooms and direct messages, as their users meet them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSection } from '../support/account.ts'
import { type Visitor, visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { startJourney } from '../support/journey.ts'
import { arrive as newcomer, PASSWORD, done, draft, enterAsOwner, enterAsPerson, person } from '../support/people.ts'
import { accepted, enter } from '../support/sockets.ts'
import { calm, visits } from '../support/visits.ts'

const { server, browser } = await startJourney()
const olivia = await enterAsOwner(server)

const { guest, signedIn } = visits(browser, server)

async function openAccount({ page }: Visitor, section?: string) {
  await page.getByRole('button', { name: /^You are / }).click()
  const dialog = page.getByRole('dialog', { name: 'Account settings' })
  await dialog.waitFor()
  if (section !== undefined) await openSection(page, section)
  return dialog
}

test('a guest keeps the name with a password, and is the same person on a second device', async () => {
  const ann = await guest('Ann')
  await ann.say('Said as a guest.')
  await ann.log.getByText('Said as a guest.').waitFor()
  const account = await openAccount(ann)
  await account.getByLabel('Choose a password').fill(PASSWORD)
  await account.getByRole('button', { name: 'Keep my name' }).click()
  await account.getByText('Ann is yours now.').waitFor()

  const second = await signedIn('ann')
  await second.log.getByText('Said as a guest.').waitFor()
  await second.page.getByRole('button', { name: 'You are Ann' }).waitFor()

  // One of them is renamed: both are, and so is what was said.
  await account.getByLabel('Display name').fill('Anna')
  await account.getByRole('button', { name: 'Change name' }).click()
  await account.getByText('Name changed. Your earlier messages').waitFor()
  await second.page.getByRole('button', { name: 'You are Anna' }).waitFor()
  await second.log.getByText('Anna', { exact: true }).first().waitFor()
  assert.deepEqual([calm(ann), calm(second)], [[], []])
})

test('[P39] a guest whose name a person takes is told, may choose another, and reads it once', async () => {
  const other = await newcomer(server, { name: 'Nora' })
  const nora = await guest('Nora')
  await nora.page.getByRole('button', { name: 'You are Nora' }).waitFor()
  await nora.say('Said as Nora.')
  await done(server, other, 'user:claim', { password: PASSWORD })
  const bar = nora.page.getByRole('status').filter({ hasText: '“Nora” belongs to a member now. You’re “Nora 2”.' })
  await bar.waitFor()
  await nora.page.getByRole('button', { name: 'You are Nora 2' }).waitFor()
  await nora.log.getByText('Nora 2', { exact: true }).first().waitFor()
  // It stays over a reload until it was read. All of it goes by keyboard.
  await nora.page.reload()
  await bar.getByRole('button', { name: 'Choose another name' }).press('Enter')
  await nora.page.getByRole('dialog', { name: 'Account settings' }).waitFor()
  await nora.page.keyboard.press('Escape')
  await bar.getByRole('button', { name: 'OK' }).press('Enter')
  await bar.waitFor({ state: 'detached' })
  await nora.page.reload()
  await nora.page.getByRole('button', { name: 'You are Nora 2' }).waitFor()
  assert.equal(await bar.count(), 0)
  assert.deepEqual(calm(nora), [])
})

test('[W306] a link with a QR code signs in a second device, once, and each device can be signed out', async () => {
  await enterAsPerson(server, 'Ben')
  const ben = await signedIn('Ben')
  const account = await openAccount(ben, 'Devices')
  await account.getByRole('button', { name: 'Create link' }).click()
  await account.getByRole('img', { name: /QR code/ }).waitFor()
  await account.getByText(/^Expires in (10:00|9:5\d)/).waitFor()
  const link = await account.getByLabel('Sign-in link').inputValue()
  assert.ok(link.startsWith(`${server.url}/sign-in#`), link)

  const phone = await visitor(browser, link, { screen: 'phone' })
  const slow = await visitor(browser, link)
  await slow.page.getByRole('button', { name: 'Sign in on this device' }).waitFor()
  await phone.page.getByRole('button', { name: 'Sign in on this device' }).click()
  await phone.composer.waitFor()
  const late = await visitor(browser, link)
  await late.page.getByRole('heading', { name: 'This link doesn’t work' }).waitFor()
  await late.page.getByRole('alert').filter({ hasText: 'was used or has expired' }).waitFor()
  assert.equal(await late.page.getByRole('button', { name: 'Sign in on this device' }).count(), 0)
  // The link was used up between the look and the click.
  await slow.page.getByRole('button', { name: 'Sign in on this device' }).click()
  await slow.page.getByRole('alert').filter({ hasText: 'was used or has expired' }).waitFor()

  await ben.page.keyboard.press('Escape')
  const again = await openAccount(ben, 'Devices')
  await again.getByRole('button', { name: 'Sign out all other devices' }).click()
  await again.getByText('Every device except this one').waitFor()
  await again.locator('form').getByRole('button', { name: 'Sign out all other devices' }).click()
  await phone.page.getByText('You were signed out.').first().waitFor()
  await eventually(async () => assert.equal(await again.getByRole('button', { name: /^Sign out / }).count(), 0))
  await ben.page.keyboard.press('Escape')
  await ben.say('Still here.')
  await ben.log.getByText('Still here.').waitFor()
  assert.deepEqual([calm(ben), calm(phone), calm(late), calm(slow)], [[], [], [], []])
})

test('a password changes only with the right one, and nothing typed is lost on the way', async () => {
  await enterAsPerson(server, 'Cleo')
  const cleo = await signedIn('Cleo')
  const account = await openAccount(cleo)
  await account.getByLabel('Current password').fill('not this one')
  await account.getByLabel('New password').fill('another long password')
  await account.getByRole('button', { name: 'Change password' }).click()
  await account.getByRole('alert').filter({ hasText: /\S/ }).waitFor()
  assert.equal(await account.getByLabel('New password').inputValue(), 'another long password')
  await account.getByLabel('Current password').fill(PASSWORD)
  await account.getByRole('button', { name: 'Change password' }).click()
  await account.getByText('Password changed. Your other devices are signed out.').waitFor()
  assert.equal(await account.getByLabel('New password').inputValue(), '')
  assert.deepEqual(calm(cleo), [])
})

test('leaving for good asks first, and messages stay under another name', async () => {
  await enterAsPerson(server, 'Dora')
  const dora = await signedIn('Dora')
  await dora.say('Dora was here.')
  await dora.log.getByText('Dora was here.').waitFor()
  const account = await openAccount(dora, 'Leaving')
  await account.getByRole('button', { name: 'Leave for good…' }).click()
  await account.getByText('You can’t get this account back.').waitFor()
  await account.getByLabel('Your password, to confirm').fill('wrong password')
  await account.getByRole('button', { name: 'Leave and keep my messages' }).click()
  await account.getByRole('alert').filter({ hasText: /\S/ }).waitFor()
  await account.getByLabel('Your password, to confirm').fill(PASSWORD)
  await account.getByRole('button', { name: 'Leave and keep my messages' }).click()
  await dora.page.getByText('You left this chat.').waitFor()

  const eve = await guest('Eve')
  await eve.log.getByText('Dora was here.').waitFor()
  await eve.log
    .getByText(/former member/i)
    .first()
    .waitFor()
  assert.equal(await eve.log.getByText('Dora', { exact: true }).count(), 0)
  assert.deepEqual([calm(dora), calm(eve)], [[], []])
})

test('[R16] a direct room with a person who left for good is named after a former member everywhere, not after me', async () => {
  const [ida, jon] = await Promise.all([person(server, 'Ida'), person(server, 'Jon')])
  const { id } = await done(server, ida, 'room:create', { kind: 'direct', memberIds: [jon.user.id] })
  await done(server, jon, 'message:send', draft(id, 'Farewell.'))
  const here = await signedIn('Ida')
  await here.page.getByRole('navigation').getByRole('link', { name: 'Jon' }).click()
  await here.page.getByRole('heading', { level: 1, name: 'Jon' }).waitFor()
  await done(server, jon, 'user:leave', { messages: 'keep', password: PASSWORD })

  const called = async () => {
    await here.page.getByRole('heading', { level: 1, name: 'former member' }).waitFor()
    await here.page.getByRole('navigation').getByRole('link', { name: 'former member' }).waitFor()
    assert.match(await here.page.title(), /^former member · /)
  }
  await called()
  await here.page.reload()
  await here.log.getByText('Farewell.').waitFor()
  await called()
  await here.page.keyboard.press('Control+k')
  await here.page.getByRole('option', { name: /former member/ }).waitFor()
  assert.equal(await here.page.getByRole('option', { name: 'Only you' }).count(), 0)
  assert.deepEqual(calm(here), [])
})

test('a room is made, found, joined, renamed, left and deleted', async () => {
  await enterAsPerson(server, 'Fred')
  const fred = await signedIn('Fred')
  await fred.page.getByRole('button', { name: 'New room' }).click()
  const made = fred.page.getByRole('dialog', { name: 'New room' })
  await made.getByLabel('Name', { exact: true }).fill('Book club')
  await made.getByLabel('Topic').fill('Chapter by chapter')
  await made.getByRole('button', { name: 'Create room' }).click()
  await fred.page.getByRole('heading', { name: 'Book club', level: 1 }).waitFor()
  assert.equal(new URL(fred.page.url()).pathname, '/book-club')
  await fred.page.getByText('Chapter by chapter').first().waitFor()

  const gwen = await guest('Gwen')
  await gwen.page.getByRole('button', { name: 'Browse rooms' }).click()
  const browse = gwen.page.getByRole('dialog', { name: 'Rooms', exact: true })
  await browse.getByLabel('Find a room').fill('book')
  await browse.getByRole('button', { name: 'Join Book club' }).click()
  await gwen.page.getByRole('heading', { name: 'Book club', level: 1 }).waitFor()
  await gwen.say('What are we reading?')
  await fred.log.getByText('What are we reading?').waitFor()

  await fred.page.getByRole('button', { name: 'Room menu' }).click()
  await fred.page.getByRole('menuitem', { name: 'Settings' }).click()
  const room = fred.page.getByRole('dialog')
  await room.getByLabel('Name', { exact: true }).fill('Reading circle')
  await room.getByRole('button', { name: 'Save' }).click()
  await room.getByText('Saved.').waitFor()
  await gwen.page.getByRole('heading', { name: 'Reading circle', level: 1 }).waitFor()

  await gwen.page.getByRole('button', { name: 'Room menu' }).click()
  await gwen.page.getByRole('menuitem', { name: 'About this room' }).click()
  const about = gwen.page.getByRole('dialog', { name: 'Reading circle' })
  await about.getByRole('button', { name: 'Leave this room' }).click()
  await about.getByText('you can join again at any time').waitFor()
  await about.getByRole('button', { name: 'Leave this room' }).click()
  await gwen.page.getByRole('heading', { name: 'Lobby', level: 1 }).waitFor()

  await room.getByRole('button', { name: 'Delete this room…' }).click()
  await room.getByLabel('Type the room’s name').fill('Book club')
  await room.getByRole('button', { name: 'Delete for good' }).click()
  await room.getByRole('alert').filter({ hasText: /\S/ }).waitFor()
  await room.getByLabel('Type the room’s name').fill('Reading circle')
  await room.getByRole('button', { name: 'Delete for good' }).click()
  await fred.page.getByRole('heading', { name: 'Lobby', level: 1 }).waitFor()
  assert.deepEqual([calm(fred), calm(gwen)], [[], []])
})

test('the same people have one conversation, and blocking ends it', async () => {
  const hana = await guest('Hana')
  const ivan = await guest('Ivan')
  await hana.page.getByRole('button', { name: 'New message' }).click()
  const picked = hana.page.getByRole('dialog', { name: 'New conversation' })
  await picked.getByLabel('Find people by name').fill('iva')
  await picked.getByRole('checkbox', { name: /Ivan/ }).check()
  await picked.getByRole('button', { name: 'Start conversation' }).click()
  await hana.page.getByRole('heading', { name: 'Ivan', level: 1 }).waitFor()
  await hana.say('Only for you.')
  await hana.log.getByText('Only for you.').waitFor()

  await ivan.page.getByRole('navigation').getByRole('link', { name: /Hana/ }).click()
  await ivan.log.getByText('Only for you.').waitFor()
  const address = new URL(ivan.page.url()).pathname
  await ivan.page.getByRole('navigation').getByRole('link', { name: /Lobby/ }).click()
  await ivan.page.getByRole('heading', { name: 'Lobby', level: 1 }).waitFor()
  await ivan.page.keyboard.press('Control+k')
  await ivan.page.getByRole('combobox').fill('han')
  await ivan.page.getByRole('option', { name: /Hana/ }).first().waitFor()
  await ivan.page.keyboard.press('Enter')
  await ivan.log.getByText('Only for you.').waitFor()
  assert.equal(new URL(ivan.page.url()).pathname, address)
  // An answer accepts what would be declined with the block.
  await ivan.say('I hear you.')
  await hana.log.getByText('I hear you.').waitFor()

  await ivan.page.getByRole('button', { name: 'Room menu' }).click()
  await ivan.page.getByRole('menuitem', { name: 'Members' }).click()
  await ivan.page.getByRole('dialog').locator('.person-link', { hasText: 'Hana' }).click()
  const person = ivan.page.getByRole('dialog', { name: 'Profile of Hana' })
  await person.getByRole('button', { name: 'Block', exact: true }).click()
  await person.getByText('You blocked them').waitFor()
  await hana.say('And for you again.')
  await hana.log.locator('article[data-state=failed]').filter({ hasText: 'And for you again.' }).waitFor()
  await ivan.page.keyboard.press('Escape')
  await ivan.page.keyboard.press('Escape')
  assert.equal(await ivan.log.getByText('And for you again.').count(), 0)
  const account = await openAccount(ivan, 'Notifications')
  await account.getByRole('button', { name: 'Unblock Hana' }).click()
  await account.getByText('Blocked people').waitFor({ state: 'detached' })
  await ivan.page.keyboard.press('Escape')
  await hana.say('Now it goes through.')
  await ivan.log.getByText('Now it goes through.').waitFor()
  assert.deepEqual([calm(hana), calm(ivan)], [[], []])
})

test('a person is added by name, made host and removed again', async () => {
  const jo = await guest('Jo to be seated')
  await enterAsPerson(server, 'Kim')
  const kim = await signedIn('Kim')
  accepted(await olivia.run('room:create', { name: 'Somewhere else', kind: 'open' }))
  await kim.page.getByRole('button', { name: 'New room' }).click()
  const made = kim.page.getByRole('dialog', { name: 'New room' })
  await made.getByLabel('Name', { exact: true }).fill('Quiet room')
  await made.getByLabel('Closed', { exact: false }).check()
  await made.getByRole('button', { name: 'Create room' }).click()
  await kim.page.getByRole('heading', { name: 'Quiet room', level: 1 }).waitFor()

  await kim.page.getByRole('button', { name: 'Room menu' }).click()
  await kim.page.getByRole('menuitem', { name: 'Invite people' }).click()
  const room = kim.page.getByRole('dialog', { name: 'Quiet room' })
  await room.getByLabel('Find people by name').fill('jo to')
  await room.getByRole('button', { name: 'Add Jo to be seated' }).click()
  await room.getByText('joined').waitFor()
  await jo.page.getByRole('link', { name: /Quiet room/ }).click()
  await jo.say('Thank you.')
  await jo.log.getByText('Thank you.').waitFor()

  await room.getByRole('tab', { name: 'Members' }).click()
  await room.getByRole('button', { name: 'Make host: Jo to be seated' }).click()
  await room.getByText('host', { exact: true }).nth(1).waitFor()
  // Two hosts are equals: neither unmakes or removes the other. Jo steps down.
  assert.equal(await room.getByRole('button', { name: 'Remove as host: Jo to be seated' }).count(), 0)
  await jo.page.getByRole('button', { name: 'Room menu' }).click()
  await jo.page.getByRole('menuitem', { name: 'Members' }).click()
  await jo.page.getByRole('button', { name: 'Remove as host: Jo to be seated' }).click()
  await jo.page.getByRole('button', { name: 'Remove as host: Jo to be seated' }).waitFor({ state: 'detached' })
  await jo.page.keyboard.press('Escape')
  await room.getByRole('tab', { name: 'About' }).click()
  await room.getByRole('tab', { name: 'Members' }).click()
  await room.getByRole('button', { name: 'Remove', exact: true }).click()
  await room.getByText('will be removed and can’t rejoin').waitFor()
  await room.locator('form').getByRole('button', { name: 'Remove', exact: true }).click()
  await jo.page.getByText('You were removed from Quiet room').waitFor()
  assert.deepEqual([calm(kim), calm(jo)], [[], []])
})

test('a mention from a person’s dialog keeps the draft', async () => {
  const member = await enter(server.url, { name: 'Quentin' })
  const una = await guest('Una')
  await una.composer.fill('Have you seen this,')
  await una.page
    .getByRole('navigation')
    .getByRole('button', { name: /Quentin/ })
    .click()
  await una.page.getByRole('dialog', { name: 'Quentin' }).getByRole('button', { name: 'Mention' }).click()
  await eventually(async () => assert.equal(await una.composer.inputValue(), 'Have you seen this, @Quentin '))
  await una.page.keyboard.type('?')
  assert.equal(await una.composer.inputValue(), 'Have you seen this, @Quentin ?')
  assert.deepEqual(calm(una), [])
  member.leave()
})

test('by keyboard alone: dialogs take the focus, keep it, and give it back', async () => {
  const lea = await guest('Lea')
  const { page } = lea
  const opener = page.getByRole('button', { name: 'Browse rooms' })
  await opener.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'Rooms', exact: true }).waitFor()
  await page.keyboard.type('lobby')
  assert.equal(await page.getByLabel('Find a room').inputValue(), 'lobby', 'the field has the focus')
  for (let presses = 0; presses < 30; presses++) {
    await page.keyboard.press('Tab')
    assert.ok(
      await page.evaluate(() => document.activeElement === document.body || document.activeElement?.closest('dialog')),
      'the focus stays in the dialog',
    )
  }
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  assert.ok(await opener.evaluate((element) => element === document.activeElement))

  await page.keyboard.press('Shift+?')
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('lob')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await lea.composer.waitFor()
  assert.deepEqual(calm(lea), [])
})

test('a click beside a dialog closes it, but throws away nothing that was written', async () => {
  const mia = await guest('Mia')
  await mia.page.getByRole('button', { name: 'New room' }).click()
  const dialog = mia.page.getByRole('dialog', { name: 'New room' })
  await dialog.waitFor()
  await mia.page.mouse.click(10, 10)
  await dialog.waitFor({ state: 'detached' })
  await mia.page.getByRole('button', { name: 'New room' }).click()
  await dialog.getByLabel('Topic').fill('A long thought')
  await mia.page.mouse.click(10, 10)
  assert.equal(await dialog.getByLabel('Topic').inputValue(), 'A long thought')
  assert.deepEqual(calm(mia), [])
})

test('at 200 % a dialog still shows all it has', async () => {
  // As a browser does it: half the room, twice the size.
  const member = await enter(server.url, { name: 'Olaf' })
  const pia = await guest('Pia')
  await pia.page.setViewportSize({ width: 640, height: 400 })
  await pia.page.keyboard.press('Control+k')
  await pia.page.getByRole('combobox').fill('Olaf')
  await pia.page.getByRole('option', { name: /Olaf/ }).first().waitFor()
  await pia.page.keyboard.press('Escape')
  await pia.page.setViewportSize({ width: 320, height: 400 })
  await pia.page.keyboard.press('Control+k')
  await pia.page.getByRole('combobox').waitFor()
  assert.equal(
    await pia.page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
    true,
  )
  assert.deepEqual(calm(pia), [])
  member.leave()
})
