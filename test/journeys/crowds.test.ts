/** Reactions of very many people: the page counts them, names some, and shows all on demand. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventually } from '../support/eventually.ts'
import { startJourney } from '../support/journey.ts'
import { done, enterAsOwner, enterAsPerson, guest } from '../support/people.ts'
import { assertGood } from '../support/screens.ts'
import { accepted } from '../support/sockets.ts'
import { visits } from '../support/visits.ts'

const { server, browser } = await startJourney()
const olivia = await enterAsOwner(server)
const { signedIn } = visits(browser, server)

const CROWD = 60
const crowd = await Promise.all(Array.from({ length: CROWD }, () => guest(server)))

test('[M46, M47] sixty react: the page counts them, marks mine behind the fiftieth, and shows all by keyboard', async () => {
  const member = await enterAsPerson(server, 'Rita')
  const { seq } = await olivia.say('We have a new room!')
  for (const somebody of crowd)
    await done(server, somebody, 'message:react', { roomId: 'lobby', seq, emoji: '🎉', on: true })
  const rita = await signedIn('Rita')
  const row = rita.page.locator(`article[data-seq="${seq}"]`)
  const reaction = row.getByRole('button', { name: /^🎉 \d+/ })
  await row.getByRole('button', { name: /^🎉 60: .*\d+ others$/ }).waitFor()
  assert.equal(await reaction.getAttribute('aria-pressed'), 'false')

  // Mine is the sixty-first: neither a reload nor another device forgets it.
  const pressed = (on: boolean) =>
    eventually(async () => assert.equal(await reaction.getAttribute('aria-pressed'), String(on)))
  await reaction.click()
  await row.getByRole('button', { name: /^🎉 61: you / }).waitFor()
  await pressed(true)
  await rita.page.reload()
  await pressed(true)
  accepted(await member.run('message:react', { roomId: 'lobby', seq, emoji: '🎉', on: false }))
  await pressed(false)
  accepted(await member.run('message:react', { roomId: 'lobby', seq, emoji: '🎉', on: true }))
  await pressed(true)

  await row.focus()
  await row.hover()
  await row.getByRole('button', { name: 'More' }).focus()
  await rita.page.keyboard.press('Enter')
  const item = rita.page.getByRole('menuitem', { name: 'Who reacted' })
  await eventually(async () => {
    await rita.page.keyboard.press('ArrowDown')
    assert.ok(await item.evaluate((element) => element === document.activeElement))
  })
  await rita.page.keyboard.press('Enter')
  const dialog = rita.page.getByRole('dialog', { name: 'Who reacted' })
  const people = dialog.getByRole('listitem')
  await eventually(async () => assert.equal(await people.count(), 50))
  await assertGood(rita, 'who reacted')
  await dialog.getByRole('button', { name: /^Show more/ }).focus()
  await rita.page.keyboard.press('Enter')
  await eventually(async () => assert.equal(await people.count(), CROWD + 1))
  await people.last().getByText('Rita').waitFor()
  assert.deepEqual(rita.problems, [])
  member.leave()
})

test('[M40] sixty reports of one message are one report, with some of the people, and all on demand', async () => {
  const author = await guest(server)
  const { seq } = await done(server, author, 'message:send', {
    roomId: 'lobby',
    clientId: 'ugly',
    body: 'Something ugly',
  })
  for (const [number, somebody] of crowd.entries())
    await done(server, somebody, 'message:report', { roomId: 'lobby', seq, reason: `Reason ${number}` })
  const moderator = await signedIn('Olivia')
  await moderator.page.getByRole('button', { name: /^Moderation, 1 open report/ }).click()
  const dialog = moderator.page.getByRole('dialog', { name: 'Moderation' })
  await dialog.getByText('60 people reported it, from 1 network.').waitFor()
  const reasons = dialog.getByText(/^Reason \d+$/)
  assert.equal(await reasons.count(), 3)
  await assertGood(moderator, 'a report by many')
  await dialog.getByRole('button', { name: 'Show all 60' }).click()
  await eventually(async () => assert.equal(await reasons.count(), 50))
  await dialog.getByRole('button', { name: 'More' }).click()
  await eventually(async () => assert.equal(await reasons.count(), CROWD))
  await dialog.getByRole('button', { name: 'Close report' }).click()
  await dialog.getByText('No open reports.').waitFor()
  assert.deepEqual(moderator.problems, [])
})
