/** Who is told of what, by a real server and a push service that answers as such services do. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, test } from 'node:test'
import { eventually } from '../support/eventually.ts'
import { ask, bearer, json } from '../support/http.ts'
import { done, draft, online, owner, person, type Somebody } from '../support/people.ts'
import { type Browser, shownBy, startPushService } from '../support/push-service.ts'
import { startServer } from '../support/server.ts'
import { accepted } from '../support/sockets.ts'

const service = await startPushService()
const server = await startServer({ args: ['--limits', 'off', '--allow-outside', service.host] })
after(async () => {
  await server.stop()
  service.close()
})
const olga = await owner(server)
const ann = await person(server, 'Ann')
let people = 0

/** Somebody with a browser that is told, and a room of theirs and Ann’s. */
async function listener(...answer: Parameters<typeof service.browser>) {
  const name = `Bob ${++people}`
  const bob = await person(server, name)
  const browser = service.browser(...answer)
  await subscribe(bob, browser)
  const room = await done(server, ann, 'room:create', {
    kind: 'closed',
    name: `Book club ${people}`,
    memberIds: [bob.user.id],
  })
  await done(server, bob, 'room:accept', { roomId: room.id })
  return { name, bob, browser, room, say: (body: string) => done(server, ann, 'message:send', draft(room.id, body)) }
}
const subscribe = async (who: Somebody, { endpoint, keys }: Browser) =>
  assert.equal((await ask(server, '/api/push', json({ endpoint, keys }, bearer(who.token)))).status, 201)

/** Resolves when what was sent before has been looked through: a control, whom all of it reaches, was told of a later one. */
const control = await listener()
async function passed(): Promise<void> {
  const mark = `mark ${crypto.randomUUID()}`
  await control.say(mark)
  await eventually(() =>
    assert.ok(control.browser.came.some(({ payload }) => payload.notification.body.endsWith(mark))),
  )
}

test('[Q32] [Q34] [Q40] a message is told in seconds, as one notification of the room that counts', async () => {
  const { bob, browser, room, say } = await listener()
  const { seq } = await say('**Hello** there')
  await eventually(() => assert.equal(browser.came.length, 1))
  const { payload, headers } = browser.came[0]!
  assert.deepEqual(payload, {
    web_push: 8030,
    notification: { title: room.name, body: 'Ann: Hello there', tag: room.id, navigate: `/${room.slug}/${seq}` },
    app_badge: 1,
  })
  assert.match(headers['topic'] as string, /^[\w-]{32}$/)
  assert.deepEqual([headers['ttl'], headers['urgency'], headers['content-encoding']], ['86400', 'normal', 'aes128gcm'])
  const { publicKey } = await done(server, bob, 'push:key', {})
  assert.match(headers.authorization!, new RegExp(`^vapid t=[\\w.-]+, k=${publicKey}$`))

  await say('and more')
  await eventually(() => assert.equal(browser.came.length, 2))
  assert.equal(browser.came[1]!.headers['topic'], headers['topic'])
  assert.deepEqual(
    shownBy(browser).map(({ title, body }) => [title, body]),
    [[`2 new in ${room.name}`, 'Ann: and more']],
  )
})

test('[Q10] [Q11] nobody is told of their own words, of what they have read, blocked, deleted, or want not to hear', async () => {
  const { bob, browser, room, say, name } = await listener()
  await done(server, bob, 'message:send', draft(room.id, 'my own'))
  await passed()
  await done(server, bob, 'room:notify', { roomId: room.id, level: 'mentions' })
  await say('not for Bob')
  await passed()
  await done(server, bob, 'room:notify', { roomId: room.id, level: 'nothing' })
  await say(`@${name} even so`)
  await passed()
  await done(server, bob, 'room:notify', { roomId: room.id, level: 'everything' })
  await done(server, bob, 'user:block', { userId: ann.user.id, on: true })
  await say('blocked')
  await passed()
  assert.equal(browser.came.length, 0)
  await done(server, bob, 'user:block', { userId: ann.user.id, on: false })
  await done(server, bob, 'room:notify', { roomId: room.id, level: 'nothing' })
  await done(server, bob, 'notify:update', { mutedMentions: true })
  await say(`@${name} heard`)
  await eventually(() => assert.equal(browser.came.length, 1))
  assert.equal(browser.came[0]!.headers['urgency'], 'high')
})

test('[Q14] a keyword is told of in a room of which only mentions are wanted', async () => {
  const { bob, browser, room, say } = await listener()
  await done(server, bob, 'room:notify', { roomId: room.id, level: 'mentions' })
  await done(server, bob, 'notify:update', { keywords: ['発売'] })
  await say('`発売`')
  await passed()
  assert.equal(browser.came.length, 0)
  await say('新製品の発売日です')
  await eventually(() => assert.equal(browser.came.length, 1))
})

test('[Q41] nobody is told of a room that they have on a screen, on any device, and only as long as they have', async () => {
  const { bob, browser, room, say } = await listener()
  const [desk, phone] = await Promise.all([online(server, bob), online(server, bob)])
  accepted(await desk.run('screen:show', { roomId: room.slug }))
  accepted(await phone.run('screen:show', {}))
  await say('seen')
  await passed()
  assert.equal(browser.came.length, 0)
  desk.leave()
  await eventually(async () => {
    await say('not seen')
    await passed()
    assert.ok(browser.came.length > 0)
  })
  const before = browser.came.length
  accepted(await phone.run('screen:show', { roomId: room.id }))
  await say('seen again')
  await passed()
  assert.equal(browser.came.length, before)
  accepted(await phone.run('screen:show', {}))
  await say('hidden')
  await eventually(() => assert.equal(browser.came.length, before + 1))
  phone.leave()
})

test('[Q42] what was read anywhere is taken back where it was told', async () => {
  const { bob, browser, room, say } = await listener()
  const { seq } = await say('read me')
  await eventually(() => assert.equal(shownBy(browser).length, 1))
  await done(server, bob, 'room:read', { roomId: room.id, seq })
  await eventually(() => assert.equal(shownBy(browser).length, 0))
  const [told, back] = browser.came
  assert.deepEqual(back!.payload.read, [room.id])
  assert.equal(back!.payload.app_badge, 0)
  assert.equal(back!.headers['topic'], told!.headers['topic'])
  assert.deepEqual([back!.headers['ttl'], back!.headers['urgency']], ['0', 'very-low'])
  // The count begins anew.
  await say('another')
  await eventually(() =>
    assert.deepEqual(
      shownBy(browser).map(({ title }) => title),
      [room.name],
    ),
  )
})

test('[Q66] what was told and is deleted since is taken back, and the message before it is shown again', async () => {
  const { browser, room, say } = await listener()
  const shows = (...bodies: string[]) =>
    eventually(() =>
      assert.deepEqual(
        shownBy(browser).map(({ body }) => body),
        bodies,
      ),
    )
  await say('first')
  await shows('Ann: first')
  const wrong = await say('not for you')
  await shows('Ann: not for you')
  await done(server, ann, 'message:delete', { roomId: room.id, seq: wrong.seq })
  await shows('Ann: first')
  await done(server, olga, 'user:removeMessages', { userId: ann.user.id, hours: 1 })
  await shows()
})

test('[Q43] words are left out when the person or the owners say so', async () => {
  const { bob, browser, room, say } = await listener()
  await done(server, bob, 'notify:update', { showWords: false })
  await say('secret')
  await eventually(() =>
    assert.deepEqual(
      shownBy(browser).map(({ title, body }) => [title, body]),
      [[`New message in ${room.name}`, '']],
    ),
  )
  await done(server, bob, 'notify:update', { showWords: true })
  await done(server, olga, 'settings:update', { noticeWords: 'off' })
  await say('secret')
  await eventually(() => assert.equal(browser.came.length, 2))
  assert.doesNotMatch(JSON.stringify(browser.came), /secret/)
  await done(server, olga, 'settings:update', { noticeWords: 'on' })
})

test('[Q21] [Q44] what waited while somebody snoozed is one summary afterwards', async () => {
  const { bob, browser, room, say } = await listener()
  const other = await done(server, ann, 'room:create', { kind: 'closed', name: 'Garden', memberIds: [bob.user.id] })
  await done(server, bob, 'room:accept', { roomId: other.id })
  await done(server, bob, 'notify:snooze', { until: new Date(Date.now() + 3_600_000).toISOString() })
  await say('one')
  await say('two')
  await done(server, ann, 'message:send', draft(other.id, 'three'))
  await passed()
  await passed()
  assert.equal(browser.came.length, 0)
  await done(server, bob, 'notify:snooze', { until: null })
  await eventually(() => assert.equal(browser.came.length, 1))
  const { payload } = browser.came[0]!
  assert.equal(payload.notification.title, '3 new messages in 2 rooms')
  assert.deepEqual(payload.notification.body.split('\n').toSorted(), [`${room.name} (2)`, 'Garden (1)'])
  assert.equal(payload.app_badge, 3)
})

test('[Q47] a reminder that is due is told too, of a message that was read', async () => {
  const { bob, browser, room, say } = await listener()
  const { seq } = await say('remember')
  await done(server, bob, 'room:read', { roomId: room.id, seq })
  await passed()
  const before = browser.tried
  await done(server, bob, 'message:remind', { roomId: room.id, seq, at: new Date().toISOString() })
  await eventually(() => assert.equal(browser.tried, before + 1), 10_000)
  assert.equal(browser.came.at(-1)!.payload.notification.title, `Reminder from ${room.name}`)
})

test('[Q13] a reaction is told to the author who wants that, once, and names who reacted', async () => {
  const { bob, browser, room } = await listener()
  await done(server, bob, 'notify:update', { reactions: true })
  const { seq } = await done(server, bob, 'message:send', draft(room.id, 'we did it'))
  await done(server, ann, 'message:react', { roomId: room.id, seq, emoji: '👏', on: true })
  await done(server, ann, 'message:react', { roomId: room.id, seq, emoji: '👏', on: false })
  await done(server, ann, 'message:react', { roomId: room.id, seq, emoji: '🎉', on: true })
  await eventually(() => assert.equal(browser.tried, 1))
  const { title, body, navigate } = browser.came[0]!.payload.notification
  assert.deepEqual([title, body], ['Ann reacted with 🎉', 'we did it'])
  assert.ok(navigate.endsWith(`/${room.slug}/${seq}`))
  // It waits for nobody to read it: the next one is told too.
  await passed()
  await done(server, ann, 'message:react', { roomId: room.id, seq, emoji: '❤️', on: true })
  await eventually(() => assert.equal(browser.tried, 2))
})

test('[Q45] a browser that is gone, an address inside, and a session that ended get nothing more', async () => {
  for (const status of [404, 410]) {
    const { browser, say } = await listener((response) => response.writeHead(status).end())
    await say('one')
    await eventually(() => assert.equal(browser.tried, 1))
    await passed()
    await say('two')
    await passed()
    assert.equal(browser.tried, 1, `after ${status}`)
  }
  const { bob, browser, say } = await listener()
  const inside = { ...service.browser(), endpoint: server.url }
  const device = await done(server, bob, 'session:link', {})
  assert.ok(device.code)
  await subscribe(bob, inside)
  await say('to the inside')
  await passed()
  // The session has one subscription: the one inside took the place of the other, and is gone.
  assert.equal(browser.tried, 0)
  assert.deepEqual(await done(server, bob, 'push:test', {}), { isSent: false })
  await subscribe(bob, browser)
  assert.deepEqual(await done(server, bob, 'push:test', {}), { isSent: true })
  const before = browser.tried
  await done(server, bob, 'session:end', {})
  await say('nobody is there')
  await passed()
  assert.equal(browser.tried, before)
})

test('[Q46] what a push service does not take is sent again when it says, or a little later; never what it refuses', async () => {
  const limited = await listener((response, times) =>
    times === 1 ? response.writeHead(429, { 'retry-after': '3' }).end() : response.writeHead(201).end(),
  )
  const failing = await listener((response, times) => response.writeHead(times === 1 ? 500 : 201).end())
  const hanging = await listener((response, times) =>
    times === 1 ? response.writeHead(201).flushHeaders() : response.end(),
  )
  const refusing = await listener((response) => response.writeHead(413).end())
  const leading = await listener((response) =>
    response.writeHead(307, { location: `http://${service.host}/elsewhere` }).end(),
  )
  const all = [limited, failing, hanging, refusing, leading]
  for (const one of all) await one.say('hear me')
  await eventually(() => {
    for (const { browser } of [limited, failing, hanging]) assert.equal(browser.tried, 2)
    for (const { browser } of [refusing, leading]) assert.equal(browser.tried, 1)
  }, 30_000)
  const [first, second] = limited.browser.came
  assert.ok(second!.at - first!.at >= 3_000, 'as long as it said')
  await passed()
  for (const { browser } of [limited, failing, hanging]) assert.deepEqual(shownBy(browser).length, 1)
})

test('[Q5] subscriptions are told to nobody else', async () => {
  const { browser, say, bob } = await listener()
  await say('hello')
  await eventually(() => assert.equal(browser.tried, 1))
  const told = JSON.stringify([
    await done(server, olga, 'people:list', {}),
    await done(server, olga, 'user:profile', { userId: bob.user.id }),
    await done(server, olga, 'audit:list', {}),
    await done(server, bob, 'sessions:list', {}),
  ])
  assert.ok(
    !told.includes(browser.endpoint) && !told.includes(createHash('sha256').update(browser.endpoint).digest('hex')),
  )
})
