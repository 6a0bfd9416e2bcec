/** Several rooms: where one is, what is new elsewhere, and what becomes of a room while one looks at it. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { Client } from '../../client/client.ts'
import type { CommandName, Output, Payload } from '../../protocol/commands.ts'
import type { User } from '../../protocol/models.ts'
import { type Look, openBrowser, untilOnline, type Visitor, visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { done } from '../support/people.ts'
import { toolsOf } from '../support/rows.ts'
import { startServer } from '../support/server.ts'
import { sessionCookie } from '../support/visits.ts'

const server = await startServer({ args: ['--limits', 'off'] })
const browser = await openBrowser()
const clients: Client[] = []
after(async () => {
  for (const client of clients) client.close()
  await browser.close()
  await server.stop()
})

/** Somebody without a face, who gives orders as a program would. */
async function program(name: string) {
  const client = new Client({ url: server.url, credentials: { name } })
  clients.push(client)
  client.connect()
  await eventually(() => assert.equal(client.connection.state.value.state, 'online'))
  async function order<Name extends CommandName>(what: Name, payload: Payload<Name>): Promise<Output<Name>> {
    const result = await client.run(what, payload)
    assert.ok(result.ok, result.ok ? '' : `${what}: ${result.error.message}`)
    return result.value
  }
  const say = async (roomId: string, body: string, more: { replyTo?: number } = {}) =>
    order('message:send', { roomId, clientId: crypto.randomUUID(), body, ...more })
  const { you } = client
  return { client, order, say, you: you.value as User }
}

type Member = Visitor & {
  roomLink: (name: string) => ReturnType<Visitor['page']['getByRole']>
  open: (name: string) => Promise<void>
}

async function member(name: string, look?: Look, path = ''): Promise<Member> {
  const who = await visitor(browser, server.url + path, look)
  await who.join(name)
  await untilOnline(who.page)
  const roomLink = (room: string) =>
    who.page.getByRole('navigation').getByRole('link', { name: new RegExp(`^[#\\s]*${room}`) })
  return {
    ...who,
    roomLink,
    async open(room) {
      await roomLink(room).click()
      await who.page.getByRole('heading', { name: room, level: 1 }).waitFor()
    },
  }
}

/** Has a page its own user's id? The server knows it by the cookie. */
async function idOf({ context, page }: Visitor): Promise<string> {
  const cookie = await sessionCookie(context)
  const client = new Client({ url: server.url, credentials: { token: cookie?.value ?? '' } })
  clients.push(client)
  client.connect()
  await eventually(() => assert.equal(client.connection.state.value.state, 'online'))
  const id = client.you.value?.id ?? ''
  client.close()
  assert.ok(id, page.url())
  return id
}

const host = await program('Hostess')

/** A room of the host's with a person in it who is on a page, and has accepted it. */
async function roomWith(name: string, who: Visitor, kind: 'open' | 'closed' = 'open') {
  const room = await host.order('room:create', { name, kind })
  await host.order('room:invite', { roomId: room.id, userId: await idOf(who) })
  const cookie = await sessionCookie(who.context)
  await done(server, { token: cookie?.value ?? '' }, 'room:accept', { roomId: room.id })
  return room
}

test('[R1] a room appears when I get a seat in it, and its unread count with every message', async () => {
  const ann = await member('Ann of counts')
  const room = await roomWith('Garden', ann)
  await ann.roomLink('Garden').waitFor()
  await host.say(room.id, 'one')
  await host.say(room.id, 'two')
  await ann.roomLink('Garden 2 unread').waitFor()
  await eventually(async () => assert.match(await ann.page.title(), /^\(2\) Lobby/))
  await host.say(room.id, `@${'Ann of counts'} look`)
  await ann.roomLink('Garden 1 mention').waitFor()

  await ann.open('Garden')
  await ann.page.getByText('two', { exact: true }).waitFor()
  await ann.page.locator('.new-line').waitFor()
  await eventually(async () => assert.match(await ann.page.title(), /^Garden/))
  assert.equal(await ann.page.locator('.mention[data-mine=true]').textContent(), '@Ann of counts')
  assert.deepEqual(ann.problems, [])
})

test('[R2] reading on one device shows on the other', async () => {
  const ann = await member('Ann of two')
  const room = await roomWith('Attic', ann)
  await host.say(room.id, 'for both of them')
  const cookie = await sessionCookie(ann.context)
  const second = await browser.newContext({ viewport: { width: 1_440, height: 900 } })
  assert.ok(cookie)
  await second.addCookies([cookie])
  const page = await second.newPage()
  await page.goto(server.url)
  const link = page.getByRole('navigation').getByRole('link', { name: /Attic/ })
  await page.getByRole('link', { name: /Attic 1 unread/ }).waitFor()
  await ann.open('Attic')
  // On a busy machine the other page may still be on its way: it hears of the mark by its welcome, or after it.
  await untilOnline(page)
  await eventually(async () => assert.doesNotMatch((await link.textContent()) ?? '', /unread/))

  await ann.log.getByText('for both of them').hover()
  await ann.page.getByRole('button', { name: 'More' }).click()
  await ann.page.getByRole('menuitem', { name: 'Mark unread from here' }).click()
  await page.getByRole('link', { name: /Attic 1 unread/ }).waitFor()
  // It stays so while she is there, although it is on her screen; Escape reads it.
  await ann.page.locator('.new-line').waitFor()
  await ann.page.keyboard.press('Escape')
  await eventually(async () => assert.doesNotMatch((await link.textContent()) ?? '', /unread/))
  await second.close()
  assert.deepEqual(ann.problems, [])
})

test('[R3] a room opens at the first unread message, with what was read above it', async () => {
  const ann = await member('Ann of the long room')
  const room = await roomWith('Library', ann)
  for (let number = 1; number <= 30; number++) await host.say(room.id, `Page ${number}`)
  await ann.open('Library')
  await ann.page.getByText('Page 30', { exact: true }).waitFor()
  await ann.page.keyboard.press('Escape')
  await ann.open('Lobby')
  for (let number = 31; number <= 150; number++) await host.say(room.id, `Page ${number}`)
  await ann.roomLink('Library 120 unread').waitFor()
  await ann.open('Library')
  const line = ann.page.locator('.new-line')
  await line.waitFor()
  await eventually(async () => {
    const [top, frame] = [await line.boundingBox(), await ann.log.boundingBox()]
    assert.ok(top && frame && top.y > frame.y && top.y < frame.y + frame.height / 2, JSON.stringify([top, frame]))
    assert.ok(await ann.log.getByText('Page 31', { exact: true }).isVisible())
  })
  assert.ok(await ann.log.getByText('Page 30', { exact: true }).isVisible())
  assert.match((await ann.roomLink('Library').textContent()) ?? '', /120/, 'what was not seen is not read')
  await ann.page.locator('.newest-button').click()
  await eventually(async () => assert.doesNotMatch((await ann.roomLink('Library').textContent()) ?? '', /unread/))
  assert.deepEqual(ann.problems, [])
})

test('[R4] back and forward lead through the rooms, Alt and the arrows too, and each keeps what was written', async () => {
  const ann = await member('Ann the wanderer')
  await roomWith('Orchard', ann)
  await ann.composer.fill('for the lobby')
  await ann.open('Orchard')
  assert.equal(await ann.composer.inputValue(), '')
  await ann.composer.fill('for the orchard')
  await ann.page.goBack()
  await ann.page.getByRole('heading', { name: 'Lobby', level: 1 }).waitFor()
  await eventually(async () => assert.equal(await ann.composer.inputValue(), 'for the lobby'))
  await ann.page.keyboard.press('Alt+ArrowDown')
  await ann.page.getByRole('heading', { name: 'Orchard', level: 1 }).waitFor()
  await ann.page.reload()
  await ann.page.getByRole('heading', { name: 'Orchard', level: 1 }).waitFor()
  await eventually(async () => assert.equal(await ann.composer.inputValue(), 'for the orchard'))
  assert.deepEqual(ann.problems, [])
})

test('[R5] a user removed from the open room is told so, and how to go on', async () => {
  const ann = await member('Ann the removed')
  const room = await roomWith('Vault', ann, 'closed')
  await ann.open('Vault')
  await host.order('room:remove', { roomId: room.id, userId: await idOf(ann) })
  await ann.page.getByText('You were removed from Vault').waitFor()
  assert.equal(await ann.roomLink('Vault').count(), 0)
  await ann.page.getByRole('link', { name: 'Go to the lobby' }).click()
  await ann.page.getByRole('heading', { name: 'Lobby', level: 1 }).waitFor()
  await ann.say('still here')
  await ann.log.getByText('still here').waitFor()
  assert.deepEqual(ann.problems, [])
})

test('[R6] an open room can be read before joining it', async () => {
  const room = await host.order('room:create', { name: 'Bazaar', kind: 'open' })
  await host.say(room.id, 'come and see')
  const ann = await member('Ann the curious')
  await ann.page.goto(`${server.url}/bazaar`)
  await ann.log.getByText('come and see').waitFor()
  assert.equal(await ann.composer.count(), 0)
  await ann.page.getByRole('button', { name: 'Join Bazaar' }).click()
  await ann.composer.waitFor()
  await ann.roomLink('Bazaar').waitFor()
  await ann.say('here I am')
  await ann.log.getByText('here I am').waitFor()
  assert.deepEqual(
    ann.problems.filter((problem) => !problem.includes('404')),
    [],
  )
})

test('[R6] joining a room before the connection is there is completed when it is', async () => {
  const room = await host.order('room:create', { name: 'Early market', kind: 'open' })
  await host.say(room.id, 'come early')
  const ann = await member('Ann the early')
  const { promise: open, resolve: letIn } = Promise.withResolvers<void>()
  await ann.context.routeWebSocket(/\/socket\.io\//, async (near) => {
    await open
    near.connectToServer()
  })
  await ann.page.goto(`${server.url}/${room.slug}`)
  await ann.page.getByRole('button', { name: 'Join Early market' }).click()
  assert.equal(await ann.page.locator('main[data-connection=online]').count(), 0)
  letIn()
  await ann.composer.waitFor()
  assert.deepEqual(ann.problems, [])
})

test('[R7] a renamed room keeps its old addresses, and an archived one says why nobody can write', async () => {
  const ann = await member('Ann the reader of news')
  const room = await roomWith('Harbour', ann)
  await ann.open('Harbour')
  await host.order('room:update', { roomId: room.id, name: 'Port' })
  await ann.page.getByRole('heading', { name: 'Port', level: 1 }).waitFor()
  await eventually(() => assert.equal(new URL(ann.page.url()).pathname, '/port'))
  await host.order('room:update', { roomId: room.id, isLocked: true })
  await ann.page.getByText('This room is locked.').waitFor()
  await host.order('room:update', { roomId: room.id, isLocked: false, isArchived: true })
  await ann.page.getByText('This room is archived and read-only.').waitFor()
  assert.deepEqual(ann.problems, [])
})

test('[R8] on a phone the rooms are in a drawer that Escape and the backdrop close, and nothing behind it is reached', async () => {
  const ann = await member('Ann in the tram', { screen: 'phone' })
  const room = await roomWith('Tram', ann)
  await host.say(room.id, 'hello')
  const drawer = ann.page.getByRole('button', { name: 'Rooms and people, new messages' })
  await drawer.click()
  const nav = ann.page.getByRole('navigation')
  await nav.getByRole('link', { name: /Tram/ }).waitFor()
  assert.ok(await ann.page.locator('.behind').evaluate((behind) => (behind as HTMLElement).inert))
  for (let step = 0; step < 30; step++) {
    await ann.page.keyboard.press('Tab')
    assert.ok(await ann.page.evaluate(() => !document.querySelector('.behind')?.contains(document.activeElement)))
  }
  await ann.page.keyboard.press('Escape')
  await nav.waitFor({ state: 'hidden' })
  await eventually(async () =>
    assert.ok(await drawer.evaluate((button) => button === document.activeElement), 'the focus is where it was'),
  )
  await drawer.click()
  await ann.page.mouse.click(380, 400)
  await nav.waitFor({ state: 'hidden' })
  await drawer.click()
  await nav.getByRole('link', { name: /Tram/ }).click()
  await ann.page.getByRole('heading', { name: 'Tram', level: 1 }).waitFor()
  await nav.waitFor({ state: 'hidden' })
  assert.deepEqual(ann.problems, [])
})

test('[R64] the focus moves into the drawer each time it is opened', async () => {
  const ann = await member('Ann in the bus', { screen: 'phone' })
  const drawer = ann.page.getByRole('button', { name: /^Rooms and people/ })
  for (let time = 1; time <= 5; time++) {
    await drawer.focus()
    await ann.page.keyboard.press('Enter')
    await eventually(async () =>
      assert.ok(
        await ann.page.evaluate(() => document.querySelector('.sidebar')?.contains(document.activeElement)),
        `time ${time}`,
      ),
    )
    await ann.page.keyboard.press('Escape')
    // It slides out.
    await ann.page.getByRole('navigation').waitFor({ state: 'hidden' })
  }
  assert.deepEqual(ann.problems, [])
})

test('[R62] a dialog or panel opened from the drawer gives the focus back to the drawer’s button', async () => {
  const ann = await member('Ann on a tablet')
  const { page } = ann
  await page.setViewportSize({ width: 700, height: 900 })
  const drawer = page.getByRole('button', { name: 'Rooms and people' })
  // The button is there once the page has followed the size of its screen.
  await drawer.waitFor()
  const hasFocus = async (what: string) =>
    eventually(async () =>
      assert.ok(await drawer.evaluate((button) => button === document.activeElement), `the focus is back from ${what}`),
    )
  // The second time all of it is here already, and comes in the same frame.
  for (const what of ['Inbox', 'Browse rooms', 'Inbox', 'Browse rooms', 'Saved']) {
    await drawer.press('Enter')
    await page.waitForFunction(() => document.activeElement?.closest('.sidebar'))
    await page.getByRole('navigation').getByRole('button', { name: what }).press('Enter')
    const opened = what === 'Browse rooms' ? page.getByRole('dialog') : page.locator('.panel')
    await opened.waitFor()
    await page.waitForFunction(() => document.activeElement?.closest('.panel, dialog'))
    await page.keyboard.press('Escape')
    await opened.waitFor({ state: 'detached' })
    await hasFocus(what)
  }
  assert.deepEqual(ann.problems, [])
})

test('[R9] everybody in the room sees an edit, a reaction, a reply and a deletion', async () => {
  const [ann, bob] = [await member('Ann the author'), await member('Bob the reader')]
  await ann.say('first words')
  await bob.log.getByText('first words').waitFor()
  const openMenu = async (who: Visitor, text: string) => {
    await (await toolsOf(who, text)).getByRole('button', { name: 'More' }).click()
  }
  const act = async (who: Visitor, text: string, name: string) => {
    await openMenu(who, text)
    await who.page.getByRole('menuitem', { name }).click()
  }
  await act(ann, 'first words', 'Edit')
  await ann.page.getByRole('textbox', { name: 'Edit message' }).fill('second words')
  await ann.page.keyboard.press('Enter')
  await bob.log.getByText('second words').waitFor()
  await bob.log.getByText('(edited)').waitFor()

  await (await toolsOf(bob, 'second words')).getByRole('button', { name: 'React with 👍' }).click()
  const reaction = ann.log.getByRole('button', { name: /👍 1: Bob the reader/ })
  await reaction.waitFor()
  await reaction.click()
  await bob.log.getByRole('button', { name: /👍 2: you and Ann the author/ }).waitFor()
  await openMenu(ann, 'second words')
  await ann.page.getByRole('listitem').filter({ hasText: '👍 you and Bob the reader' }).waitFor()
  await ann.page.keyboard.press('Escape')

  await act(bob, 'second words', 'Reply')
  await bob.say('an answer')
  await ann.log.getByRole('link', { name: 'In reply to Ann the author: second words' }).waitFor()

  await act(ann, 'second words', 'Delete')
  await ann.page.getByRole('menuitem', { name: 'Delete for everyone?' }).click()
  await bob.log.getByText('This message was deleted.').first().waitFor()
  assert.deepEqual([...ann.problems, ...bob.problems], [])
})
