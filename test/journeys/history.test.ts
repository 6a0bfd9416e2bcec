/** A room with a past. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Visitor, visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { post, signIn } from '../support/http.ts'
import { startJourney } from '../support/journey.ts'
import { startProxy } from '../support/proxy.ts'

const PAST = 320

const { server, browser } = await startJourney()
const host = await signIn(server, 'Host')
for (let number = 1; number <= PAST; number++) {
  const lines =
    number % 7 === 0 ? '\n\nwith a second paragraph, and a longer one, so that rows differ in height. '.repeat(3) : ''
  await post(server, host.token, `Message ${number}${lines}`)
}

const seqs = async ({ shown }: Visitor) => (await shown()).map(({ seq }) => seq)
const isInView = ({ log }: Visitor, seq: number) =>
  log.locator(`article[data-seq="${seq}"]`).evaluate((row) => {
    const { top, bottom } = row.getBoundingClientRect()
    return top >= 0 && bottom <= innerHeight
  })

/** The first row that can be seen whole, and where it is. */
const firstInView = ({ log }: Visitor) =>
  log.evaluate((list) => {
    const { top: edge } = list.getBoundingClientRect()
    const row = [...list.querySelectorAll('article[data-seq]')].find(
      (article) => article.getBoundingClientRect().top >= Math.max(edge, 0),
    )
    return { seq: Number(row?.getAttribute('data-seq')), top: row?.getBoundingClientRect().top ?? Number.NaN }
  })
const topOf = ({ log }: Visitor, seq: number) =>
  log.locator(`article[data-seq="${seq}"]`).evaluate((row) => row.getBoundingClientRect().top)

/** Nothing moves any more: neither by itself nor because rows are drawn late. */
async function atRest(ann: Visitor): Promise<void> {
  let last = { seq: 0, top: Number.NaN }
  for (let same = 0; same < 3;) {
    await ann.page.evaluate(() => new Promise(requestAnimationFrame))
    const now = await firstInView(ann)
    same = now.seq === last.seq && now.top === last.top ? same + 1 : 0
    last = now
  }
}

for (const screen of ['desktop', 'phone'] as const) {
  test(`scrolling up loads older messages, and the place does not jump (${screen})`, async () => {
    const wire = await startProxy(server)
    const ann = await visitor(browser, wire.url, { screen })
    await ann.join(`Ann on her ${screen}`)
    await ann.log.locator(`article[data-seq="${PAST}"]`).waitFor()
    await eventually(async () => assert.ok(await isInView(ann, PAST), 'it opens at the newest message'))

    const start = (await seqs(ann))[0] ?? 0
    assert.ok(start > 1, 'not everything is there at once')
    await ann.log.hover()
    for (let oldest = start; oldest > 1; oldest = (await seqs(ann))[0] ?? 1) {
      // While the wire is silent she scrolls to the very top of what is there. Then the older messages come, and what
      // she was looking at stays where it is.
      wire.freeze()
      await ann.page.mouse.wheel(0, -100_000)
      await atRest(ann)
      const [top = 0] = await seqs(ann)
      const before = await firstInView(ann)
      await wire.restore()
      if (top === 1) break
      await eventually(
        async () => assert.ok(((await seqs(ann))[0] ?? 0) < top, `nothing older than ${top} came`),
        10_000,
      )
      await atRest(ann)
      const moved = Math.abs((await topOf(ann, before.seq)) - before.top)
      assert.ok(moved <= 1, `message ${before.seq} moved by ${moved} px when what is older than ${top} came`)
    }
    const loaded = await seqs(ann)
    assert.deepEqual(
      loaded,
      loaded.map((_, index) => index + 1),
      'ascending, without a hole and without a twin',
    )
    assert.deepEqual(ann.problems, [])
  })
}

test('a reader who scrolled up stays there when new messages arrive', async () => {
  const ann = await visitor(browser, server.url)
  await ann.join('Ann the reader')
  await eventually(async () => assert.ok(await isInView(ann, PAST)))
  const [, , , old = 0] = await seqs(ann)
  await ann.log.locator(`article[data-seq="${old + 10}"]`).evaluate((row) => row.scrollIntoView({ block: 'start' }))
  await atRest(ann)
  const before = await firstInView(ann)
  await post(server, host.token, 'Something new')
  await post(server, host.token, 'Something newer')
  await ann.page.getByRole('button', { name: /new/i }).first().waitFor()
  await atRest(ann)
  assert.ok(Math.abs((await topOf(ann, before.seq)) - before.top) <= 1)
})

test('[C8] /lobby/42 opens at message 42', async () => {
  const ann = await visitor(browser, `${server.url}/lobby/42`)
  await ann.join('Ann at 42')
  await ann.log.locator('article[data-seq="42"]').waitFor()
  await eventually(async () => assert.ok(await isInView(ann, 42)))
  const loaded = await seqs(ann)
  assert.deepEqual(
    loaded,
    loaded.map((_, index) => (loaded[0] ?? 0) + index),
    'ascending, without a hole',
  )

  await ann.page.reload()
  await ann.log.locator('article[data-seq="42"]').waitFor()
  await eventually(async () => assert.ok(await isInView(ann, 42)))
  assert.deepEqual(ann.problems, [])
})
