/** Requests of strangers on the page: their list, the answers, and hidden conversations. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSection } from '../support/account.ts'
import { type Visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { startJourney } from '../support/journey.ts'
import { done, draft, guest, person, type Somebody } from '../support/people.ts'
import { assertGood } from '../support/screens.ts'
import { visits } from '../support/visits.ts'

const { server, browser } = await startJourney()
const { as } = visits(browser, server)

const section = ({ page }: Visitor, name: string) =>
  page.getByRole('navigation').locator('section', { has: page.getByRole('button', { name: new RegExp(`^${name}`) }) })
const linksIn = (who: Visitor, name: string) =>
  section(who, name)
    .getByRole('link')
    .evaluateAll((links) => links.map((link) => link.querySelector('.side-name')?.textContent ?? ''))
const direct = async (by: Somebody, others: Somebody[], body: string) => {
  const memberIds = others.map(({ user }) => user.id)
  const { id, slug } = await done(server, by, 'room:create', { kind: 'direct', memberIds })
  await done(server, by, 'message:send', draft(id, body))
  return { id, slug }
}

test('[R70, R71] a stranger’s room is among the requests without a badge, and a reply accepts it', async () => {
  const [victor, ann, eve] = await Promise.all([person(server, 'Victor'), guest(server, 'Ann'), guest(server, 'Eve')])
  const seen = await as(victor)
  await direct(ann, [victor], '@Victor hello')
  const den = await done(server, eve, 'room:create', { kind: 'closed', name: 'Den', memberIds: [victor.user.id] })
  await done(server, eve, 'message:send', draft(den.id, '@Victor and @room, look'))
  await eventually(async () => assert.deepEqual(await linksIn(seen, 'Requests'), ['Ann', 'Den']))
  await done(server, ann, 'message:send', draft('lobby', 'a sign'))
  await seen.log.getByText('a sign').waitFor()
  assert.match(await seen.page.title(), /^Lobby/)
  assert.equal(await seen.page.getByRole('navigation').locator('.badge').count(), 0)
  assert.deepEqual(
    [await linksIn(seen, 'Rooms'), await section(seen, 'Direct messages').getByRole('link').count()],
    [['Lobby'], 0],
  )

  await section(seen, 'Requests').getByRole('link', { name: 'Ann' }).click()
  const bar = seen.page.getByRole('region', { name: 'Request' })
  await bar.getByText('Ann wants to talk to you.').waitFor()
  await seen.log.getByText('hello').waitFor()
  await assertGood(seen, 'a request')
  await seen.say('hello Ann')
  await bar.waitFor({ state: 'detached' })
  await eventually(async () => {
    assert.deepEqual(await linksIn(seen, 'Requests'), ['Den'])
    assert.deepEqual(await linksIn(seen, 'Direct messages'), ['Ann'])
  })
  assert.deepEqual(seen.problems, [])
})

test('[R71] a request is accepted, declined and blocked by keyboard', async () => {
  const [wanda, ann, bea, cid] = await Promise.all([
    person(server, 'Wanda'),
    guest(server, 'Ann of the keys'),
    guest(server, 'Bea of the keys'),
    guest(server, 'Cid of the keys'),
  ])
  const rooms = [
    await direct(ann, [wanda], 'first'),
    await done(server, bea, 'room:create', { kind: 'closed', name: 'Second', memberIds: [wanda.user.id] }),
    await direct(cid, [wanda], 'third'),
  ]
  const seen = await as(wanda)
  const bar = seen.page.getByRole('region', { name: 'Request' })
  for (const [index, answer] of ['Accept', 'Decline', 'Block Cid of the keys'].entries()) {
    await seen.page.goto(`${server.url}/${rooms[index]!.slug}`)
    await bar.getByRole('button', { name: answer }).focus()
    await seen.page.keyboard.press('Enter')
    await bar.waitFor({ state: 'detached' })
    if (index > 0) await seen.page.getByRole('heading', { name: 'Lobby', level: 1 }).waitFor()
  }
  await section(seen, 'Requests').waitFor({ state: 'detached' })
  assert.deepEqual(await linksIn(seen, 'Direct messages'), ['Ann of the keys'])
  assert.deepEqual(seen.problems, [])
})

test('[R72] the menu hides a conversation until it comes back, and leaves one of three, by keyboard', async () => {
  const [xenia, ann, bea] = await Promise.all([person(server, 'Xenia'), guest(server, 'Anna'), guest(server, 'Beate')])
  const two = await direct(xenia, [ann], 'to Anna')
  const three = await direct(xenia, [ann, bea], 'to both')
  const seen = await as(xenia, `/${two.slug}`)
  const { keyboard } = seen.page
  const choose = async (item: string) => {
    await seen.page.getByRole('button', { name: 'Room menu' }).focus()
    await keyboard.press('Enter')
    const found = seen.page.getByRole('menuitem', { name: item })
    await found.waitFor()
    await eventually(async () => {
      await keyboard.press('ArrowUp')
      assert.ok(await found.evaluate((one) => one === document.activeElement))
    })
    await keyboard.press('Enter')
  }
  await choose('Hide conversation')
  await seen.page.getByRole('heading', { name: 'Lobby', level: 1 }).waitFor()
  await eventually(async () => assert.deepEqual(await linksIn(seen, 'Direct messages'), ['Anna, Beate']))
  await done(server, ann, 'message:send', draft(two.id, 'I am back'))
  await eventually(async () => assert.deepEqual(await linksIn(seen, 'Direct messages'), ['Anna', 'Anna, Beate']))

  await section(seen, 'Direct messages').getByRole('link', { name: 'Anna, Beate' }).click()
  await seen.page.getByRole('heading', { name: 'Anna, Beate', level: 1 }).waitFor()
  await choose('Leave conversation…')
  const dialog = seen.page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Leave this conversation' }).press('Enter')
  await dialog.getByText('Anyone in it can add you again.').waitFor()
  await dialog.getByRole('button', { name: 'Leave this conversation' }).last().press('Enter')
  await seen.page.getByRole('heading', { name: 'Lobby', level: 1 }).waitFor()
  await eventually(async () => assert.deepEqual(await linksIn(seen, 'Direct messages'), ['Anna']))
  const { room } = await done(server, ann, 'room:history', { roomId: three.id })
  assert.deepEqual(room.formerPeople, [xenia.user])
  assert.deepEqual(seen.problems, [])
})

test('[R70] the requests are in Arabic where the page is', async () => {
  const [yara, ann] = await Promise.all([person(server, 'يارا'), guest(server, 'Annika')])
  const { slug } = await direct(ann, [yara], 'مرحبا')
  const seen = await as(yara)
  await seen.page.getByRole('button', { name: /يارا/ }).last().click()
  await openSection(seen.page, 'Language and keys')
  await seen.page.getByLabel('Display language').selectOption('ar')
  await seen.page.locator('html[dir=rtl]').waitFor()
  await seen.page.goto(`${server.url}/${slug}`)
  await section(seen, 'الطلبات').getByRole('link', { name: 'Annika' }).waitFor()
  const bar = seen.page.getByRole('region', { name: 'طلب' })
  await bar.getByText('يريد Annika التحدث إليك.').waitFor()
  await assertGood(seen, 'a request in Arabic')
  await bar.getByRole('button', { name: 'رفض' }).click()
  await bar.waitFor({ state: 'detached' })
  assert.deepEqual(seen.problems, [])
})
