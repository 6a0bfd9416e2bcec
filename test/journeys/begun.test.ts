/** Unsent text when its author goes elsewhere: where it stays, and where it does not. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSection } from '../support/account.ts'
import { untilOnline, untilWhole, type Visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { startJourney } from '../support/journey.ts'
import { done, enterAsOwner, enterAsPerson, PASSWORD, person } from '../support/people.ts'
import { atRest } from '../support/rest.ts'
import { toolsOf } from '../support/rows.ts'
import { accepted } from '../support/sockets.ts'
import { sessionCookie, visits } from '../support/visits.ts'

const { server, browser } = await startJourney()
const olivia = await enterAsOwner(server)
const ben = await enterAsPerson(server, 'Ben Bright')

const { as, guest: member } = visits(browser, server)

const tokenOf = async ({ context }: Visitor) => ({ token: (await sessionCookie(context))?.value ?? '' })

const go = ({ page }: Visitor, room: string) =>
  page
    .getByRole('navigation')
    .getByRole('link', { name: new RegExp(`^[#\\s]*${room}`) })
    .click()

const isIn = ({ page }: Visitor, room: string) => page.getByRole('heading', { name: room, level: 1 }).waitFor()

const holds = async ({ composer }: Visitor, text: string) =>
  eventually(async () => assert.equal(await composer.inputValue(), text))

/** From the next reload on, orders of this name wait until they are let go. */
async function heldBack({ context, page }: Visitor, name: string): Promise<{ count: () => number; letGo: () => void }> {
  const held: (() => void)[] = []
  await context.routeWebSocket(/\/socket\.io\//, (near) => {
    const far = near.connectToServer()
    near.onMessage((frame) => {
      if (String(frame).includes(`"${name}"`)) held.push(() => far.send(frame))
      else far.send(frame)
    })
  })
  await page.reload()
  await untilOnline(page)
  return { count: () => held.length, letGo: () => held.splice(0).forEach((send) => send()) }
}

test('[W100] a command that leads to another room, and a message whose room is left at once, do not come back as drafts', async () => {
  accepted(await olivia.run('room:create', { name: 'Design', kind: 'open' }))
  const ann = await member('Ann the quick')
  await ann.say('/join Design')
  await isIn(ann, 'Design')
  await go(ann, 'Lobby')
  await isIn(ann, 'Lobby')
  assert.equal(await ann.composer.inputValue(), '')
  await ann.page.reload()
  await untilOnline(ann.page)
  await untilWhole(ann.page)
  assert.equal(await ann.composer.inputValue(), '')

  await ann.composer.fill('said in passing')
  await ann.composer.evaluate((field) => {
    const press = (key: string, altKey = false) =>
      field.dispatchEvent(new KeyboardEvent('keydown', { key, altKey, bubbles: true, cancelable: true }))
    press('Enter')
    press('ArrowDown', true)
  })
  await isIn(ann, 'Design')
  assert.equal(await ann.composer.inputValue(), '')
  await go(ann, 'Lobby')
  await ann.log.getByText('said in passing').waitFor()
  await eventually(async () => assert.equal(await ann.page.locator('article[data-state]').count(), 0))
  await holds(ann, '')
  await ann.page.reload()
  await untilOnline(ann.page)
  await untilWhole(ann.page)
  assert.equal(await ann.composer.inputValue(), '')
  assert.deepEqual(ann.problems, [])
})

test('[W100] a command in a room that is left meanwhile disappears when done, and comes back with its reason when refused', async () => {
  const ann = await member('Ann on a slow line')
  const room = await done(server, await tokenOf(ann), 'room:create', { name: 'Studio', kind: 'open' })
  const search = await heldBack(ann, 'people:find')
  await go(ann, 'Studio')
  await isIn(ann, 'Studio')

  await ann.say('/invite Ben Bright')
  await eventually(() => assert.equal(search.count(), 1))
  await go(ann, 'Lobby')
  await isIn(ann, 'Lobby')
  await ann.composer.fill('for the lobby')
  search.letGo()
  await eventually(async () => {
    const { members } = accepted(await ben.run('room:members', { roomId: room.id }))
    assert.ok(members.some(({ user }) => user.name === 'Ben Bright'))
  })
  await go(ann, 'Studio')
  await isIn(ann, 'Studio')
  await holds(ann, '')

  await ann.say('/invite Nobody Here')
  await eventually(() => assert.equal(search.count(), 1))
  await ann.composer.press('End')
  await ann.composer.pressSequentially(' x')
  await go(ann, 'Lobby')
  await isIn(ann, 'Lobby')
  await holds(ann, 'for the lobby')
  search.letGo()
  await atRest(ann.page)
  await go(ann, 'Studio')
  await isIn(ann, 'Studio')
  await holds(ann, '/invite Nobody Here\n x')
  await ann.page.getByRole('alert').filter({ hasText: 'No one is called Nobody Here.' }).waitFor()
  await ann.page.reload()
  await untilOnline(ann.page)
  await holds(ann, '/invite Nobody Here\n x')
  assert.deepEqual(ann.problems, [])
})

test('[W76] signing out during a command leaves nothing of it behind, however it ends', async () => {
  const ann = await member('Ann who has enough')
  const search = await heldBack(ann, 'people:find')
  await ann.say('/invite Nobody Here')
  await eventually(() => assert.equal(search.count(), 1))
  await ann.composer.press('End')
  await ann.composer.pressSequentially(' and more')
  await ann.page.getByRole('button', { name: 'You are Ann who has enough' }).click()
  await openSection(ann.page, 'Leaving')
  await ann.page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await ann.page.getByRole('button', { name: 'Sign out and delete it' }).click()
  await ann.page.getByLabel('Your name').waitFor()
  await ann.join('Somebody else')
  await untilOnline(ann.page)
  await untilWhole(ann.page)
  const kept = await ann.page.evaluate(() => JSON.stringify([localStorage, sessionStorage].map(Object.entries)))
  assert.doesNotMatch(kept, /Nobody|and more/)
  assert.equal(await ann.composer.inputValue(), '')
})

for (const [name, isGuest] of [
  ['Gus who goes', true],
  ['Pia who goes', false],
] as const) {
  test(`[W101] a person who leaves for good sees that it is done, and leaves no words to the next user (${isGuest ? 'guest' : 'person'})`, async () => {
    const { page, composer, ...who } = isGuest ? await member(name) : await as(await person(server, name))
    await composer.fill('a secret, not finished')
    await page.getByRole('button', { name: `You are ${name}` }).click()
    const account = page.getByRole('dialog', { name: 'Account settings' })
    await openSection(page, 'Leaving')
    await account.getByRole('button', { name: 'Leave for good…' }).click()
    if (!isGuest) await account.getByLabel('Your password, to confirm').fill(PASSWORD)
    await account.getByRole('button', { name: 'Leave and keep my messages' }).click()
    await page.getByText('You left this chat.').waitFor()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Join again' }).click()
    await who.join('Somebody else')
    await untilOnline(page)
    await untilWhole(page)
    assert.equal(await composer.inputValue(), '')
    const kept = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage].map(Object.entries)))
    assert.doesNotMatch(kept, /secret/)
    assert.deepEqual(who.problems, [])
  })
}

/** Also beside the field of a change. */
const composerOf = ({ page }: Visitor) => page.getByRole('textbox', { name: 'Message', exact: true })

/** A room of her own in which she has said these, and is. */
async function withMessages(ann: Visitor, name: string, bodies: string[]) {
  const { page, log } = ann
  const as = await tokenOf(ann)
  const room = await done(server, as, 'room:create', { name, kind: 'open' })
  for (const body of bodies) await done(server, as, 'message:send', { roomId: room.id, clientId: body, body })
  const edits = await heldBack(ann, 'message:edit')
  await go(ann, name)
  await isIn(ann, name)
  await log.getByText(bodies.at(-1) ?? '').waitFor()
  const edit = page.getByRole('textbox', { name: 'Edit message' })
  const isActive = (field: typeof edit) =>
    eventually(async () => assert.ok(await field.evaluate((element) => element === document.activeElement)))
  const begin = async (body: string) => {
    await (await toolsOf(ann, body)).getByRole('button', { name: 'Edit' }).click()
    await eventually(async () => assert.equal(await edit.inputValue(), body))
  }
  return { room, edits, edit, begin, isActive }
}

test('[W102] a reader who types on while a change is saved stays in the field, and loses nothing', async () => {
  const ann = await member('Ann who types on')
  const composer = composerOf(ann)
  const { edits, edit, begin, isActive } = await withMessages(ann, 'Going on', ['the frist'])
  await begin('the frist')
  await edit.fill('the first')
  await edit.press('Enter')
  await eventually(() => assert.equal(edits.count(), 1))
  await edit.press('End')
  await edit.pressSequentially(' of many')
  edits.letGo()
  await ann.log.getByText('(edited)').waitFor()
  assert.equal(await edit.inputValue(), 'the first of many')
  await isActive(edit)
  await edit.press('Enter')
  await eventually(() => assert.equal(edits.count(), 1))
  edits.letGo()
  await ann.log.getByRole('paragraph').filter({ hasText: 'the first of many' }).waitFor()
  assert.equal(await edit.count(), 0)
  await isActive(composer)
  assert.deepEqual(ann.problems, [])
})

test('[W103] a change that is saved late closes no other one, here or in another room, and takes nobody’s focus', async () => {
  const ann = await member('Ann who goes on')
  const other = await done(server, await tokenOf(ann), 'room:create', { name: 'Elsewhere', kind: 'open' })
  await done(server, await tokenOf(ann), 'message:send', { roomId: other.id, clientId: 'far', body: 'far away' })
  const { room, edits, edit, begin, isActive } = await withMessages(ann, 'Late answers', ['the one', 'the two'])
  const bodyOf = async (seq: number) =>
    accepted(await olivia.run('room:history', { roomId: room.id })).messages.find((message) => message.seq === seq)
      ?.body
  await begin('the one')
  await edit.fill('the one, changed')
  await edit.press('Enter')
  await eventually(() => assert.equal(edits.count(), 1))
  await begin('the two')
  await edit.fill('the two, by half')
  edits.letGo()
  await ann.log.getByRole('paragraph').filter({ hasText: 'the one, changed' }).waitFor()
  await atRest(ann.page)
  assert.equal(await edit.inputValue(), 'the two, by half')
  await isActive(edit)
  await edit.press('Escape')

  // An edit in another room may have the same seq.
  await begin('the one, changed')
  await edit.fill('the one, again')
  await edit.press('Enter')
  await eventually(() => assert.equal(edits.count(), 1))
  await go(ann, 'Elsewhere')
  await isIn(ann, 'Elsewhere')
  await begin('far away')
  await edit.fill('far away, by half')
  edits.letGo()
  await eventually(async () => assert.equal(await bodyOf(1), 'the one, again'))
  await atRest(ann.page)
  assert.equal(await edit.inputValue(), 'far away, by half')
  await isActive(edit)
  await edit.press('Escape')

  // An author who has gone on to something else stays there.
  await begin('far away')
  await edit.fill('far away, changed')
  await edit.press('Enter')
  await eventually(() => assert.equal(edits.count(), 1))
  await ann.page.getByRole('button', { name: 'Search messages' }).click()
  const search = ann.page.getByRole('searchbox')
  await search.fill('half a')
  edits.letGo()
  await edit.waitFor({ state: 'detached' })
  await atRest(ann.page)
  await isActive(search)
  assert.deepEqual(ann.problems, [])
})

test('[W105] signing out in one tab leaves no words in another', async () => {
  const ben = await person(server, 'Ben of two tabs')
  const { page, context } = await as(ben)
  const tab = await context.newPage()
  await tab.goto(server.url)
  await untilOnline(tab)
  const there = tab.getByRole('textbox', { name: 'Message' })
  await there.fill('a secret, not finished')
  await page.getByRole('button', { name: 'You are Ben of two tabs' }).click()
  await openSection(page, 'Leaving')
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await page.getByRole('button', { name: 'Sign out and delete it' }).click()
  await page.getByLabel('Your name').waitFor()
  await tab.getByText('You were signed out.').waitFor()
  const kept = () => tab.evaluate(() => JSON.stringify([localStorage, sessionStorage].map(Object.entries)))
  await eventually(async () => assert.doesNotMatch(await kept(), /secret/))
  await tab.getByRole('button', { name: 'Join again' }).click()
  await tab.getByRole('button', { name: 'Sign in instead' }).click()
  await tab.getByLabel('Your name').fill('Ben of two tabs')
  await tab.getByLabel('Password').fill(PASSWORD)
  await tab.getByRole('button', { name: 'Sign in', exact: true }).click()
  await untilOnline(tab)
  await untilWhole(tab)
  assert.equal(await there.inputValue(), '')
  assert.doesNotMatch(await kept(), /secret/)
})

test('[W105] a guest who signs out in one tab hands nothing on to the next user in another', async () => {
  const { page, context } = await member('Gus of two tabs')
  const tab = await context.newPage()
  await tab.goto(server.url)
  await untilOnline(tab)
  const there = tab.getByRole('textbox', { name: 'Message' })
  await there.fill('a secret, not finished')
  await page.getByRole('button', { name: 'You are Gus of two tabs' }).click()
  await openSection(page, 'Leaving')
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await page.getByRole('button', { name: 'Sign out and delete it' }).click()
  await page.getByLabel('Your name').waitFor()
  await tab.getByRole('button', { name: 'Join again' }).click()
  await tab.getByLabel('Your name').fill('Somebody in a tab')
  await tab.getByRole('button', { name: 'Join' }).click()
  await untilOnline(tab)
  await untilWhole(tab)
  assert.equal(await there.inputValue(), '')
  const kept = await tab.evaluate(() => JSON.stringify([localStorage, sessionStorage].map(Object.entries)))
  assert.doesNotMatch(kept, /secret/)
})

test('[W104] a guest’s drafts appear beside the drafts of the next user', async () => {
  const pia = await person(server, 'Pia who comes back')
  const { page, composer, log, context, join, problems } = await as(pia)
  const endSession = async () => {
    const cookie = await sessionCookie(context)
    await fetch(`${server.url}/api/session`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${cookie?.value}` },
    })
    await page.getByRole('button', { name: 'Join again' }).click()
  }
  const searchBox = page.getByRole('searchbox')
  const openSearch = async () => {
    await page.getByRole('button', { name: 'Search messages' }).click()
    await searchBox.waitFor()
  }
  const lookFor = async (query: string) => {
    await openSearch()
    await searchBox.fill(query)
    await searchBox.press('Enter')
    for (let times = 0; times < 2; times++) await page.keyboard.press('Escape')
    await searchBox.waitFor({ state: 'detached' })
  }
  await lookFor('hers')
  await composer.fill('begun by her')
  await endSession()
  await join('Gus for a while')
  await untilOnline(page)
  assert.equal(await composer.inputValue(), '')
  await lookFor('his')
  await composer.fill('begun by him')
  await endSession()
  await page.getByRole('button', { name: 'Sign in instead' }).click()
  await page.getByLabel('Your name').fill('Pia who comes back')
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await untilOnline(page)
  await eventually(async () => assert.equal(await composer.inputValue(), 'begun by him'))
  const kept = await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('draft/')))
  assert.equal(kept.filter((key) => key.includes(pia.user.id)).length, kept.length, 'nobody else keeps anything')
  await composer.press('Enter')
  await log.getByText('begun by him').waitFor()
  await page.reload()
  await untilOnline(page)
  await eventually(async () => assert.equal(await composer.inputValue(), 'begun by her'))
  await openSearch()
  for (const query of ['hers', 'his']) await page.getByText(query, { exact: true }).waitFor()
  assert.deepEqual(problems, [])
})

test('[W106] ↑ leads to the field of an open edit', async () => {
  const ann = await member('Ann who looks away')
  const composer = composerOf(ann)
  const { edit, isActive } = await withMessages(ann, 'Looking away', ['the one'])
  await composer.press('ArrowUp')
  await isActive(edit)
  await edit.fill('the one, by half')
  await composer.focus()
  await composer.press('ArrowUp')
  await isActive(edit)
  assert.equal(await edit.inputValue(), 'the one, by half')
  await edit.press('Escape')
  await isActive(composer)
  assert.deepEqual(ann.problems, [])
})

test('[W107] Reply leads to the field, also for the message that is already replied to', async () => {
  const ann = await member('Ann who answers')
  const composer = composerOf(ann)
  const { isActive } = await withMessages(ann, 'Answers', ['the question'])
  const press = async (name: string) => (await toolsOf(ann, 'the question')).getByRole('button', { name }).click()
  const byButton = async () => {
    await press('Reply')
    await isActive(composer)
  }
  const byMenu = async () => {
    await press('More')
    await ann.page.getByRole('menuitem', { name: 'Reply' }).click()
    await isActive(composer)
  }
  const lookAway = () => ann.page.getByRole('button', { name: 'Search messages' }).focus()
  for (const reply of [byButton, byMenu, byButton]) {
    await lookAway()
    await reply()
  }
  await composer.press('Escape')
  await ann.page.getByRole('button', { name: 'Cancel reply' }).waitFor({ state: 'detached' })
  await lookAway()
  await byMenu()
  assert.deepEqual(ann.problems, [])
})

test('[W76] a guest who signed out hands nothing on, even if another tab still writes', async () => {
  const { page, composer, ...who } = await member('Gus who signs out')
  await composer.fill('a secret, not finished')
  const keyOf = () =>
    page.evaluate(() => Object.keys(localStorage).find((key) => localStorage.getItem(key)?.includes('secret')))
  const key = await eventually(async () => {
    const kept = await keyOf()
    assert.ok(kept)
    return kept
  })
  await page.getByRole('button', { name: 'You are Gus who signs out' }).click()
  await openSection(page, 'Leaving')
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await page.getByRole('button', { name: 'Sign out and delete it' }).click()
  await page.getByLabel('Your name').waitFor()
  assert.equal(await keyOf(), undefined)
  await page.evaluate((name) => localStorage.setItem(name, 'a secret, not finished'), key)
  await who.join('Somebody else')
  await untilOnline(page)
  await untilWhole(page)
  assert.equal(await composer.inputValue(), '')
})
