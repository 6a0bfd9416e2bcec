/** The weight of a conversation in words, and the parts that come only when the page is at rest. */
import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { PAGE_FOLDER } from '../../web/bundler/build.ts'
import { type Visitor, NETWORK_IS_AWAY, untilOnline, visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { startJourney } from '../support/journey.ts'
import { warmedUp } from '../support/rest.ts'

const { server, browser } = await startJourney()

const MOST_KB = 64

/** The state of the connection at each request that may wait, and the way to let them go. */
type Held = { askedWhen: (string | undefined)[]; letGo: () => void }

/** A visitor whose network never comes to the requests of low priority, until it is told to. */
async function withSlowRest(): Promise<Visitor> {
  const who = await visitor(browser, 'about:blank')
  await who.context.addInitScript(() => {
    const waiting: (() => void)[] = []
    let isHeld = true
    const held: Held = {
      askedWhen: [],
      letGo: () => {
        isHeld = false
        for (const go of waiting) go()
      },
    }
    Object.assign(globalThis, { held })
    function mayWait(priority: string | undefined, go: () => void) {
      if (priority === 'low') held.askedWhen.push(document.querySelector('main')?.dataset['connection'])
      if (isHeld && priority === 'low') waiting.push(go)
      else go()
    }
    const { fetch } = globalThis
    globalThis.fetch = (input, init) => new Promise((give) => mayWait(init?.priority, () => give(fetch(input, init))))
    const append = Reflect.get(Element.prototype, 'append') as (...nodes: (Node | string)[]) => void
    Element.prototype.append = function (...nodes) {
      const [link] = nodes
      if (link instanceof HTMLLinkElement) mayWait(link.fetchPriority, () => Reflect.apply(append, this, nodes))
      else Reflect.apply(append, this, nodes)
    }
  })
  await who.page.goto(server.url)
  return who
}

const askedWhen = ({ page }: Visitor) =>
  page.evaluate(() => [...(globalThis as unknown as { held: Held }).held.askedWhen])
const letGo = ({ page }: Visitor) => page.evaluate(() => (globalThis as unknown as { held: Held }).held.letGo())

/** The scripts and styles that this page has loaded, with their compressed sizes. */
async function loadedBy({ page }: Visitor): Promise<Map<string, number>> {
  const urls = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
  const paths = urls.flatMap((url) => /\/(assets\/[^/]+\.(?:js|css))$/.exec(url)?.[1] ?? [])
  return new Map(paths.map((path) => [path, statSync(join(PAGE_FOLDER, `${path}.br`)).size]))
}

test('[W320] a conversation in words loads no more than 64 kB of scripts and styles', async () => {
  const bob = await visitor(browser, server.url)
  await bob.join('Bob')
  await bob.say('Is anyone there?')
  await bob.log.locator('article[data-seq]').getByText('Is anyone there?').waitFor()

  const ann = await withSlowRest()
  await ann.join('Ann')
  await untilOnline(ann.page)
  await ann.page.getByRole('navigation', { name: 'Rooms and people' }).getByText('Bob').waitFor()
  await ann.say('I am. **How** are you?')
  await bob.log.getByText('How are you?').waitFor()
  await bob.say('Fine, thank you.')
  await ann.log.getByText('Fine, thank you.').waitFor()
  await eventually(async () => assert.ok((await askedWhen(ann)).length > 0))

  const loaded = await loadedBy(ann)
  const bytes = [...loaded.values()].reduce((sum, size) => sum + size, 0)
  assert.ok(loaded.size >= 6, [...loaded.keys()].join())
  assert.ok(bytes <= MOST_KB * 1_000, [...loaded, ['all', bytes]].join('\n'))
  assert.deepEqual(ann.problems, [])
})

test('[W321] what a conversation does not need is asked for once it is live, and works without a network after that', async () => {
  const ann = await withSlowRest()
  await ann.page.getByLabel('Your name').waitFor()
  await letGo(ann)
  await ann.join('Ann of the mountains')
  await untilOnline(ann.page)
  await ann.say('No line up here soon')
  const row = ann.log.locator('article[data-seq]').filter({ hasText: 'No line up here soon' })
  await row.waitFor()
  await warmedUp(ann.page)
  assert.deepEqual(new Set(await askedWhen(ann)), new Set(['online']))
  await ann.context.setOffline(true)
  await ann.page.locator('main[data-connection=offline]').waitFor()

  const press = (name: string | RegExp) => ann.page.getByRole('button', { name, exact: true }).first().click()
  await press('Room menu')
  await ann.page.getByRole('menuitem').first().waitFor()
  await ann.page.keyboard.press('Escape')
  await press('Options for all rooms')
  await ann.page.getByRole('menuitem', { name: 'Arrange the sidebar' }).click()
  await ann.page.getByRole('dialog').waitFor()
  await ann.page.keyboard.press('Escape')
  await row.hover()
  await row.getByRole('button', { name: 'More', exact: true }).click()
  await ann.page.getByRole('menuitem').first().waitFor()
  await ann.page.keyboard.press('Escape')
  await ann.composer.press('ArrowUp')
  await ann.page.locator('.edit textarea').waitFor()
  await ann.page.keyboard.press('Escape')
  await press('Saved')
  await ann.page.getByRole('complementary').waitFor()
  assert.deepEqual(
    ann.problems.filter((problem) => !NETWORK_IS_AWAY.test(problem)),
    [],
  )
})

test('[W322] a click, a pointer and a key that come before the code for them are not lost', async () => {
  const ann = await withSlowRest()
  await ann.join('Ann the quick')
  await ann.say('First')
  const row = ann.log.locator('article[data-seq]').filter({ hasText: 'First' })
  await row.waitFor()
  await row.locator('.name').click()
  await letGo(ann)
  await ann.page.getByRole('dialog', { name: 'Ann the quick' }).waitFor()
  await ann.page.keyboard.press('Escape')

  const eve = await withSlowRest()
  await eve.join('Eve the quick')
  await eve.log.locator('article[data-seq]').filter({ hasText: 'First' }).hover()
  await letGo(eve)
  await eve.log.getByRole('button', { name: 'More', exact: true }).waitFor()
  await eve.say('Second')
  await eve.log.locator('article[data-seq]').filter({ hasText: 'Second' }).waitFor()
  await eve.page.keyboard.press('ArrowUp')
  await eve.page.locator('.edit textarea').waitFor()
  assert.deepEqual([...ann.problems, ...eve.problems], [])
})
