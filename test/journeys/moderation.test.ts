/** Moderation: how its acts look to the people they concern, and how they are undone. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSection } from '../support/account.ts'
import { barriers } from '../support/axe.ts'
import { untilOnline, type Visitor, visitor } from '../support/browser.ts'
import { startJourney } from '../support/journey.ts'
import { PASSWORD, enterAsPerson, ownerCode } from '../support/people.ts'
import { type Member, accepted, enter } from '../support/sockets.ts'
import { calm, visits } from '../support/visits.ts'
import { XSS } from '../support/xss.ts'

const { server, browser } = await startJourney()

const { guest, signedIn } = visits(browser, server)

/** Somebody’s page, found by typing their name among the members of the lobby. */
async function openPerson({ page }: Visitor, name: string) {
  await page.getByRole('button', { name: 'Room menu' }).click()
  await page.getByRole('menuitem', { name: 'Members' }).click()
  const members = page.getByRole('dialog', { name: 'Lobby' })
  await members.getByLabel('Find a member').fill(name)
  await members.locator('.person-link', { hasText: name }).first().click()
  await page
    .getByRole('dialog', { name: `Profile of ${name}` })
    .getByRole('button', { name: 'Moderate' })
    .click()
  const person = page.getByRole('dialog', { name, exact: true })
  await person.waitFor()
  return person
}

const close = async ({ page }: Visitor) => {
  await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

test('[W306] the link that the first start prints makes an owner, who makes a moderator', async () => {
  await enterAsPerson(server, 'Mona')
  const mona = await signedIn('Mona')
  assert.equal(await mona.page.getByRole('button', { name: /^Moderation/ }).count(), 0)

  const owner = await visitor(browser, `${server.url}/owner#${await ownerCode(server)}`)
  await owner.page.getByRole('heading', { name: 'Become the owner' }).waitFor()
  assert.deepEqual(await barriers(owner.page), [])
  await owner.page.getByLabel('Your name').fill('Olivia')
  await owner.page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await owner.page.getByLabel('Repeat password').fill('something else')
  await owner.page.getByRole('button', { name: 'Become the owner' }).click()
  await owner.page.getByText('The passwords don’t match.').waitFor()
  await owner.page.getByLabel('Repeat password').fill(PASSWORD)
  await owner.page.getByRole('button', { name: 'Become the owner' }).click()
  await untilOnline(owner.page)
  assert.equal(new URL(owner.page.url()).hash, '')

  const person = await openPerson(owner, 'Mona')
  await person.getByRole('radio', { name: /^Moderator/ }).check()
  await person.getByText('Mona is now moderator.').waitFor()
  // Her page knows it at once.
  await mona.page.getByRole('button', { name: /^Moderation/ }).waitFor()
  await close(owner)

  const late = await visitor(browser, `${server.url}/owner#${await ownerCode(server)}`)
  await late.page.getByRole('heading', { name: 'This link doesn’t work' }).waitFor()
  await late.page.getByRole('alert').filter({ hasText: 'This owner link was used or replaced.' }).waitFor()
  assert.equal(await late.page.locator('.join input').count(), 0, 'nothing is asked of people whom it does not let in')
  assert.deepEqual(await barriers(late.page), [])
  assert.deepEqual([calm(owner), calm(mona), calm(late)], [[], [], []])
})

test('the last owner cannot leave', async () => {
  const owner = await signedIn('Olivia')
  const { page } = owner
  await page.getByRole('button', { name: /^You are / }).click()
  const account = page.getByRole('dialog', { name: 'Account settings' })
  await openSection(page, 'Leaving')
  await account.getByRole('button', { name: 'Leave for good…' }).click()
  await account.getByLabel('Your password, to confirm').fill(PASSWORD)
  await account.getByRole('button', { name: 'Leave and keep my messages' }).click()
  await account.getByRole('alert').filter({ hasText: /owner/i }).waitFor()
  await close(owner)
  await owner.say('Still the owner.')
  await owner.log.getByText('Still the owner.').waitFor()
})

test('[C13] a banned user sees the ban and its reason at once, and it can be undone', async () => {
  const mona = await signedIn('Mona')
  const spam = await guest('Spammer')
  await spam.say('Buy my things')
  const person = await openPerson(mona, 'Spammer')
  await person.getByRole('button', { name: 'Ban…' }).click()
  await person.getByLabel('Reason').fill('This is no market.')
  // All tests come from one address.
  await person.getByLabel('Also ban their IP address').uncheck()
  await person.getByRole('button', { name: 'Ban Spammer' }).click()
  await spam.page.getByText('You were banned from this chat.').first().waitFor({ timeout: 1_500 })
  const card = spam.page.getByRole('alertdialog')
  await card.getByText('This is no market.').waitFor()
  // By the reader's own clock.
  assert.match(await card.innerText(), /You are banned until [^U]* \d{2}:\d{2}: This is no market\./)
  // Nothing around it does anything any more.
  assert.equal(
    await spam.page.locator(':is(a, button, textarea):visible:not(:disabled, [inert], [inert] *)').count(),
    1,
  )
  assert.deepEqual(await barriers(spam.page), [])
  await person.getByText('Spammer is banned.').waitFor()
  await close(mona)

  await mona.page.getByRole('button', { name: 'Room menu' }).click()
  await mona.page.getByRole('menuitem', { name: 'Members' }).click()
  const seats = mona.page.getByRole('dialog', { name: 'Lobby' })
  await seats.getByRole('button', { name: /Spammer.*Banned from this chat/s }).click()
  await mona.page.getByRole('button', { name: 'Moderate', exact: true }).click()
  await mona.page.getByRole('dialog', { name: 'Spammer' }).getByRole('button', { name: 'Undo ban' }).waitFor()
  await close(mona)

  await mona.page.getByRole('button', { name: /^Moderation/ }).click()
  const moderation = mona.page.getByRole('dialog', { name: 'Moderation' })
  await moderation.getByRole('tab', { name: 'Bans' }).click()
  await moderation.getByText('This is no market.').waitFor()
  assert.deepEqual(await barriers(mona.page), [])
  await moderation.getByRole('button', { name: 'Undo Spammer’s ban' }).click()
  await moderation.getByText('No one is banned.').waitFor()
  await moderation.getByRole('tab', { name: 'Log' }).click()
  await moderation.getByText(/Mona.* banned .*Spammer/).waitFor()
  await moderation.getByText(/Mona.* lifted .*Spammer.*’s ban/).waitFor()
  assert.deepEqual(await barriers(mona.page), [])
  assert.deepEqual([calm(mona), calm(spam)], [[], []])
})

test('[M1] a banned person is told the reason and the end, at once and at the next sign-in', async () => {
  await enterAsPerson(server, 'Rita')
  const [rita, mona] = [await signedIn('Rita'), await signedIn('Mona')]
  const person = await openPerson(mona, 'Rita')
  await person.getByRole('button', { name: 'Ban…' }).click()
  await person.getByLabel('Reason').fill('Enough for today.')
  await person.getByLabel('How long').selectOption('1 day')
  await person.getByRole('button', { name: 'Ban Rita' }).click()
  await person.getByText('Rita is banned.').waitFor()
  const over = rita.page.getByRole('alertdialog', { name: 'You were banned from this chat.' })
  const told = (await over.locator('p').textContent()) ?? ''
  // By the reader's own clock.
  assert.match(told, /^You are banned until \d{1,2} \w{3} \d{4}, \d\d:\d\d: Enough for today\.$/)
  assert.deepEqual(await barriers(rita.page), [])

  const again = await visitor(browser, server.url)
  await again.page.getByRole('button', { name: 'Sign in instead' }).click()
  await again.page.getByLabel('Your name').fill('Rita')
  await again.page.getByLabel('Password').fill(PASSWORD)
  await again.page.getByRole('button', { name: 'Sign in' }).click()
  const refusal = /You are banned until \d{4}-\d\d-\d\d \d\d:\d\d UTC: Enough for today\./
  await again.page.getByRole('alert').filter({ hasText: refusal }).waitFor()
  await person.getByRole('button', { name: 'Undo ban' }).click()
  await person.getByText('Rita can come back.').waitFor()
  await again.page.getByRole('button', { name: 'Sign in' }).click()
  await again.composer.waitFor()
  assert.deepEqual([calm(rita), calm(mona), calm(again)], [[], [], []])
})

test('all recent messages of a user are removed at once, and restored unchanged', async () => {
  const loud = await enter(server.url, { name: 'Loudmouth' })
  const said = await Promise.all(['one', 'two', 'three'].map((number) => loud.say(`Loud ${number}`)))
  const mona = await signedIn('Mona')
  const reader = await guest('Reader')
  await reader.log.getByText('Loud three').waitFor()

  const person = await openPerson(mona, 'Loudmouth')
  await person.getByRole('button', { name: 'Remove messages…' }).click()
  await person.getByText('You can undo it for 24 hours.').waitFor()
  await person.locator('form').getByRole('button', { name: 'Remove', exact: true }).click()
  await person.getByText('3 messages removed.').waitFor()
  for (const { body } of said) await reader.log.getByText(body).waitFor({ state: 'detached' })
  await person.getByRole('button', { name: 'Undo' }).click()
  await person.getByText('The messages are back.').waitFor()
  for (const { body } of said) await reader.log.getByText(body).waitFor()

  // Once more, and back from the log.
  await close(mona)
  const later = await openPerson(mona, 'Loudmouth')
  await later.getByRole('button', { name: 'Remove messages…' }).click()
  await later.locator('form').getByRole('button', { name: 'Remove', exact: true }).click()
  await reader.log.getByText('Loud two').waitFor({ state: 'detached' })
  await close(mona)
  await mona.page.getByRole('button', { name: /^Moderation/ }).click()
  const moderation = mona.page.getByRole('dialog', { name: 'Moderation' })
  await moderation.getByRole('tab', { name: 'Log' }).click()
  await moderation.getByRole('button', { name: 'Restore messages' }).first().click()
  await reader.log.getByText('Loud two').waitFor()
  assert.deepEqual([calm(mona), calm(reader)], [[], []])
  loud.leave()
})

test('a user who is muted in a room cannot write there until unmuted', async () => {
  const bob = await guest('Mutable Bob')
  const mona = await signedIn('Mona')
  const person = await openPerson(mona, 'Mutable Bob')
  await person.getByRole('button', { name: 'Mute for 10 minutes' }).click()
  await person.getByText('Mutable Bob is muted for 10 minutes.').waitFor()
  await bob.composer.waitFor({ state: 'hidden' })
  await person.getByRole('button', { name: 'Unmute' }).click()
  await person.getByText('Mutable Bob can post again.').waitFor()
  await bob.composer.waitFor()
  await bob.say('I have my voice back.')
  await bob.log.getByText('I have my voice back.').waitFor()
  assert.deepEqual([calm(mona), calm(bob)], [[], []])
})

test('a reported message is shown with its text, deleted, and the report closed', async () => {
  const rude = await enter(server.url, { name: 'Rude' })
  const { seq } = await rude.say('Something nasty')
  const mona = await signedIn('Mona')
  const ann = await guest('Ann who reports')
  const row = ann.log.locator(`article[data-seq="${seq}"]`)
  await row.hover()
  await row.getByRole('button', { name: 'More' }).click()
  await ann.page.getByRole('menuitem', { name: 'Report to moderators' }).click()
  const report = ann.page.getByRole('dialog', { name: 'Report a message' })
  assert.deepEqual(await barriers(ann.page), [])
  await report.getByLabel('What’s wrong with it?').fill('It hurts.')
  await report.getByRole('button', { name: 'Report', exact: true }).click()
  await report.getByText('Thank you.').waitFor()

  await mona.page.getByRole('button', { name: /^Moderation, 1 open report/ }).click()
  const moderation = mona.page.getByRole('dialog', { name: 'Moderation' })
  await moderation.getByText('Something nasty').waitFor()
  await moderation.getByText('It hurts.').waitFor()
  assert.deepEqual(await barriers(mona.page), [])
  await moderation.getByRole('button', { name: 'Delete message' }).click()
  await moderation.getByText('It can’t be undone.').waitFor()
  await moderation.locator('form').getByRole('button', { name: 'Delete message' }).click()
  await ann.log.getByText('Something nasty').waitFor({ state: 'detached' })
  await moderation.getByRole('button', { name: 'Close report' }).click()
  await moderation.getByText('No open reports.').waitFor()
  await close(mona)
  await mona.page.getByRole('button', { name: 'Moderation', exact: true }).waitFor()
  assert.deepEqual([calm(mona), calm(ann)], [[], []])
  rude.leave()
})

test('[W505] settings that are chosen while the server is slow are all saved, the last choice of each', async () => {
  const owner = await signedIn('Olivia')
  await owner.page.getByRole('button', { name: /^Moderation/ }).click()
  const moderation = owner.page.getByRole('dialog', { name: 'Moderation' })
  await moderation.getByRole('tab', { name: 'Settings' }).click()
  const rooms = moderation.getByRole('group', { name: 'Who can create rooms' })
  const words = moderation.getByLabel('Words of messages in notifications')
  await words.waitFor()
  process.kill(server.pid, 'SIGSTOP')
  try {
    for (const role of ['Moderators and owners', 'Everyone with a password']) await rooms.getByLabel(role).check()
    await words.uncheck()
  } finally {
    process.kill(server.pid, 'SIGCONT')
  }
  await moderation.getByText('Saved.').waitFor()
  const again = await signedIn('Olivia')
  await again.page.getByRole('button', { name: /^Moderation/ }).click()
  await again.page.getByRole('tab', { name: 'Settings' }).click()
  const saved = again.page.getByRole('dialog', { name: 'Moderation' })
  assert.ok(await saved.getByLabel('Everyone with a password').first().isChecked())
  assert.equal(await saved.getByLabel('Words of messages in notifications').isChecked(), false)
  await words.check()
  await rooms.getByLabel('Everyone, including guests').check()
  await moderation.getByText('Saved.').waitFor()
  assert.deepEqual(calm(owner), [])
})

test('the owner’s settings for creating rooms and reading the log take effect at once on every page', async () => {
  const owner = await signedIn('Olivia')
  await owner.page.getByRole('button', { name: /^Moderation/ }).click()
  const moderation = owner.page.getByRole('dialog', { name: 'Moderation' })
  await moderation.getByRole('tab', { name: 'Settings' }).click()
  await moderation.getByRole('group', { name: 'Who can create rooms' }).getByLabel('Moderators and owners').check()
  await moderation.getByText('Saved.').waitFor()
  assert.deepEqual(await barriers(owner.page), [])
  const ann = await guest('Ann without rooms')
  assert.equal(await ann.page.getByRole('button', { name: 'New room' }).count(), 0)
  await moderation.getByRole('group', { name: 'Who can create rooms' }).getByLabel('Everyone, including guests').check()
  await ann.page.getByRole('button', { name: 'New room' }).waitFor()

  await enterAsPerson(server, 'Paula')
  const paula = await signedIn('Paula')
  for (const who of [ann, paula]) await who.page.getByRole('button', { name: /^You are / }).click()
  const log = (who: Visitor) => who.page.getByRole('button', { name: 'Moderation log' })
  await paula.page.getByRole('dialog').getByText('Change password').first().waitFor()
  assert.equal(await log(paula).count(), 0)
  await moderation.getByRole('group', { name: 'Who can read the log' }).getByLabel('Everyone with a password').check()
  await log(paula).click()
  await paula.page.getByText(/Olivia.* made .*Mona.* moderator/).waitFor()
  assert.deepEqual(await paula.page.getByRole('tab').allInnerTexts(), ['Log'])
  assert.equal(await log(ann).count(), 0)
  await close(owner)
  assert.deepEqual([calm(owner), calm(ann), calm(paula)], [[], [], []])
})

/** Elements that are in the page only if a text became markup. */
const foreign = ({ page }: Visitor) =>
  page.evaluate(() => {
    const elements = [...document.body.querySelectorAll('*')]
    const attributes = elements.flatMap((element) =>
      [...element.attributes].map(({ name, value }) => ({ tag: element.tagName, name, value })),
    )
    return [
      ...attributes.filter(({ name }) => name.startsWith('on')),
      ...attributes.filter(
        ({ name, value }) =>
          ['href', 'src', 'action', 'formaction', 'xlink:href', 'srcdoc', 'data'].includes(name) &&
          /^\s*(javascript|vbscript|data|file):/i.test(value),
      ),
      ...elements
        .map(({ tagName }) => tagName)
        .filter((tag) => /^(IFRAME|OBJECT|EMBED|STYLE|META|BASE|MATH|IMG|MARQUEE|VIDEO|U)$/i.test(tag)),
    ]
  })

test('a script as a name, a room’s name, a topic or a reason is text in every dialog', async () => {
  const named: Member[] = []
  for (const name of [...XSS, '<img src=x onerror=alert(1)>', '"><svg onload=alert(1)>', '<u onclick=x>Ann</u>']) {
    const [short] = [name.slice(0, 32)]
    // Not every one of them is a name; a name is what the server takes for one.
    const member = await enter(server.url, { name: short }).catch(() => undefined)
    if (member) named.push(member)
  }
  assert.ok(named.length > 20, `${named.length} are names`)
  const host = await enterAsPerson(server, 'Host of horrors')
  let rooms = 0
  for (const text of XSS) {
    const made = await host.run('room:create', { name: text.slice(0, 50), kind: 'open' })
    if (!made.ok) continue
    rooms += 1
    await host.run('room:update', { roomId: made.value.id, topic: text.slice(0, 250) })
  }
  assert.ok(rooms > 20, `${rooms} are rooms`)
  const bad = accepted(
    await host.run('room:create', {
      name: '<img src=x onerror=alert(2)>',
      kind: 'open',
      memberIds: named.slice(0, 50).map(({ welcome }) => welcome.you.id),
    }),
  )
  accepted(await host.run('room:update', { roomId: bad.id, topic: XSS.join(' ').slice(0, 250) }))
  const [mallory] = named
  assert.ok(mallory)
  for (const body of XSS.slice(0, 5)) {
    const { seq } = await mallory.say(body)
    accepted(await host.run('message:report', { roomId: 'lobby', seq, reason: body.slice(0, 500) }))
  }
  const mona = await signedIn('Mona')
  const { page } = mona
  const victim = named.at(-1)
  assert.ok(victim)
  accepted(
    await (
      await monaOnSocket()
    ).run('user:ban', { userId: victim.welcome.you.id, reason: XSS[0] ?? '', address: false }),
  )

  const check = async (what: string) => {
    await page.getByRole('dialog').last().waitFor()
    await page.getByRole('dialog').getByText('Loading…').waitFor({ state: 'detached' })
    assert.deepEqual(await foreign(mona), [], what)
    assert.deepEqual(calm(mona), [], what)
  }
  for (const name of ['Browse rooms', 'New room', 'New message']) {
    await page.getByRole('button', { name, exact: true }).click()
    await page.getByText('alert(1)').first().waitFor()
    await check(name)
    await close(mona)
  }
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('alert')
  await page.getByRole('option', { name: /alert/ }).first().waitFor()
  await check('the switcher')
  await close(mona)

  await page.goto(`${server.url}/${bad.slug}`)
  await untilOnline(page)
  await page.getByRole('button', { name: 'Room menu' }).click()
  await page.getByRole('menuitem', { name: 'About this room' }).click()
  for (const tab of await page.getByRole('tab').all()) {
    await tab.click()
    await check(await tab.innerText())
  }
  await page.getByRole('tab', { name: 'Members' }).click()
  await page.getByRole('dialog').locator('.person-link', { hasText: 'alert' }).first().click()
  await check('a profile')
  await page.getByRole('button', { name: 'Moderate' }).click()
  await page.getByRole('button', { name: 'Ban…' }).click()
  await check('a person')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await close(mona)
  await page.getByRole('button', { name: /^Moderation/ }).click()
  for (const tab of await page.getByRole('tab').all()) {
    await tab.click()
    await check(await tab.innerText())
  }
  for (const member of [...named, host]) member.leave()
})

async function monaOnSocket(): Promise<Member> {
  const response = await fetch(`${server.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Mona', password: PASSWORD }),
  })
  const { token } = (await response.json()) as { token: string }
  return enter(server.url, { token })
}

test('[W203] a choice shows the new value from the click, however early', async () => {
  const owner = await signedIn('Olivia')
  const { page } = owner
  await page.evaluate(() => {
    new MutationObserver((_, observer) => {
      const radio = document.querySelector<HTMLInputElement>('input[type=radio][value=members]')
      if (!radio) return
      observer.disconnect()
      radio.click()
      // Drawn again, and not answered yet.
      setTimeout(() => Object.assign(globalThis, { isChosen: radio.checked }))
    }).observe(document.body, { childList: true, subtree: true })
  })
  await page.getByRole('button', { name: /^Moderation/ }).click()
  await page.getByRole('dialog', { name: 'Moderation' }).getByRole('tab', { name: 'Settings' }).click()
  await page.waitForFunction(() => 'isChosen' in globalThis)
  assert.ok(await page.evaluate(() => (globalThis as unknown as { isChosen: boolean }).isChosen))
  await page.getByText('Saved.').waitFor()
  await close(owner)
})
