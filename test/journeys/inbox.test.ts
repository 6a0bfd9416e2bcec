/** The inbox, saved messages, pinned messages, and earlier versions. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Visitor, visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { startJourney } from '../support/journey.ts'
import { PASSWORD, enterAsOwner, enterAsPerson } from '../support/people.ts'
import { assertGood } from '../support/screens.ts'
import { accepted } from '../support/sockets.ts'
import { visits } from '../support/visits.ts'
import { XSS } from '../support/xss.ts'

const { server, browser } = await startJourney()
const olivia = await enterAsOwner(server)

const { signedIn } = visits(browser, server)

const panelOf = ({ page }: Visitor) => page.getByRole('complementary')
const sidebarOf = ({ page }: Visitor) => page.getByRole('navigation')

async function choose({ page }: Visitor, seq: number, item: string): Promise<void> {
  const row = page.locator(`article[data-seq="${seq}"]`)
  await row.hover()
  await row.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

async function roomWith(name: string, userId: string) {
  const room = accepted(await olivia.run('room:create', { name, kind: 'open' }))
  accepted(await olivia.run('room:invite', { roomId: room.id, userId }))
  const say = async (body: string, replyTo?: number) =>
    accepted(
      await olivia.run('message:send', {
        roomId: room.id,
        clientId: crypto.randomUUID(),
        body,
        ...(replyTo !== undefined && { replyTo }),
      }),
    )
  return { room, say }
}

test('[W9, W14] mentions, replies and unread rooms are in one place, and can all be marked as read', async () => {
  const member = await enterAsPerson(server, 'Ida')
  const { room, say } = await roomWith('Garden', member.welcome.you.id)
  const ida = await signedIn('Ida')
  const mine = accepted(
    await member.run('message:send', { roomId: room.id, clientId: 'a', body: 'Who has the key of the shed?' }),
  )
  await say('I have it.', mine.seq)
  await say('@Ida, it hangs at the door')
  await say('and nothing to anybody')
  const inbox = sidebarOf(ida).getByRole('button', { name: /^Inbox\s+2 mentions/ })
  await inbox.click()
  const entries = panelOf(ida).getByRole('list', { name: 'Mentions and replies' }).getByRole('listitem')
  await eventually(async () => assert.equal(await entries.count(), 2))
  assert.match((await entries.nth(0).textContent()) ?? '', /mentioned you.*it hangs at the door/)
  assert.match((await entries.nth(1).textContent()) ?? '', /replied to you.*I have it/)
  await panelOf(ida)
    .getByRole('link', { name: /^Garden.*unread/ })
    .waitFor()
  await assertGood(ida, 'the inbox')
  await ida.page.emulateMedia({ colorScheme: 'dark' })
  await assertGood(ida, 'the inbox in the dark')

  // While it is open, it goes on.
  await say('@Ida once more')
  await eventually(async () => assert.equal(await entries.count(), 3))

  await panelOf(ida).getByRole('button', { name: 'Mark all as read' }).click()
  await eventually(async () =>
    assert.equal(
      await panelOf(ida)
        .getByRole('link', { name: /unread/ })
        .count(),
      0,
    ),
  )
  await sidebarOf(ida).getByRole('button', { name: 'Inbox', exact: true }).waitFor()
  assert.equal(await panelOf(ida).locator('[data-unread=true]').count(), 0)

  await entries.nth(2).getByRole('link').click()
  await ida.page.getByRole('heading', { name: 'Garden', level: 1 }).waitFor()
  await ida.log.locator('article[data-target=true]', { hasText: 'I have it.' }).waitFor()
  await eventually(async () => {
    const { rooms } = (await enterAgain('Ida')).welcome
    assert.equal(rooms.find(({ id }) => id === room.id)?.mentions, 0)
  })
  assert.deepEqual(ida.problems, [])
  member.leave()
})

/** The same person, seen by the server anew. */
async function enterAgain(name: string) {
  const { enter } = await import('../support/sockets.ts')
  const { ask, json } = await import('../support/http.ts')
  const { body } = await ask<{ token: string }>(server, '/api/session', json({ name, password: PASSWORD }))
  const member = await enter(server.url, { token: body.token })
  member.leave()
  return member
}

test('[W10, W14] saved messages are on all my devices, and for me alone', async () => {
  const member = await enterAsPerson(server, 'Sam')
  const { seq } = await olivia.say('The code of the door is 4711')
  const [sam, phone] = [await signedIn('Sam'), await signedIn('Sam', { screen: 'phone', colors: 'dark' })]
  await choose(sam, seq, 'Save for later')
  await sam.page.locator('.menu').waitFor({ state: 'hidden' })
  await sidebarOf(sam).getByRole('button', { name: 'Saved' }).click()
  const saved = panelOf(sam).getByRole('listitem')
  await saved.filter({ hasText: '4711' }).waitFor()
  await assertGood(sam, 'saved messages')

  await phone.page.getByRole('button', { name: 'Rooms and people' }).first().click()
  await sidebarOf(phone).getByRole('button', { name: 'Saved' }).click()
  await panelOf(phone).getByText('4711').waitFor()
  await assertGood(phone, 'saved messages on a phone')
  await panelOf(sam).getByRole('button', { name: 'Remove Olivia’s message' }).click()
  await panelOf(sam).getByRole('heading', { name: 'Nothing saved' }).waitFor()
  await panelOf(phone).getByRole('heading', { name: 'Nothing saved' }).waitFor()
  assert.deepEqual([sam.problems, phone.problems], [[], []])
  member.leave()
})

test('[W287, W307] where nothing is saved, the page shows how on a message, also on a phone', async () => {
  const member = await enterAsPerson(server, 'Nils')
  await olivia.say('Worth keeping')
  for (const look of [{}, { screen: 'phone' }] as const) {
    const nils = await signedIn('Nils', look)
    await nils.log.getByText('Worth keeping').waitFor()
    if ('screen' in look) await nils.page.getByRole('button', { name: 'Rooms and people' }).first().click()
    await sidebarOf(nils).getByRole('button', { name: 'Saved' }).click()
    await panelOf(nils).getByRole('heading', { name: 'Nothing saved' }).waitFor()
    await assertGood(nils, 'nothing saved')
    await panelOf(nils).getByRole('button', { name: 'Show me how' }).click()
    await nils.page.locator('.menu').getByRole('menuitem', { name: 'Save for later' }).waitFor()
    assert.deepEqual(nils.problems, [])
    await nils.context.close()
  }
  member.leave()
})

test('[W10, W14] pinned messages are for everybody in the room', async () => {
  const member = await enterAsPerson(server, 'Pia')
  const { seq } = await olivia.say('House rules: be kind')
  const [pia, guest] = [await signedIn('Pia'), await visitor(browser, server.url)]
  await guest.join('Gustav')
  await guest.page.getByRole('button', { name: 'Pinned messages' }).click()
  await panelOf(guest).getByRole('heading', { name: 'Nothing pinned' }).waitFor()
  await choose(pia, seq, 'Pin in this room')
  await panelOf(guest).getByText('House rules').waitFor()
  await assertGood(guest, 'pinned messages')
  await guest.log.locator(`article[data-seq="${seq}"]`).getByText('Pinned').waitFor()
  await pia.page.keyboard.press('Escape')
  await choose(pia, seq, 'Unpin')
  await panelOf(guest).getByRole('heading', { name: 'Nothing pinned' }).waitFor()
  assert.deepEqual([pia.problems, guest.problems], [[], []])
  member.leave()
})

test('[W11, W14] earlier versions show what each edit has changed', async () => {
  const member = await enterAsPerson(server, 'Vera')
  const said = await member.say('We meet at ten in room 2')
  accepted(await member.run('message:edit', { roomId: 'lobby', seq: said.seq, body: 'We meet at eleven in room 2' }))
  accepted(
    await member.run('message:edit', { roomId: 'lobby', seq: said.seq, body: 'We meet at eleven in the library' }),
  )
  const vera = await signedIn('Vera')
  await choose(vera, said.seq, 'Earlier versions')
  const dialog = vera.page.getByRole('dialog', { name: 'Earlier versions' })
  const versions = dialog.getByRole('listitem')
  await eventually(async () => assert.equal(await versions.count(), 3))
  assert.deepEqual(await versions.nth(0).locator('ins').allTextContents(), ['the library'])
  assert.deepEqual(await versions.nth(0).locator('del').allTextContents(), ['room 2'])
  assert.deepEqual(await versions.nth(1).locator('ins, del').allTextContents(), ['ten', 'eleven'])
  assert.match((await versions.nth(2).textContent()) ?? '', /We meet at ten in room 2/)
  await assertGood(vera, 'earlier versions')
  await vera.page.emulateMedia({ colorScheme: 'dark' })
  await assertGood(vera, 'earlier versions in the dark')
  member.leave()
})

test('[W8] a script stays text in the inbox, in saved and pinned messages, and in earlier versions', async () => {
  const member = await enterAsPerson(server, 'Xaver')
  const { room, say } = await roomWith('<b onclick=x>Bold</b>', member.welcome.you.id)
  for (const body of XSS.slice(0, 30)) {
    const { seq } = await say(`@Xaver ${body}`)
    accepted(await member.run('message:save', { roomId: room.id, seq, on: true }))
    accepted(await member.run('message:pin', { roomId: room.id, seq, on: true }))
  }
  const mine = accepted(await member.run('message:send', { roomId: room.id, clientId: 'v', body: XSS[0] ?? '' }))
  accepted(await member.run('message:edit', { roomId: room.id, seq: mine.seq, body: XSS[6] ?? '' }))
  const xaver = await signedIn('Xaver')
  await xaver.page.goto(`${server.url}/${room.slug}`)
  await xaver.log.locator(`article[data-seq="${mine.seq}"]`).waitFor()
  for (const open of [/^Inbox/, /^Saved/, /^Pinned messages/]) {
    await xaver.page.getByRole('button', { name: open }).first().click()
    await eventually(async () => assert.ok((await panelOf(xaver).locator('.found').count()) >= 20))
    const forbidden = panelOf(xaver).locator('script, img, iframe, object, embed, style, form, b, [onclick], [onerror]')
    assert.equal(await forbidden.count(), 0)
  }
  await choose(xaver, mine.seq, 'Earlier versions')
  const dialog = xaver.page.getByRole('dialog', { name: 'Earlier versions' })
  await dialog.getByRole('listitem').first().waitFor()
  assert.match((await dialog.textContent()) ?? '', /<script>alert\(1\)<\/script>/)
  assert.equal(await dialog.locator('script, img').count(), 0)
  assert.deepEqual(xaver.problems, [])
  member.leave()
})
