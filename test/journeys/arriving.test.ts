/** The ways in: a name, a password, and the links whose secret stands after #. */
import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { after, test } from 'node:test'
import type { Payload } from '../../protocol/commands.ts'
import { barriers } from '../support/axe.ts'
import { NETWORK_IS_AWAY, type Visitor, openBrowser, visitor } from '../support/browser.ts'
import { PASSWORD, enterAsOwner, enterAsPerson } from '../support/people.ts'
import { type Server, startServer } from '../support/server.ts'
import { type Member, accepted } from '../support/sockets.ts'

const [open, invite, closed] = await Promise.all(
  ['open', 'invite', 'closed'].map((access) => startServer({ args: ['--limits', 'off', '--access', access] })),
)
assert.ok(open && invite && closed)
const [openOwner, inviteOwner, closedOwner] = await Promise.all([open, invite, closed].map((at) => enterAsOwner(at)))
assert.ok(openOwner && inviteOwner && closedOwner)
const browser = await openBrowser()
after(async () => {
  await browser.close()
  await Promise.all([open.stop(), invite.stop(), closed.stop()])
})

/** A refusal is told by the browser too, as a line about the answer's status. */
const calm = ({ problems }: Visitor) => problems.filter((problem) => !NETWORK_IS_AWAY.test(problem))

const linkBy = async (owner: Member, wanted: Payload<'invite:create'> = {}) =>
  accepted(await owner.run('invite:create', wanted)).path

async function comeIn(who: Visitor, name: string): Promise<void> {
  await who.page.getByLabel('Your name').fill(name)
  await who.page.getByRole('button', { name: 'Come in' }).click()
}

test('an invitation lets in as many as it says; who comes later is told what to do', async () => {
  const path = await linkBy(inviteOwner, { uses: 1 })
  const ann = await visitor(browser, invite.url + path)
  await ann.page.getByRole('heading', { name: 'You are invited' }).waitFor()
  assert.deepEqual(await barriers(ann.page), [])
  await comeIn(ann, 'Ann')
  await ann.composer.waitFor()
  assert.equal(new URL(ann.page.url()).hash, '', 'the secret is no longer in the address')
  await ann.say('I am in.')
  await ann.log.getByText('I am in.').waitFor()
  await ann.page.reload()
  await ann.log.getByText('I am in.').waitFor()

  const bob = await visitor(browser, invite.url + path)
  await comeIn(bob, 'Bob')
  await bob.page.getByRole('alert').filter({ hasText: 'This invitation has been used. Ask for a new one.' }).waitFor()
  await bob.page.getByRole('link', { name: 'Go to the chat' }).waitFor()
  assert.equal(await bob.page.getByLabel('Your name').inputValue(), 'Bob')
  assert.deepEqual([calm(ann), calm(bob)], [[], []])
})

test('an invitation that was taken back, one that has expired and half of one each say so', async () => {
  const server = await startServer({ args: ['--limits', 'off', '--access', 'invite'] })
  const owner = await enterAsOwner(server)
  const revoked = accepted(await owner.run('invite:create', {}))
  accepted(await owner.run('invite:revoke', { inviteId: revoked.id }))
  const expired = accepted(await owner.run('invite:create', { minutes: 60 }))
  await server.stop()
  const database = new DatabaseSync(`${server.dataDir}/earshot.db`)
  const hourAgo = new Date(Date.now() - 3_600_000).toISOString()
  database.prepare('update invites set expires_at = ? where id = ?').run(hourAgo, expired.id)
  database.close()
  const again = await startServer({
    args: ['--limits', 'off', '--access', 'invite'],
    dataDir: server.dataDir,
  })

  const ann = await visitor(browser, again.url + revoked.path)
  await comeIn(ann, 'Ann')
  await ann.page.getByRole('alert').filter({ hasText: 'was taken back' }).waitFor()
  const bob = await visitor(browser, again.url + expired.path)
  await comeIn(bob, 'Bob')
  await bob.page.getByRole('alert').filter({ hasText: 'has expired' }).waitFor()
  const eve = await visitor(browser, `${again.url}/invite`)
  await eve.page.getByRole('heading', { name: 'This link is not whole' }).waitFor()
  // The whole link, pasted over the half one.
  await eve.page.evaluate(() => (location.hash = 'CODE'))
  await eve.page.getByRole('heading', { name: 'You are invited' }).waitFor()
  assert.deepEqual([calm(ann), calm(bob), calm(eve)], [[], [], []])
  await again.stop()
})

test('who comes by an invitation to one room is in that room and sees no other', async () => {
  const room = accepted(await inviteOwner.run('room:create', { name: 'Backstage', kind: 'closed' }))
  const ann = await visitor(browser, invite.url + (await linkBy(inviteOwner, { roomId: room.id })))
  await comeIn(ann, 'Ann Backstage')
  await ann.page.getByRole('heading', { name: 'Backstage', level: 1 }).waitFor()
  await ann.say('Only here.')
  await ann.log.getByText('Only here.').waitFor()
  assert.equal(await ann.page.getByRole('link', { name: 'Lobby' }).count(), 0)
  assert.deepEqual(calm(ann), [])
})

test('[R5] who was invited to one room and is removed from it is not sent to a lobby that they do not see', async () => {
  const room = accepted(await inviteOwner.run('room:create', { name: 'Wings', kind: 'closed' }))
  const ann = await visitor(browser, invite.url + (await linkBy(inviteOwner, { roomId: room.id })))
  await comeIn(ann, 'Ann in the wings')
  await ann.page.getByRole('heading', { name: 'Wings', level: 1 }).waitFor()
  // Lost on the way, she finds back.
  await ann.page.goto(`${invite.url}/nowhere`)
  await ann.page.getByText('There is no such room').waitFor()
  await ann.page.getByRole('link', { name: 'Go to Wings' }).click()
  await ann.page.getByRole('heading', { name: 'Wings', level: 1 }).waitFor()

  const { members } = accepted(await inviteOwner.run('room:members', { roomId: room.id }))
  const { user } = members.find(({ user: { name } }) => name === 'Ann in the wings')!
  accepted(await inviteOwner.run('room:remove', { roomId: room.id, userId: user.id }))
  await ann.page.getByText('You were removed from Wings').waitFor()
  const whatIsTrue = async () => {
    await ann.page.getByText('You were invited to one room only. With another invitation you can go on.').waitFor()
    assert.equal(await ann.page.getByRole('link', { name: 'Go to the lobby' }).count(), 0)
  }
  await whatIsTrue()
  assert.deepEqual(await barriers(ann.page), [])
  await ann.page.reload()
  await whatIsTrue()
  await ann.page.goto(invite.url + (await linkBy(inviteOwner)))
  await ann.page.getByRole('button', { name: 'Come in' }).click()
  await ann.page.getByRole('heading', { name: 'Lobby', level: 1 }).waitFor()
  assert.deepEqual(
    calm(ann).filter((problem) => !problem.includes('404')),
    [],
  )
})

test('who is in already takes the seat that an invitation offers', async () => {
  const room = accepted(await openOwner.run('room:create', { name: 'Kitchen', kind: 'closed' }))
  const path = await linkBy(openOwner, { roomId: room.id })
  const ann = await visitor(browser, open.url)
  await ann.join('Ann of the kitchen')
  await ann.page.goto(open.url + path)
  await ann.page.getByText('You are here as Ann of the kitchen.').waitFor()
  await ann.page.getByRole('button', { name: 'Come in' }).click()
  await ann.page.getByRole('heading', { name: 'Kitchen', level: 1 }).waitFor()
  await ann.say('Hello, kitchen.')
  await ann.log.getByText('Hello, kitchen.').waitFor()
  assert.deepEqual(calm(ann), [])
})

test('a name that is taken: another one is a click away, and so is its password', async () => {
  const tom = await enterAsPerson(open, 'Tom')
  const ann = await visitor(browser, open.url)
  await ann.page.getByLabel('Your name').fill('tom')
  await ann.page.getByRole('button', { name: 'Join' }).click()
  await ann.page.getByRole('alert').filter({ hasText: 'Tom' }).waitFor()
  assert.deepEqual(await barriers(ann.page), [])
  await ann.page.getByRole('button', { name: 'Be “Tom 2”' }).click()
  await ann.composer.waitFor()
  await ann.say('I am not Tom.')
  await ann.log.getByText('Tom 2', { exact: true }).first().waitFor()

  const second = await visitor(browser, open.url)
  await second.page.getByLabel('Your name').fill('Tom')
  await second.page.getByRole('button', { name: 'Join' }).click()
  await second.page.getByRole('button', { name: 'That is me: sign in' }).click()
  await second.page.getByLabel('Password').fill('not his password')
  await second.page.getByRole('button', { name: 'Sign in' }).click()
  await second.page.getByRole('alert').filter({ hasText: /\S/ }).waitFor()
  assert.equal(await second.page.getByLabel('Your name').inputValue(), 'Tom', 'nothing typed is lost')
  await second.page.getByLabel('Password').fill(PASSWORD)
  await second.page.getByRole('button', { name: 'Sign in' }).click()
  await second.composer.waitFor()
  await second.say('Tom himself.')
  await tom.hears('Tom himself.')
  assert.equal(tom.changes.at(-1)?.messages.at(-1)?.author.id, tom.welcome.you.id)
  assert.deepEqual([calm(ann), calm(second)], [[], []])
})

test('where an invitation is asked for it can be pasted, whole or only its code', async () => {
  for (const [index, cut] of [
    (path: string) => invite.url + path,
    (path: string) => path.split('#')[1] ?? '',
  ].entries()) {
    const path = await linkBy(inviteOwner, { uses: 1 })
    const ann = await visitor(browser, invite.url)
    await ann.page.getByRole('heading', { name: 'By invitation only' }).waitFor()
    await ann.page.getByRole('textbox', { name: 'Invitation' }).fill(cut(path))
    await ann.page.getByLabel('Your name').fill(`Pasting ${index}`)
    await ann.page.getByRole('button', { name: 'Join' }).click()
    await ann.composer.waitFor()
    assert.deepEqual(calm(ann), [])
  }
})

test('where it is closed an invitation makes an account, and an account comes in', async () => {
  const ann = await visitor(browser, closed.url + (await linkBy(closedOwner)))
  await ann.page.getByLabel('Your name').fill('Ann')
  await ann.page.getByLabel('Password').fill(PASSWORD)
  await ann.page.getByRole('button', { name: 'Come in' }).click()
  await ann.composer.waitFor()

  const elsewhere = await visitor(browser, closed.url)
  assert.equal(await elsewhere.page.getByRole('button', { name: 'I am new here' }).count(), 0)
  await elsewhere.page.getByLabel('Your name').fill('Ann')
  await elsewhere.page.getByLabel('Password').fill(PASSWORD)
  await elsewhere.page.getByRole('button', { name: 'Sign in' }).click()
  await elsewhere.composer.waitFor()
  assert.deepEqual([calm(ann), calm(elsewhere)], [[], []])
})

test('a sign-in link that something looks at is not used up; clicked, it works once', async () => {
  const tim = await enterAsPerson(open, 'Tim')
  const { path } = accepted(await tim.run('session:link', {}))
  const robot = await visitor(browser, open.url + path)
  await robot.page.getByRole('button', { name: 'Sign in on this device' }).waitFor()

  const phone = await visitor(browser, open.url + path, { screen: 'phone' })
  await phone.page.getByRole('button', { name: 'Sign in on this device' }).click()
  await phone.composer.waitFor()
  assert.equal(new URL(phone.page.url()).hash, '')
  await phone.say('From the phone.')
  await tim.hears('From the phone.')
  assert.equal(tim.changes.at(-1)?.messages.at(-1)?.author.id, tim.welcome.you.id)

  await robot.page.getByRole('button', { name: 'Sign in on this device' }).click()
  await robot.page.getByRole('alert').filter({ hasText: /\S/ }).waitFor()
  assert.deepEqual([calm(robot), calm(phone)], [[], []])
})

test('[L2] who tries too often is told how long to wait, and the wait is counted down', async () => {
  const server: Server = await startServer()
  const ann = await visitor(browser, server.url)
  await ann.page.getByRole('button', { name: 'I have a password' }).click()
  await ann.page.getByLabel('Your name').fill('Ann')
  await ann.page.getByLabel('Password').fill('a wrong password')
  const wait = ann.page.getByText(/^Try again in \d/)
  for (let tries = 0; tries < 20 && (await wait.count()) === 0; tries++) {
    const answered = ann.page.waitForResponse((response) => response.url().endsWith('/api/session'))
    await ann.page.getByRole('button', { name: 'Sign in' }).click()
    await answered
    await ann.page.locator('button[type=submit][aria-disabled=false]').waitFor()
  }
  const first = await wait.textContent()
  await ann.page.waitForFunction((before) => !document.body.textContent?.includes(before ?? ''), first)
  await wait.waitFor()
  assert.deepEqual(calm(ann), [])
  await server.stop()
})
