/** The page for screen readers, and without motion. The walk through every screen is in screens.test.ts. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { type Look, untilOnline, type Visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { startJourney } from '../support/journey.ts'
import { fillLively } from '../support/lively-chat.ts'
import { done, draft, guest, online, owner, person } from '../support/people.ts'
import { atRest } from '../support/rest.ts'
import { visits } from '../support/visits.ts'

const { server, browser } = await startJourney()
const eve = await owner(server, 'Eve')
const { people } = await fillLively(server, eve)

const asEve = (look: Look): Promise<Visitor> => visits(browser, server).as(eve, '/', look)

test('[W42] screen readers get the list of messages as the file keeps it', async (context) => {
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
  await seen.log.getByText(/Created by Eve/).waitFor()
  await seen.page.mouse.move(0, 0)
  const read = await seen.log.ariaSnapshot()
  const timeless = read.replaceAll(/\b\d\d:\d\d\b/g, 'hh:mm').replace(/ on \d.*\d{4}\b/, ' on a day')
  context.assert.fileSnapshot(`${timeless}\n`, join(import.meta.dirname, 'message-list.txt'), {
    serializers: [(text: string) => text],
  })
  await seen.context.close()
})

test('[W43] new messages are announced politely: a few one by one, many as a count, history never', async () => {
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
  await atRest(seen.page)
  assert.deepEqual(await heard(), [], 'history is not news')
  await seen.page.getByRole('button', { name: 'Jump to the newest message' }).click()

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

test('[W92] the same text sent twice is announced twice', async () => {
  const { id: roomId, slug } = await done(server, eve, 'room:create', { name: 'Echo', kind: 'open' })
  const ben = await person(server, 'Echo Ben')
  await done(server, ben, 'room:join', { roomId })
  const seen = await asEve({})
  await seen.page.clock.install()
  await seen.page.goto(`${server.url}/${slug}`)
  await untilOnline(seen.page)
  const spoken = seen.page.locator('.timeline > [role=status]')
  await spoken.waitFor({ state: 'attached' })
  await spoken.evaluate((region) => {
    const heard: string[] = Object.assign(globalThis, { heard: [] }).heard
    // Screen readers read only text that is added to a live region.
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
    await seen.page.clock.fastForward(1_600)
  }
  await seen.context.close()
})

test('[W44] readers who want no motion get none', async () => {
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
    // Late parts appear at once then, by the same means.
    return moved.filter((name) => !name.split(' ').includes('late'))
  }
  assert.deepEqual(await moving('reduce'), [])
  assert.ok((await moving('no-preference')).includes('sidebar'), 'this would notice')
})
