/** Whoever does not see, does not point, needs it larger or wants it calm: every screen, and the list as it is read aloud. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { Locator } from 'playwright-core'
import { type Look, openBrowser, untilOnline, type Visitor, visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { fillLively } from '../support/lively-chat.ts'
import { done, draft, guest, online, owner, person } from '../support/people.ts'
import { assertGood, settled } from '../support/screens.ts'
import { startServer } from '../support/server.ts'
import { visits } from '../support/visits.ts'

const server = await startServer({ args: ['--limits', 'off'] })
const eve = await owner(server, 'Eve')
const { rooms, people } = await fillLively(server, eve)
const browser = await openBrowser()
after(async () => {
  await browser.close()
  await server.stop()
})

const asEve = (look: Look): Promise<Visitor> => visits(browser, server).as(eve, '/', look)

type Check = (what: string) => Promise<void>

/** Opens one screen after the other, as its owner reaches them all. */
async function walk({ page, log }: Visitor, look: Check): Promise<void> {
  const dialog = page.getByRole('dialog')
  const isNarrow = await page.evaluate(() => matchMedia('(width < 48rem)').matches)
  const check = async (what: string) => {
    await eventually(async () => assert.equal(await page.getByText('Loading…').count(), 0))
    await settled(page)
    await look(what)
  }
  const go = async (path: string) => {
    await page.goto(server.url + path)
    await untilOnline(page)
  }
  const toSidebar = async () => {
    if (!isNarrow) return
    await page.getByRole('button', { name: /^Rooms and people/ }).click()
    await settled(page)
  }
  const close = async (what: Locator) => {
    await page.keyboard.press('Escape')
    await what.waitFor({ state: 'detached' })
  }
  const tabs = async (what: string) => {
    for (const tab of await dialog.getByRole('tab').all()) {
      await tab.click()
      await check(`${what}, ${await tab.innerText()}`)
    }
    await close(dialog)
  }

  await go('/')
  await log.getByText('🎉🔔').waitFor()
  await check('the lobby')
  await go(`/${rooms.books.slug}`)
  await log.locator('.quoted').last().waitFor()
  await check('replies')
  await go(`/${rooms.long.slug}`)
  await log.locator('.code-block').waitFor()
  await check('long words')
  await go(`/${rooms.attic.slug}`)
  await page.getByText('Quiet so far').waitFor()
  await check('an empty room')

  if (isNarrow) {
    await toSidebar()
    await check('the drawer')
    await page.keyboard.press('Escape')
  }
  for (const name of ['Browse rooms', 'New room', 'New message', 'Go to a room or a person', 'You are Eve']) {
    await toSidebar()
    await page.getByRole('button', { name, exact: true }).click()
    await dialog.waitFor()
    await check(name)
    await close(dialog)
  }
  await toSidebar()
  await page.getByRole('button', { name: /^Moderation/ }).click()
  await dialog.getByRole('tab').first().waitFor()
  await tabs('moderation')

  await go(`/${rooms.books.slug}`)
  if (!isNarrow) {
    await log.getByRole('article').last().hover()
    await page.getByRole('toolbar').getByRole('button', { name: 'More' }).click()
    await page.getByRole('menu').waitFor()
    await check('the menu of a message')
    await page.keyboard.press('Escape')
  }
  await page.getByRole('button', { name: 'Room menu' }).click()
  await page.getByRole('menu').waitFor()
  await check('the menu of the room')
  await page.getByRole('menuitem', { name: 'About this room' }).click()
  await dialog.getByRole('tab').first().waitFor()
  await tabs('the room')
  await page.getByRole('button', { name: 'Room menu' }).click()
  await page.getByRole('menuitem', { name: 'Members' }).click()
  await dialog.locator('.person-link', { hasText: 'Bartholomew' }).click()
  await dialog.getByRole('button', { name: 'Ban…' }).click()
  await check('a person, to be banned')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })

  await page.getByRole('log').focus()
  await page.keyboard.press('?')
  await dialog.waitFor()
  await check('the keys')
  await close(dialog)
  await page.getByRole('log').focus()
  await page.keyboard.press('/')
  const panel = page.locator('.panel')
  await panel.getByRole('searchbox').or(panel.getByRole('combobox')).first().fill('lighthouse')
  await panel.locator('mark').first().waitFor()
  await check('what was found')
  await panel.getByRole('button', { name: 'Close', exact: true }).click()
  await panel.waitFor({ state: 'detached' })
  for (const name of [/^Inbox/, /^Saved/]) {
    await toSidebar()
    await page.getByRole('button', { name }).click()
    await panel.waitFor()
    await check(String(name))
    await close(panel)
  }
  await page.getByRole('button', { name: 'Room menu' }).click()
  await page.getByRole('menuitem', { name: 'Pinned messages' }).click()
  await check('what is pinned')
  await close(panel)
  await go('/no-such-room')
  await page.getByText('There is no such room').waitFor()
  await check('no such room')
}

/** What becomes of guests. */
async function walkAsGuest(name: string, look: Look, check: (who: Visitor, what: string) => Promise<void>) {
  const who = await visitor(browser, server.url, look)
  await who.page.getByLabel('Your name').waitFor()
  await check(who, 'joining')
  await who.page.getByRole('button', { name: 'I have a password' }).click()
  await check(who, 'signing in')
  await who.page.getByRole('button', { name: 'I am new here' }).click()
  const answered = who.page.waitForResponse(/\/api\/session$/)
  await who.join(name)
  const { user } = (await (await answered).json()) as { user: { id: string } }
  await untilOnline(who.page)
  await who.context.setOffline(true)
  await who.say('from the tunnel')
  await who.page.getByText('You are offline.').waitFor()
  await check(who, 'offline')
  await done(server, eve, 'room:update', { roomId: 'lobby', isLocked: true })
  await who.context.setOffline(false)
  await who.log.locator('[data-state=failed]').waitFor({ timeout: 20_000 })
  await check(who, 'not sent, in a locked room')
  await done(server, eve, 'room:update', { roomId: 'lobby', isLocked: false })
  await done(server, eve, 'user:ban', { userId: user.id, minutes: 60, address: false })
  await who.page.getByRole('alertdialog').waitFor()
  await check(who, 'banned')
  await who.context.close()
}

/** What a finger cannot hit: controls in the dialog that are lower than 44 px and not in a label that is not. */
const smallTargets = ({ page }: Visitor) =>
  page.evaluate(() =>
    [...document.querySelectorAll('dialog :is(button, input, select, textarea, a)')].flatMap((control) => {
      const { height } = (control.closest('label') ?? control).getBoundingClientRect()
      return height > 0 && height < 43.5 && !control.matches('.unseen')
        ? [`${control.outerHTML.slice(0, 120)} is ${height} px high`]
        : []
    }),
  )

for (const screen of ['desktop', 'phone'] as const) {
  test(`[W40] axe finds nothing on any screen, in either theme, and none runs over its edge (${screen})`, async (context) => {
    const seen = await asEve({ screen })
    const body = seen.page.locator('.dialog-body')
    let screens = 0
    const check = async (who: Visitor, what: string) => {
      screens++
      // That there is no such room is what one of them is about.
      who.problems.splice(0, Infinity, ...who.problems.filter((problem) => !problem.includes('404')))
      for (const colorScheme of ['dark', 'light'] as const) {
        await who.page.emulateMedia({ colorScheme })
        await assertGood(who, `${what}, ${colorScheme}`)
      }
    }
    await walk(seen, async (what) => {
      await check(seen, what)
      for (const dialog of await body.all())
        assert.ok(await dialog.evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth + 1), what)
      if (screen === 'phone') assert.deepEqual(await smallTargets(seen), [], what)
    })
    await seen.context.close()
    await walkAsGuest(`Gus on a ${screen}`, { screen }, check)
    context.diagnostic(`${screens} screens`)
  })
}

for (const [what, size, scale] of [
  ['a desktop at 200 %', { width: 720, height: 450 }, 1],
  ['letters of twice the size on a phone', { width: 390, height: 844 }, 2],
  ['the narrowest screen that counts', { width: 320, height: 568 }, 1],
] as const) {
  test(`[W41] nothing needs to be scrolled sideways: ${what}`, async () => {
    const seen = await asEve({ screen: 'phone' })
    await seen.page.setViewportSize(size)
    await seen.page.addInitScript((times) => {
      if (times === 1) return
      document.addEventListener('DOMContentLoaded', () => (document.documentElement.style.fontSize = `${times * 100}%`))
    }, scale)
    await walk(seen, async (screen) => assert.deepEqual(await cutOff(seen), [], screen))
    await seen.context.close()
  })
}

/** Controls of which a part is beyond the edge of the page, where nobody can scroll to. */
const cutOff = ({ page }: Visitor) =>
  page.evaluate(() =>
    [
      ...(document.querySelector('dialog[open]') ?? document).querySelectorAll(
        'button, a, input, select, textarea, h1, h2',
      ),
    ].flatMap((control) => {
      const { left, right, width, height } = control.getBoundingClientRect()
      const isSeen =
        width > 1 &&
        height > 1 &&
        control.checkVisibility({ visibilityProperty: true }) &&
        !control.closest('[inert], .code-block, .table-frame, .unseen, [role="tablist"]')
      return isSeen && (left < -1 || right > innerWidth + 1)
        ? [`${control.outerHTML.slice(0, 150)} from ${Math.round(left)} to ${Math.round(right)} of ${innerWidth}`]
        : []
    }),
  )

test('[W42] the list of messages is read aloud as it is kept in a file', async (context) => {
  const { id: roomId, slug } = await done(server, eve, 'room:create', { name: 'Read aloud', kind: 'open' })
  const [ann, ben] = [people.Ann!, await guest(server, 'Ben')]
  for (const who of [ann, ben]) await done(server, who, 'room:join', { roomId })
  const say = async (who: typeof ann, body: string, more: object = {}) =>
    done(server, who, 'message:send', { ...draft(roomId, body), ...more })
  const first = await say(ann, 'Good morning, **all**: `code` and [a link](https://example.org)')
  await say(ann, 'the second of a group')
  await say(ben, 'an answer', { replyTo: first.seq })
  await done(server, ben, 'message:react', { roomId, seq: first.seq, emoji: '👍', on: true })
  await done(server, eve, 'message:react', { roomId, seq: first.seq, emoji: '👍', on: true })
  await done(server, ann, 'message:edit', { roomId, seq: 2, body: 'the second of a group, edited' })
  await done(server, ann, 'message:pin', { roomId, seq: 2, on: true }).catch(() =>
    done(server, eve, 'message:pin', { roomId, seq: 2, on: true }),
  )
  const gone = await say(ben, 'soon gone')
  await done(server, ben, 'message:delete', { roomId, seq: gone.seq })
  await say(ben, '- one\n- two\n\n> quoted\n\n```js\nconst a = 1\n```')
  await say(ben, '@Eve 🎉')
  await done(server, eve, 'room:read', { roomId, seq: 5 })

  const seen = await asEve({})
  await seen.page.goto(`${server.url}/${slug}`)
  await seen.log.locator('.quoted-name').waitFor()
  await seen.log.locator('.reaction').waitFor()
  await seen.log.getByRole('button', { name: 'Copy' }).waitFor()
  await seen.log.locator('.new-line').waitFor()
  await seen.page.mouse.move(0, 0)
  const read = await seen.log.ariaSnapshot()
  const timeless = read.replaceAll(/\b\d\d:\d\d\b/g, 'hh:mm')
  context.assert.fileSnapshot(`${timeless}\n`, join(import.meta.dirname, 'message-list.txt'), {
    serializers: [(text: string) => text],
  })
  await seen.context.close()
})

test('[W43] new messages are announced politely: one by one when they are few, counted when they are many, history never', async () => {
  const { id: roomId, slug } = await done(server, eve, 'room:create', { name: 'Loud', kind: 'open' })
  const ben = await person(server, 'Benjamin')
  await done(server, ben, 'room:join', { roomId })
  const speaker = await online(server, ben)
  const say = async (body: string) => speaker.run('message:send', draft(roomId, body))
  for (let number = 0; number < 120; number++) await say(`before ${number}`)
  await done(server, eve, 'room:read', { roomId, seq: 120 })
  const seen = await asEve({})
  await seen.page.goto(`${server.url}/${slug}`)
  await untilOnline(seen.page)
  const spoken = seen.page.locator('.timeline > [role=status]')
  await spoken.waitFor({ state: 'attached' })
  assert.equal(await seen.log.getAttribute('aria-live'), 'off', 'a log by itself would read out pages of history')
  assert.equal(await seen.page.locator('[aria-live=assertive]').count(), 0)
  await spoken.evaluate((region) => {
    const heard: string[] = Object.assign(globalThis, { heard: [] }).heard
    new MutationObserver(() => heard.push(region.textContent ?? '')).observe(region, {
      subtree: true,
      childList: true,
      characterData: true,
    })
  })
  const heard = () => seen.page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard)
  await seen.log.hover()
  await seen.page.mouse.wheel(0, -100_000)
  await seen.log.locator('article[data-seq="1"]').waitFor()
  await pause(300)
  assert.deepEqual(await heard(), [], 'history is not news')
  await seen.page.getByRole('button', { name: 'To the newest message' }).click()

  await say('a single one')
  await eventually(async () => assert.deepEqual(await heard(), ['Benjamin: a single one']))
  for (let number = 0; number < 60; number++) await say(`flood ${number}`)
  const toldOf = (text: string) => Number(/^(\d+) new message/.exec(text)?.[1] ?? (text === '' ? 0 : 1))
  await eventually(async () => {
    const told = (await heard()).slice(1).reduce((sum, text) => sum + toldOf(text), 0)
    assert.equal(told, 60, 'each is told of')
  }, 10_000)
  const times = (await heard()).length - 1
  assert.ok(times <= 4, `60 messages were announced in ${times} sentences`)
  speaker.leave()
  await seen.context.close()
})

test('[W92] the same words said twice are announced twice', async () => {
  const { id: roomId, slug } = await done(server, eve, 'room:create', { name: 'Echo', kind: 'open' })
  const ben = await person(server, 'Echo Ben')
  await done(server, ben, 'room:join', { roomId })
  const seen = await asEve({})
  await seen.page.goto(`${server.url}/${slug}`)
  await untilOnline(seen.page)
  const spoken = seen.page.locator('.timeline > [role=status]')
  await spoken.waitFor({ state: 'attached' })
  await spoken.evaluate((region) => {
    const heard: string[] = Object.assign(globalThis, { heard: [] }).heard
    // What is put into a live region is read aloud; nothing else is.
    new MutationObserver((changes) => {
      const added = changes.flatMap(({ addedNodes }) => [...addedNodes].map(({ textContent }) => textContent ?? ''))
      heard.push(...added.filter((text) => text !== ''))
    }).observe(region, { subtree: true, childList: true })
  })
  for (let time = 1; time <= 3; time++) {
    await done(server, ben, 'message:send', draft(roomId, 'ok'))
    await eventually(async () => {
      const heard = await seen.page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard)
      assert.deepEqual(heard, Array(time).fill('Echo Ben: ok'))
    })
    // They come one by one, not as a rush that is counted.
    await pause(1_600)
  }
  await seen.context.close()
})

test('[W44] who wants no motion gets none', async () => {
  const moving = async (motion: 'reduce' | 'no-preference') => {
    const seen = await asEve({ screen: 'phone' })
    await seen.page.emulateMedia({ reducedMotion: motion })
    await seen.page.goto(server.url)
    await untilOnline(seen.page)
    await seen.page.evaluate(() => {
      const moved: string[] = Object.assign(globalThis, { moved: [] }).moved
      for (const kind of ['transitionrun', 'animationstart'] as const)
        addEventListener(kind, (event) => moved.push((event.target as Element).className || kind), { capture: true })
    })
    await seen.page.getByRole('button', { name: /^Rooms and people/ }).click()
    await seen.page.getByRole('navigation').waitFor()
    await seen.page.getByRole('button', { name: 'New room' }).click()
    await seen.page.getByRole('dialog').waitFor()
    await seen.page.keyboard.press('Escape')
    await seen.page.getByRole('dialog').waitFor({ state: 'detached' })
    await seen.composer.fill('hello')
    const moved = await seen.page.evaluate(() => (globalThis as unknown as { moved: string[] }).moved)
    await seen.context.close()
    // What comes late comes at once then, and by the same means.
    return moved.filter((name) => !name.split(' ').includes('late'))
  }
  assert.deepEqual(await moving('reduce'), [])
  assert.ok((await moving('no-preference')).includes('sidebar'), 'this would notice')
})
