/** The ways in: a name, a password, and the links whose secret stands after #. */
import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { after, test } from 'node:test'
import type { Payload } from '../../protocol/commands.ts'
import { barriers } from '../support/axe.ts'
import { NETWORK_IS_AWAY, type Visitor, openBrowser, untilOnline, visitor } from '../support/browser.ts'
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
  await who.page.getByRole('button', { name: 'Join', exact: true }).click()
  // The invitation has the room's name in its heading, too.
  await untilOnline(who.page)
}

test('[W284] an invitation admits as many as it says, and tells later visitors what to do', async () => {
  const path = await linkBy(inviteOwner, { uses: 1 })
  const ann = await visitor(browser, invite.url + path)
  await ann.page.getByRole('heading', { name: 'Join Earshot' }).waitFor()
  assert.deepEqual(await barriers(ann.page), [])
  await comeIn(ann, 'Ann')
  await ann.composer.waitFor()
  assert.equal(new URL(ann.page.url()).hash, '', 'the secret is no longer in the address')
  await ann.say('I am in.')
  await ann.log.getByText('I am in.').waitFor()
  await ann.page.reload()
  await ann.log.getByText('I am in.').waitFor()

  const bob = await visitor(browser, invite.url + path)
  await bob.page.getByRole('heading', { name: 'This invitation doesn’t work' }).waitFor()
  await bob.page.getByRole('alert').filter({ hasText: 'This invitation has been used. Ask for a new one.' }).waitFor()
  await bob.page.getByRole('link', { name: 'Go to the chat' }).waitFor()
  assert.equal(await bob.page.locator('.join input').count(), 0, 'nothing is asked of somebody whom it does not let in')
  assert.deepEqual(await barriers(bob.page), [])
  assert.deepEqual([calm(ann), calm(bob)], [[], []])
})

test('[W284] a revoked, an expired and an incomplete invitation each say so', async () => {
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
  await ann.page.getByRole('alert').filter({ hasText: 'was revoked' }).waitFor()
  const bob = await visitor(browser, again.url + expired.path)
  await bob.page.getByRole('alert').filter({ hasText: 'has expired' }).waitFor()
  const eve = await visitor(browser, `${again.url}/invite`)
  await eve.page.getByRole('heading', { name: 'This link is incomplete' }).waitFor()
  // The whole link, pasted over the half one.
  await eve.page.evaluate(() => (location.hash = 'CODE'))
  await eve.page.getByRole('heading', { name: 'This invitation doesn’t work' }).waitFor()
  assert.deepEqual([calm(ann), calm(bob), calm(eve)], [[], [], []])
  await again.stop()
})

test('[A30] an outsider sees only the room of the invitation, and is offered only what they may do', async () => {
  const room = accepted(await inviteOwner.run('room:create', { name: 'Backstage', kind: 'closed' }))
  const ann = await visitor(browser, invite.url + (await linkBy(inviteOwner, { roomId: room.id })))
  await comeIn(ann, 'Ann Backstage')
  await ann.page.getByRole('heading', { name: 'Backstage', level: 1 }).waitFor()
  await ann.say('Only here.')
  await ann.log.getByText('Only here.').waitFor()
  assert.equal(await ann.page.getByRole('link', { name: 'Lobby' }).count(), 0)

  // Nor is she offered what she may not do, also when she has kept her name.
  const { members } = accepted(await inviteOwner.run('room:members', { roomId: room.id }))
  assert.equal(members.find(({ user }) => user.name === 'Ann Backstage')?.role, 'outsider')
  await ann.page.evaluate(
    (password) =>
      fetch('/api/me/claim', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ password }),
      }),
    PASSWORD,
  )
  for (const name of ['Browse rooms', 'New room', 'New message'])
    assert.equal(await ann.page.getByRole('button', { name }).count(), 0, name)
  await ann.page.getByRole('button', { name: 'Room menu' }).click()
  await ann.page.getByRole('menuitem', { name: 'About this room' }).waitFor()
  assert.equal(await ann.page.getByRole('menuitem', { name: /Invite/ }).count(), 0)
  await ann.page.getByRole('menuitem', { name: 'About this room' }).click()
  const dialog = ann.page.getByRole('dialog')
  await dialog.getByText('/backstage').waitFor()
  assert.equal(await dialog.getByRole('button', { name: /Leave/ }).count(), 0)
  await dialog.getByRole('tab', { name: 'Members' }).click()
  await dialog.getByText('one room only').waitFor()
  assert.deepEqual(calm(ann), [])
})

test('[R5] an outsider removed from their only room is not sent to a lobby that they cannot see', async () => {
  const room = accepted(await inviteOwner.run('room:create', { name: 'Wings', kind: 'closed' }))
  const ann = await visitor(browser, invite.url + (await linkBy(inviteOwner, { roomId: room.id })))
  await comeIn(ann, 'Ann in the wings')
  await ann.page.getByRole('heading', { name: 'Wings', level: 1 }).waitFor()
  // Lost on the way, she finds back.
  await ann.page.goto(`${invite.url}/nowhere`)
  await ann.page.getByText('Room not found').waitFor()
  await ann.page.getByRole('link', { name: 'Go to Wings' }).click()
  await ann.page.getByRole('heading', { name: 'Wings', level: 1 }).waitFor()

  const { members } = accepted(await inviteOwner.run('room:members', { roomId: room.id }))
  const { user } = members.find(({ user: { name } }) => name === 'Ann in the wings')!
  accepted(await inviteOwner.run('room:remove', { roomId: room.id, userId: user.id }))
  await ann.page.getByText('You were removed from Wings').waitFor()
  const whatIsTrue = async () => {
    await ann.page.getByText('You were invited to one room only. Ask for a new invitation.').waitFor()
    assert.equal(await ann.page.getByRole('link', { name: 'Go to the lobby' }).count(), 0)
  }
  await whatIsTrue()
  assert.deepEqual(await barriers(ann.page), [])
  await ann.page.reload()
  await whatIsTrue()
  await ann.page.goto(invite.url + (await linkBy(inviteOwner)))
  await ann.page.getByRole('button', { name: 'Join', exact: true }).click()
  await ann.page.getByRole('heading', { name: 'Lobby', level: 1 }).waitFor()
  assert.deepEqual(
    calm(ann).filter((problem) => !problem.includes('404')),
    [],
  )
})

test('a signed-in user takes the seat that an invitation offers', async () => {
  const room = accepted(await openOwner.run('room:create', { name: 'Kitchen', kind: 'closed' }))
  const path = await linkBy(openOwner, { roomId: room.id })
  const ann = await visitor(browser, open.url)
  await ann.join('Ann of the kitchen')
  await ann.page.goto(open.url + path)
  await ann.page.getByText('You’re signed in as Ann of the kitchen.').waitFor()
  await ann.page.getByRole('button', { name: 'Join', exact: true }).click()
  await ann.page.getByRole('heading', { name: 'Kitchen', level: 1 }).waitFor()
  await ann.say('Hello, kitchen.')
  await ann.log.getByText('Hello, kitchen.').waitFor()
  assert.deepEqual(calm(ann), [])
})

test('a taken name offers a free one and signing in, each with one click', async () => {
  const tom = await enterAsPerson(open, 'Tom')
  const ann = await visitor(browser, open.url)
  await ann.page.getByLabel('Your name').fill('tom')
  await ann.page.getByRole('button', { name: 'Join' }).click()
  await ann.page.getByRole('alert').filter({ hasText: 'Tom' }).waitFor()
  assert.deepEqual(await barriers(ann.page), [])
  await ann.page.getByRole('button', { name: 'Join as “Tom 2”' }).click()
  await ann.composer.waitFor()
  await ann.say('I am not Tom.')
  await ann.log.getByText('Tom 2', { exact: true }).first().waitFor()

  const second = await visitor(browser, open.url)
  await second.page.getByLabel('Your name').fill('Tom')
  await second.page.getByRole('button', { name: 'Join' }).click()
  await second.page.getByRole('button', { name: 'That’s me, sign in' }).click()
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

test('the form for invitations takes a whole link or only its code', async () => {
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

test('in a closed chat an invitation makes an account, and the account can sign in', async () => {
  const ann = await visitor(browser, closed.url + (await linkBy(closedOwner)))
  await ann.page.getByLabel('Your name').fill('Ann')
  await ann.page.getByLabel('Password').fill(PASSWORD)
  await ann.page.getByRole('button', { name: 'Join', exact: true }).click()
  await ann.composer.waitFor()

  const elsewhere = await visitor(browser, closed.url)
  assert.equal(await elsewhere.page.getByRole('button', { name: 'Join as a guest' }).count(), 0)
  await elsewhere.page.getByLabel('Your name').fill('Ann')
  await elsewhere.page.getByLabel('Password').fill(PASSWORD)
  await elsewhere.page.getByRole('button', { name: 'Sign in' }).click()
  await elsewhere.composer.waitFor()
  assert.deepEqual([calm(ann), calm(elsewhere)], [[], []])
})

test('a preview does not use up a sign-in link, and a click works once', async () => {
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

test('[L2] after too many tries the page says how long to wait, and counts down', async () => {
  const server: Server = await startServer()
  const ann = await visitor(browser, server.url)
  await ann.page.getByRole('button', { name: 'Sign in instead' }).click()
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
