/** Every trouble, as the page tells its reader. Troubles with a journey of their own are tested there. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import type { BrowserContext } from 'playwright-core'
import { MAX_BODY_BYTES } from '../../protocol/limits.ts'
import { type Look, type Visitor, visitor, untilOnline } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { startJourney } from '../support/journey.ts'
import { PASSWORD, type Somebody, arrive, done, draft, person } from '../support/people.ts'
import { startProxy } from '../support/proxy.ts'
import { warmedUp } from '../support/rest.ts'
import { assertGood } from '../support/screens.ts'
import { visits } from '../support/visits.ts'

const { server, browser } = await startJourney()
const host = await person(server, 'Hostess')

type Known = Visitor & Somebody & { bar: ReturnType<Visitor['page']['locator']> }

/** Somebody on a page, known by name and by token. */
async function joined(
  name: string,
  { url = server.url, look = {}, path = '' }: { url?: string; look?: Look; path?: string } = {},
): Promise<Known> {
  const who = await visitor(browser, url + path, look)
  const answered = who.page.waitForResponse(/\/api\/session$/)
  await who.join(name)
  const somebody = (await (await answered).json()) as Somebody
  await online(who)
  return { ...who, ...somebody, bar: who.page.locator('.connection-bar') }
}

const online = ({ page }: Visitor) => untilOnline(page, 15_000)

async function roomWith(name: string, somebody: Somebody, kind: 'open' | 'closed' = 'open') {
  const { id } = await done(server, host, 'room:create', { name, kind, memberIds: [somebody.user.id] })
  return done(server, somebody, 'room:accept', { roomId: id })
}

const say = async (roomId: string, body: string, by = host) => done(server, by, 'message:send', draft(roomId, body))

/** Answers to this command are held back until they are let go. */
async function holdAnswers(context: BrowserContext, command: string): Promise<{ letGo: () => void }> {
  const held: (() => void)[] = []
  let isHeld = true
  await context.routeWebSocket(/\/socket\.io\//, (near) => {
    const far = near.connectToServer()
    const asked = new Set<string>()
    near.onMessage((frame) => {
      const [, id] = new RegExp(`^42/chat,(\\d+)\\["${command}"`).exec(String(frame)) ?? []
      if (id !== undefined) asked.add(id)
      far.send(frame)
    })
    far.onMessage((frame) => {
      const [, id = ''] = /^43\/chat,(\d+)/.exec(String(frame)) ?? []
      if (isHeld && asked.has(id)) held.push(() => near.send(frame))
      else near.send(frame)
    })
  })
  return {
    letGo: () => {
      isHeld = false
      for (const send of held.splice(0)) send()
    },
  }
}

for (const screen of ['desktop', 'phone'] as const) {
  test(`[W20] an empty room says so and where it begins, and a missing room says so (${screen})`, async () => {
    const ann = await joined(`Ann on a ${screen}`, { look: { screen } })
    const room = await roomWith(`Attic of the ${screen}`, ann)
    await ann.page.goto(`${server.url}/${room.slug}`)
    await ann.page.getByText('Say hello.').waitFor()
    await online(ann)
    await assertGood(ann, 'an empty room')
    await ann.say('first')
    await ann.log.locator('article[data-seq="1"]').waitFor()
    await ann.page.getByText(`This is the start of #${room.name}.`).waitFor()

    await ann.page.goto(`${server.url}/no-such-room`)
    await ann.page.getByText('Room not found').waitFor()
    ann.problems.splice(0)
    await assertGood(ann, 'no such room')
    await ann.page.getByRole('link', { name: 'Go to the lobby' }).click()
    await ann.page.getByRole('heading', { name: 'Lobby', level: 1 }).waitFor()
    await ann.context.close()
  })
}

test('[W190] a room’s topic and beginning fit its kind, and only people who may write are invited to', async () => {
  const ann = await joined('Ann of all kinds')
  const closed = await roomWith('Inner circle', ann, 'closed')
  const direct = await done(server, host, 'room:create', { kind: 'direct', memberIds: [ann.user.id] })
  const locked = await roomWith('Still hall', ann)
  await done(server, host, 'room:update', { roomId: locked.id, isLocked: true })
  const topic = ann.page.locator('.header-topic')
  const go = async (slug: string) => {
    await ann.page.goto(`${server.url}/${slug}`)
    await online(ann)
  }
  await go(closed.slug)
  await topic.getByText('Only members can read this.').waitFor()
  await say(closed.id, 'among us')
  await ann.log.getByText('This is the start of Inner circle.').waitFor()
  await go(direct.slug)
  assert.equal(await topic.innerText(), '')
  await say(direct.id, 'between us')
  await ann.log.getByText('This is the start of your conversation with Hostess.').waitFor()
  await go(locked.slug)
  await topic.getByText('Everyone in earshot can read this.').waitFor()
  await ann.log.getByText('No messages yet').waitFor()
  assert.equal(await ann.log.getByText('Say hello.').count(), 0)
  await ann.context.close()
})

test('[W191] the number beside a room says who is here now, or is absent', async () => {
  const ann = await joined('Ann who counts')
  const number = ann.page.locator('.header-people span')
  const here = async () => Number(await ann.page.locator('.side-group .side-count').last().innerText())
  await eventually(async () => assert.equal(Number(await number.innerText()), await here()))
  await ann.context.setOffline(true)
  await ann.bar.getByText('You’re offline.').waitFor()
  assert.equal(await number.innerText(), '')
  await ann.context.close()
})

test('[W192] the message that the address names is highlighted when it is seen, for a while', async () => {
  const ann = await joined('Ann of the one line')
  const room = await roomWith('Notice board', ann)
  for (const body of ['one', 'two', 'three']) await say(room.id, body)
  await ann.page.clock.install()
  await ann.page.goto(`${server.url}/${room.slug}/2`)
  const target = ann.log.locator('[data-target=true]')
  await target.getByText('two').waitFor()
  await ann.page.clock.fastForward(3_000)
  assert.equal(await target.count(), 1)
  await ann.page.clock.fastForward(6_000)
  await target.waitFor({ state: 'detached' })
  assert.equal(new URL(ann.page.url()).pathname, `/${room.slug}/2`)
  // Asked for again, it is shown again.
  await ann.log.locator('article[data-seq="2"] .sent-at').click({ force: true })
  await target.getByText('two').waitFor()
  await ann.context.close()
})

test('[W193] in slow mode a message says why it waits and for how long, and is sent as soon as allowed', async () => {
  const ann = await joined('Ann in a hurry')
  const room = await roomWith('Snail', ann)
  await done(server, host, 'room:update', { roomId: room.id, slowSeconds: 600 })
  await ann.page.goto(`${server.url}/${room.slug}`)
  await online(ann)
  await ann.say('first')
  await ann.log.locator('article[data-seq="1"]').waitFor()
  await ann.say('second')
  const held = ann.log.locator('[data-state=delayed]')
  await held.getByText('This room is in slow mode. You can post once every 600 seconds.').waitFor()
  await held.getByText(/^Sends in \d+ s$/).waitFor()
  assert.equal(await held.getByRole('button').count(), 0, 'nothing to press that would do nothing')
  await done(server, host, 'room:update', { roomId: room.id, slowSeconds: 0 })
  await ann.log.locator('article[data-seq="2"]').getByText('second').waitFor()
  await ann.context.close()
})

test('[W194] the switcher counts unread messages, without those read on this page', async () => {
  const ann = await joined('Ann of the quick way')
  const [read, unread] = [await roomWith('Read here', ann), await roomWith('Unread there', ann)]
  for (const { id } of [read, unread]) await say(id, 'news')
  await ann.page.goto(`${server.url}/${read.slug}`)
  await online(ann)
  await ann.log.getByText('news').waitFor()
  await say(read.id, 'more of it')
  await ann.log.getByText('more of it').waitFor()
  await ann.page.keyboard.press('Control+k')
  const option = (name: string) => ann.page.getByRole('option', { name })
  await option('Unread there').locator('.count').getByText('1').waitFor()
  assert.equal(await option('Read here').locator('.count').count(), 0)
  await ann.context.close()
})

test('[W21] loading is shown when it takes a moment, and not before', async () => {
  const ann = await joined('Ann who waits')
  const room = await roomWith('Slow cellar', ann)
  await say(room.id, 'at the bottom')
  const { letGo } = await holdAnswers(ann.context, 'room:history')
  await ann.page.reload()
  await online(ann)
  await ann.page
    .getByRole('navigation')
    .getByRole('link', { name: /Slow cellar/ })
    .click()
  await ann.page.getByRole('heading', { name: 'Slow cellar', level: 1 }).waitFor()
  const loading = ann.log.getByText('Loading messages…')
  await loading.waitFor()
  // By its own clock: a look at the page may come late on a busy machine.
  const before = await loading.evaluate((shown) => {
    const [appearing] = shown.getAnimations()
    appearing!.pause()
    appearing!.currentTime = 300
    return getComputedStyle(shown).visibility
  })
  assert.equal(before, 'hidden', 'nothing flickers')
  await loading.evaluate((shown) => shown.getAnimations()[0]!.finish())
  await assertGood(ann, 'a room that is loading')
  letGo()
  await ann.log.getByText('at the bottom').waitFor()
  assert.equal(await loading.count(), 0)
  await ann.context.close()
})

test('[W113] “Try again” loads the messages at the place that the address names', async () => {
  const ann = await joined('Ann who tries again')
  const room = await roomWith('Overrun', ann)
  for (let seq = 1; seq <= 120; seq++) await say(room.id, `Line ${seq}`)
  await say('lobby', `[back then](${server.url}/${room.slug}/20)`)
  const busy = { ok: false, error: { code: 'overloaded', message: 'Too much at once.', retryAfterMs: 60_000 } }
  let isBusy = true
  await ann.context.routeWebSocket(/\/socket\.io\//, (near) => {
    const far = near.connectToServer()
    near.onMessage((frame) => {
      const [, id] = /^42\/chat,(\d+)\["room:history"/.exec(String(frame)) ?? []
      if (isBusy && id !== undefined) near.send(`43/chat,${id}[${JSON.stringify(busy)}]`)
      else far.send(frame)
    })
  })
  await ann.page.reload()
  await online(ann)
  await ann.log.getByRole('link', { name: 'back then' }).click()
  await ann.page.getByText('Too much at once.').waitFor()
  isBusy = false
  await ann.page.getByRole('button', { name: 'Try again' }).click()
  await ann.log.locator('article[data-seq="20"][data-target=true]').waitFor()
  await ann.context.close()
})

test('[W114] a page at rest runs nothing: no timer fires again and again', async () => {
  const { page } = await joined('Restful Rita')
  await warmedUp(page)
  const fired = await page.evaluate(async () => {
    let count = 0
    const { setTimeout: wait } = globalThis
    Object.assign(globalThis, {
      setTimeout: (call: () => void, ms?: number) =>
        wait(() => {
          count++
          call()
        }, ms),
    })
    for (let frame = 0; frame < 60; frame++) await new Promise(requestAnimationFrame)
    return count
  })
  assert.ok(fired <= 2, `${fired} timers went off within 60 frames`)
})

test('[W22] a lost connection is not mentioned for two seconds, and then until it is back', async () => {
  const wire = await startProxy(server)
  const ann = await joined('Ann on a thread', { url: wire.url })
  // By the page's own clock: however busy the machine is, it is the page that must not speak too early.
  await ann.page.evaluate(() => {
    const seen: { lostAt?: number; saidAt?: number } = {}
    Object.assign(globalThis, { seen })
    new MutationObserver(() => {
      const state = document.querySelector('main')?.getAttribute('data-connection')
      if (state === 'offline') seen.lostAt ??= performance.now()
      if (document.querySelector('.connection-bar')) seen.saidAt ??= performance.now()
    }).observe(document, { subtree: true, childList: true, attributes: true })
  })
  await wire.cut()
  await ann.bar.getByText('Reconnecting…').waitFor()
  const { lostAt, saidAt } = await ann.page.evaluate(
    () => (globalThis as unknown as { seen: { lostAt: number; saidAt: number } }).seen,
  )
  assert.ok(saidAt - lostAt >= 1_900, `it was said after ${Math.round(saidAt - lostAt)} ms`)
  await assertGood(ann, 'reconnecting')
  await wire.restore()
  await ann.bar.waitFor({ state: 'detached', timeout: 15_000 })
  await ann.context.close()
})

test('[W23] without a network the page says that it is offline, and that messages will be sent', async () => {
  const ann = await joined('Ann in a tunnel')
  await ann.context.setOffline(true)
  await ann.bar.getByText('You’re offline. Your messages will be sent when you reconnect.').waitFor()
  await ann.say('one')
  await ann.say('two')
  await ann.page.getByText('2 waiting').waitFor()
  await assertGood(ann, 'offline')
  await ann.context.setOffline(false)
  await eventually(async () => assert.equal((await ann.log.locator('article[data-seq]').count()) >= 2, true), 15_000)
  await ann.bar.waitFor({ state: 'detached' })
  await ann.context.close()
})

test('[W24] parts that could not be loaded without a network appear when it is back', async () => {
  const ann = await visitor(browser, 'about:blank')
  // Only these files: a browser without a network still has what it has fetched, and one told by a test that it has none
  // does not.
  let isAway = true
  await ann.context.route(/\/assets\/dialogs-/, (route) => (isAway ? route.abort() : route.continue()))
  await ann.page.goto(server.url)
  await ann.join('Ann of the wrong moment')
  await online(ann)
  await ann.page.keyboard.press('Control+k')
  await ann.page.getByText('Couldn’t load this part of the page.').waitFor()
  isAway = false
  await ann.page.getByRole('dialog').getByRole('combobox').waitFor({ timeout: 15_000 })
  await ann.context.close()
})

test('[W185] a page that could not load the connection’s script requests it again', async () => {
  const ann = await visitor(browser, 'about:blank')
  let isAway = true
  await ann.context.route(/\/assets\/open-socket-.*\.js$/, (route) => (isAway ? route.abort() : route.continue()))
  await ann.page.goto(server.url)
  await ann.join('Ann without a line')
  await ann.page.locator('main[data-connection=offline]').waitFor()
  await ann.say('kept until there is a line')
  isAway = false
  await online(ann)
  await ann.log.locator('article[data-seq]').getByText('kept until there is a line').waitFor()
  await ann.context.close()
})

test('[W25] the page says so while it catches up', async () => {
  const wire = await startProxy(server)
  const ann = await joined('Ann who was away', { url: wire.url })
  const { letGo } = await holdAnswers(ann.context, 'room:changes')
  await ann.page.reload()
  await online(ann)
  await wire.cut()
  await ann.page.locator('main[data-connection=offline]').waitFor()
  await say('lobby', 'said while she was away')
  await wire.restore()
  await ann.bar.getByText('Catching up…').waitFor({ timeout: 15_000 })
  await assertGood(ann, 'catching up')
  letGo()
  await ann.log.getByText('said while she was away').waitFor()
  await ann.bar.waitFor({ state: 'detached' })
  await ann.context.close()
})

test('[W26] near the limit the bytes are counted down, and beyond it nothing is sent or lost', async () => {
  const ann = await joined('Ann of many words', { look: { screen: 'phone' } })
  const notes = ann.page.locator('#composer-notes')
  await ann.composer.fill('a'.repeat(MAX_BODY_BYTES - 1_000))
  await notes.getByText('1,000 of 16,384 left').waitFor()
  await assertGood(ann, 'near the limit')
  await ann.composer.fill('ж'.repeat(MAX_BODY_BYTES / 2 + 3))
  await notes.getByText('3 characters too long').waitFor()
  const text = `${'a'.repeat(MAX_BODY_BYTES - 1)}é`
  await ann.composer.fill(text)
  await notes.getByText('1 character too long').waitFor()
  await assertGood(ann, 'too long')
  await ann.composer.press('Control+Enter')
  assert.equal(await ann.composer.inputValue(), text)
  assert.equal(await ann.composer.getAttribute('aria-invalid'), 'true')
  await ann.composer.press('Backspace')
  await ann.composer.press('Control+Enter')
  await ann.log
    .locator('article[data-seq]')
    .filter({ hasText: /a{16383}/ })
    .waitFor()
  await ann.context.close()
})

test('[W27] a room that is deleted while it is open says so, and how to go on', async () => {
  const ann = await joined('Ann of the demolished')
  const room = await roomWith('Ruin', ann)
  await ann.page.goto(`${server.url}/${room.slug}`)
  await ann.composer.fill('half a sentence')
  await online(ann)
  await done(server, host, 'room:delete', { roomId: room.id, name: 'Ruin' })
  await ann.page.getByText('Ruin was deleted').waitFor()
  await assertGood(ann, 'a deleted room')
  await ann.page.getByRole('link', { name: 'Go to the lobby' }).click()
  await ann.composer.waitFor()
  await ann.context.close()
})

test('[W28] a session that ends by another device or a new password says which', async () => {
  const pat = await person(server, 'Pat of many devices')
  const onPage = async () => {
    const { token } = await arrive(server, { name: 'Pat of many devices', password: PASSWORD })
    return visits(browser, server).as({ token })
  }
  const [first, second] = [await onPage(), await onPage()]
  await first.composer.fill('not finished')
  await done(server, pat, 'session:endAll', { others: true })
  for (const { page } of [first, second]) await page.getByText('Another of your devices ended this session.').waitFor()
  await assertGood(first, 'ended elsewhere')

  const third = await onPage()
  await done(server, pat, 'user:password', { current: PASSWORD, password: 'another one by far' })
  await third.page.getByText('Your password was changed.').waitFor()
  await third.page.getByText('Sign in with your new password.').waitFor()
  await assertGood(third, 'password changed')
  await third.page.getByRole('button', { name: 'Join again' }).click()
  await third.page.getByLabel('Your name').waitFor()
  for (const { context } of [first, second, third]) await context.close()
})

test('[W110] when a session ends while the drawer is open, the way back takes its place', async () => {
  const tess = await joined('Tess in the drawer', { look: { screen: 'phone' } })
  await tess.page.getByRole('button', { name: /^Rooms and people/ }).click()
  await tess.page.getByRole('navigation').getByRole('link', { name: /Lobby/ }).waitFor()
  await done(server, tess, 'session:end', {})
  const again = tess.page.getByRole('button', { name: 'Join again' })
  await again.waitFor()
  await eventually(async () =>
    assert.ok(await again.evaluate((button) => button === document.activeElement), 'it has the focus'),
  )
  await again.click()
  await tess.page.getByLabel('Your name').waitFor()
  await tess.context.close()
})

for (const what of ['version', 'protocol'] as const) {
  test(`[W29] a page that is older than its server (${what}) offers to reload, and keeps the draft`, async () => {
    const ann = await joined(`Ann of the old ${what}`)
    let isOld = true
    await ann.context.routeWebSocket(/\/socket\.io\//, (near) => {
      const far = near.connectToServer()
      far.onMessage((frame) => {
        const text = String(frame)
        const newer =
          what === 'version'
            ? text.replace(/"version":"[^"]*"/, '"version":"newer"')
            : text.replace(/"protocol":\d+/, '"protocol":999')
        near.send(isOld && text.includes('"welcome"') ? newer : frame)
      })
    })
    await ann.composer.fill('half a thought')
    await ann.page.reload()
    await ann.bar.getByText('Earshot was updated.').waitFor()
    await assertGood(ann, 'an old page')
    isOld = false
    await ann.bar.getByRole('button', { name: 'Reload' }).click()
    await online(ann)
    assert.equal(await ann.bar.count(), 0)
    await eventually(async () => assert.equal(await ann.composer.inputValue(), 'half a thought'))
    await ann.context.close()
  })
}

test('[W30] without JavaScript the page says so, and how to read and write with curl: as it says, it works', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
  const page = await context.newPage()
  await page.goto(server.url)
  assert.match(await page.locator('.no-script').innerText(), /Earshot needs JavaScript/)
  const [arriving = '', talking = ''] = await page.locator('pre').allTextContents()
  assert.equal(await page.locator('main').count(), 0)
  const run = (command: string) =>
    execFileSync('sh', ['-c', `${command.replaceAll('HOST', server.url)} --silent --show-error`], { encoding: 'utf8' })
  const { token } = JSON.parse(run(arriving)) as { token: string }
  const [read = '', write = ''] = talking
    .trim()
    .split('\n')
    .map((line) => line.replace('TOKEN', token))
  assert.ok(run(write).includes('"hi"'))
  assert.ok(run(read).includes('"hi"'))
  await context.close()
})

test('[W31] a user who cannot write is told why: as a visitor, muted, in a locked or archived room, and in slow mode until when', async () => {
  const ann = await joined('Ann of few rights')
  const room = await done(server, host, 'room:create', { name: 'Council', kind: 'open' })
  await say(room.id, 'come in')
  await ann.page.goto(`${server.url}/council`)
  await ann.page.getByText('You’re viewing Council.').waitFor()
  await assertGood(ann, 'looking in')
  await ann.page.getByRole('button', { name: 'Join Council' }).click()
  await ann.composer.waitFor()

  await done(server, host, 'room:update', { roomId: room.id, slowSeconds: 60 })
  await ann.page.locator('.sign', { hasText: 'Slow 60 s' }).waitFor()
  await ann.say('the first')
  await ann.log.locator('article[data-seq]', { hasText: 'the first' }).waitFor()
  await ann.page.getByText(/^Slow mode: your next message is sent in \d+ s$/).waitFor()
  await ann.say('too early')
  await ann.log.locator('article[data-state=delayed]', { hasText: /Sends in \d+ s/ }).waitFor()
  await assertGood(ann, 'a slow room')
  await done(server, host, 'room:update', { roomId: room.id, slowSeconds: 0 })

  await done(server, host, 'user:mute', { userId: ann.user.id, minutes: 10, roomId: room.id })
  await ann.page.getByText(/^You’re muted here until /).waitFor()
  await assertGood(ann, 'muted')
  await done(server, host, 'user:unmute', { userId: ann.user.id, roomId: room.id })
  await ann.composer.waitFor()
  await done(server, host, 'room:update', { roomId: room.id, isLocked: true })
  await ann.page.getByText('This room is locked.').waitFor()
  await assertGood(ann, 'a locked room')
  await done(server, host, 'room:update', { roomId: room.id, isLocked: false, isArchived: true })
  await ann.page.getByText('This room is archived and read-only.').waitFor()
  await assertGood(ann, 'an archived room')
  await ann.context.close()
})
