/** Panels beside the room stay up to date while they are open. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NETWORK_IS_AWAY, untilOnline, type Visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { startJourney } from '../support/journey.ts'
import { enterAsOwner, online, person } from '../support/people.ts'
import { accepted } from '../support/sockets.ts'
import { visits } from '../support/visits.ts'

const { server, browser } = await startJourney()
const olivia = await enterAsOwner(server)

/** A person on a page, and without a face on another device. */
async function both(name: string): Promise<Visitor & { device: typeof olivia }> {
  const { token } = await person(server, name)
  return { ...(await visits(browser, server).as({ token })), device: await online(server, { token }) }
}

const say = async (body: string, more: { roomId?: string; replyTo?: number } = {}, by = olivia) =>
  accepted(await by.run('message:send', { roomId: 'lobby', clientId: crypto.randomUUID(), body, ...more }))
const edit = async (seq: number, body: string) =>
  accepted(await olivia.run('message:edit', { roomId: 'lobby', seq, body }))
const remove = async (seq: number) => accepted(await olivia.run('message:delete', { roomId: 'lobby', seq }))

const panelOf = ({ page }: Visitor) => page.getByRole('complementary')
const bodiesOf = (who: Visitor) => panelOf(who).locator('.found-body').allTextContents()
const shows = async (who: Visitor, ...bodies: string[]) =>
  eventually(async () => assert.deepEqual(await bodiesOf(who), bodies))

async function open({ page }: Visitor, panel: RegExp): Promise<void> {
  await page.getByRole('button', { name: panel }).first().click()
  await page.getByRole('complementary').waitFor()
}

/** Does something while this page has no line. */
async function without(who: Visitor, act: () => Promise<unknown>): Promise<void> {
  await who.context.setOffline(true)
  await who.page.locator('main[data-connection=offline]').waitFor()
  await act()
  await who.context.setOffline(false)
  await untilOnline(who.page)
}

const problemsOf = ({ problems }: Visitor) => problems.filter((problem) => !NETWORK_IS_AWAY.test(problem))

test('[W93] search results are up to date, and deleted messages disappear from them', async () => {
  const sue = await both('Sue')
  const [first, second, third] = [
    await say('the password is hunter2'),
    await say('hunter2 once more'),
    await say('and hunter2 at last'),
  ]
  await open(sue, /^Search messages/)
  await sue.page.getByRole('searchbox').fill('hunter2')
  await shows(sue, 'and hunter2 at last', 'hunter2 once more', 'the password is hunter2')
  await remove(first.seq)
  await shows(sue, 'and hunter2 at last', 'hunter2 once more')
  await edit(second.seq, 'it was changed')
  await shows(sue, 'and hunter2 at last', 'it was changed')
  await without(sue, () => remove(third.seq))
  await eventually(async () => assert.ok(!(await panelOf(sue).textContent())?.includes('hunter2 at')))
  assert.deepEqual(problemsOf(sue), [])
  sue.device.leave()
})

test('[W93] saved messages are up to date', async () => {
  const sam = await both('Sam')
  const said = [await say('the code is 4711'), await say('the code is 4712')]
  for (const { seq } of said) accepted(await sam.device.run('message:save', { roomId: 'lobby', seq, on: true }))
  await open(sam, /^Saved/)
  await shows(sam, 'the code is 4712', 'the code is 4711')
  await edit(said[0]!.seq, 'the code is secret')
  await shows(sam, 'the code is 4712', 'the code is secret')
  await remove(said[0]!.seq)
  await shows(sam, 'the code is 4712', 'This message was deleted.')
  await without(sam, () => edit(said[1]!.seq, 'so is the other'))
  await shows(sam, 'so is the other', 'This message was deleted.')
  assert.deepEqual(problemsOf(sam), [])
  sam.device.leave()
})

test('[W93] the inbox shows replies and mentions, also of the open room, and their later changes', async () => {
  const ida = await both('Ida')
  const mine = await say('Who has the key?', {}, ida.device)
  await open(ida, /^Inbox/)
  await panelOf(ida).getByRole('heading', { name: 'All caught up' }).waitFor()
  const answer = await say('I have it.', { replyTo: mine.seq })
  await shows(ida, 'I have it.')
  const other = await say('nothing to anybody')
  await edit(other.seq, 'hello @Ida')
  await shows(ida, 'hello @Ida', 'I have it.')
  await edit(other.seq, 'hello')
  await shows(ida, 'I have it.')
  await edit(answer.seq, 'It hangs at the door.')
  await shows(ida, 'It hangs at the door.')
  await remove(answer.seq)
  await panelOf(ida).getByRole('heading', { name: 'All caught up' }).waitFor()
  await without(ida, () => say('@Ida are you there?'))
  await shows(ida, '@Ida are you there?')
  assert.deepEqual(problemsOf(ida), [])
  ida.device.leave()
})

test('[W93] earlier versions follow an edit and a deletion', async () => {
  const vera = await both('Vera')
  const mine = await say('first words', {}, vera.device)
  const change = async (body: string) =>
    accepted(await vera.device.run('message:edit', { roomId: 'lobby', seq: mine.seq, body }))
  await change('second words')
  const row = vera.page.locator(`article[data-seq="${mine.seq}"]`)
  await row.getByText('second words').hover()
  await row.getByRole('button', { name: 'More' }).click()
  await vera.page.getByRole('menuitem', { name: 'Earlier versions' }).click()
  const dialog = vera.page.getByRole('dialog', { name: 'Earlier versions' })
  await dialog.getByText('first').first().waitFor()
  await change('third words')
  await eventually(async () => assert.equal(await dialog.getByRole('listitem').count(), 3))
  accepted(await vera.device.run('message:delete', { roomId: 'lobby', seq: mine.seq }))
  await eventually(async () => assert.ok(!(await dialog.textContent())?.includes('words')))
  assert.deepEqual(problemsOf(vera), [])
  vera.device.leave()
})

test('[W94] pinned messages are found wherever they are in the room', async () => {
  const { id, slug } = accepted(await olivia.run('room:create', { name: 'Long', kind: 'open' }))
  for (let count = 1; count <= 460; count++) await say(`line ${count}`, { roomId: id })
  const pia = await both('Pia')
  accepted(await pia.device.run('room:join', { roomId: id }))
  await pia.page.goto(`${server.url}/${slug}`)
  await pia.log.getByText('line 460').waitFor()
  await open(pia, /^Pinned messages/)
  await panelOf(pia).getByRole('heading', { name: 'Nothing pinned' }).waitFor()
  const pin = async (seq: number, on: boolean) => accepted(await olivia.run('message:pin', { roomId: id, seq, on }))
  await pin(3, true)
  await shows(pia, 'line 3')
  await pin(460, true)
  await shows(pia, 'line 460', 'line 3')
  accepted(await olivia.run('message:edit', { roomId: id, seq: 3, body: 'line three' }))
  await shows(pia, 'line 460', 'line three')
  await pin(3, false)
  await shows(pia, 'line 460')
  accepted(await olivia.run('message:delete', { roomId: id, seq: 460 }))
  await panelOf(pia).getByRole('heading', { name: 'Nothing pinned' }).waitFor()
  assert.deepEqual(problemsOf(pia), [])
  pia.device.leave()
})
