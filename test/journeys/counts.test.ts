/** Unread counts: in the title, the sidebar and the inbox, on an open page and on one that is opened. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { untilOnline, type Visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { startJourney } from '../support/journey.ts'
import { enterAsOwner, enterAsPerson, online, person } from '../support/people.ts'
import { accepted } from '../support/sockets.ts'
import { visits } from '../support/visits.ts'

const { server, browser } = await startJourney()
const olivia = await enterAsOwner(server)

/** A person on a page, in the lobby, with a seat in another room; and that person without a face, on another device. */
async function inTwoRooms(name: string, room: string) {
  const { token } = await person(server, name)
  const device = await online(server, { token })
  const { id, slug } = accepted(await olivia.run('room:create', { name: room, kind: 'open' }))
  accepted(await olivia.run('room:invite', { roomId: id, userId: device.welcome.you.id }))
  const who = await visits(browser, server).as({ token })
  const say = async (by: typeof olivia, body: string, more: { replyTo?: number } = {}) =>
    accepted(await by.run('message:send', { roomId: id, clientId: crypto.randomUUID(), body, ...more }))
  const link = who.page.getByRole('navigation').getByRole('link', { name: new RegExp(room) })
  /** The title, and what is said of the room and of the inbox: on this page, and on one that is opened now. */
  async function shows(title: RegExp, ofRoom: string, ofInbox: string) {
    const check = async ({ page }: Visitor) => {
      assert.match(await page.title(), title)
      const inbox = page.getByRole('navigation').getByRole('button', { name: /^Inbox/ })
      const said = await Promise.all([link, inbox].map((where) => where.locator('.badge .unseen').allTextContents()))
      assert.deepEqual(said.map(String), [ofRoom, ofInbox])
    }
    await eventually(() => check(who))
    await who.page.reload()
    await untilOnline(who.page)
    await eventually(() => check(who))
  }
  return { who, device, id, slug, say, shows }
}

test('[R41] a reply to me counts as a mention, also at the level for mentions only', async () => {
  const { who, device, id, say, shows } = await inTwoRooms('Rita', 'Replies')
  accepted(await device.run('room:notify', { roomId: id, level: 'mentions' }))
  const mine = await say(device, 'Who has the key?')
  await say(olivia, 'somebody will know')
  await shows(/^Lobby/, '', '')
  const answer = await say(olivia, 'I have it.', { replyTo: mine.seq })
  await shows(/^\(1\) Lobby/, '1 mention', '1 mention')
  accepted(await olivia.run('message:delete', { roomId: id, seq: answer.seq }))
  await shows(/^Lobby/, '', '')
  assert.deepEqual(who.problems, [])
  device.leave()
})

test('[R63] a mention of me, a mention of the room and a reply to me stand out in their room', async () => {
  const { who, device, id, slug, say } = await inTwoRooms('Sue', 'Signals')
  const mine = await say(device, 'Who has the key?')
  const toMe = [
    await say(olivia, '@Sue not I'),
    await say(olivia, '@room anybody?'),
    await say(olivia, 'I have it.', { replyTo: mine.seq }),
  ]
  const others = [mine, await say(olivia, 'all is well'), await say(olivia, 'mine again', { replyTo: toMe[0]!.seq })]
  const gone = await say(olivia, 'or not', { replyTo: mine.seq })
  accepted(await olivia.run('message:delete', { roomId: id, seq: gone.seq }))
  await who.page.goto(`${server.url}/${slug}`)
  await who.log.getByText('This message was deleted.').waitFor()
  const marked = who.log.locator('article[data-to-me=true]')
  assert.deepEqual(
    await marked.evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('data-seq')))),
    toMe.map(({ seq }) => seq),
  )
  assert.equal(await who.log.locator('article[data-to-me=false]').count(), others.length + 1)
  assert.deepEqual(who.problems, [])
  device.leave()
})

test('[R42] a mention counts once an edit adds it, and no longer once it is edited away or deleted', async () => {
  const { who, device, id, say, shows } = await inTwoRooms('Edith', 'Edits')
  const first = await say(olivia, 'hello')
  const { seq } = await say(olivia, 'hello again')
  const edit = async (body: string) => accepted(await olivia.run('message:edit', { roomId: id, seq, body }))
  await shows(/^\(2\) Lobby/, '2 unread', '')
  await edit('hello @Edith')
  await shows(/^\(2\) Lobby/, '1 mention', '1 mention')
  await edit('hello @room')
  await shows(/^\(2\) Lobby/, '1 mention', '1 mention')
  await edit('hello all')
  await shows(/^\(2\) Lobby/, '2 unread', '')
  accepted(await olivia.run('message:delete', { roomId: id, seq: first.seq }))
  await shows(/^\(1\) Lobby/, '1 unread', '')
  await edit('hello @Edith')
  accepted(await olivia.run('message:delete', { roomId: id, seq }))
  await shows(/^Lobby/, '', '')
  assert.deepEqual(who.problems, [])
  device.leave()
})

test('[R40] messages of people I blocked make no room unread, on this page and after a reload', async () => {
  const { who, device, id, say, shows } = await inTwoRooms('Bea', 'Blocks')
  const bob = await enterAsPerson(server, 'Bob')
  accepted(await olivia.run('room:invite', { roomId: id, userId: bob.welcome.you.id }))
  accepted(await device.run('user:block', { userId: bob.welcome.you.id, on: true }))
  await say(bob, 'psst')
  await say(bob, '@Bea psst')
  await shows(/^Lobby/, '', '')
  await say(olivia, 'good morning')
  await shows(/^\(1\) Lobby/, '1 unread', '')
  assert.deepEqual(who.problems, [])
  device.leave()
  bob.leave()
})
