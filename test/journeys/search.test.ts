/** Finding what was said. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { startJourney } from '../support/journey.ts'
import { enterAsOwner } from '../support/people.ts'
import { assertGood } from '../support/screens.ts'
import { accepted } from '../support/sockets.ts'
import { visits } from '../support/visits.ts'
import { XSS } from '../support/xss.ts'

const { server, browser } = await startJourney()
const olivia = await enterAsOwner(server, 'Olivia Owner')

const { guest: member } = visits(browser, server)

const panelOf = ({ page }: Visitor) => page.getByRole('complementary', { name: 'Search' })
const fieldOf = (who: Visitor) => panelOf(who).getByRole('searchbox', { name: 'Search messages' })
const resultsOf = (who: Visitor) => panelOf(who).getByRole('list', { name: 'Search' }).getByRole('listitem')
const marksOf = (who: Visitor) => panelOf(who).locator('mark')

await olivia.say('The projector of the library is broken')
const chinese = await olivia.say('今天我们在图书馆见面，别忘了带电脑')
for (let line = 1; line <= 120; line++) await olivia.say(`note ${line} of a long morning`)
await olivia.say('Über die Straße, naïve café')

test('[W7, W14] a search finds inside words and in Chinese, and opens results in context', async () => {
  const ann = await member('Ann')
  await ann.page.keyboard.press('Control+Shift+F')
  await fieldOf(ann).waitFor()
  await assertGood(ann, 'an empty search')
  await ann.page.keyboard.type('rojecto')
  await resultsOf(ann).filter({ hasText: 'The projector of the library' }).waitFor()
  assert.deepEqual(await marksOf(ann).allTextContents(), ['rojecto'])
  await fieldOf(ann).fill('cafe strasse')
  await eventually(async () => assert.equal(await panelOf(ann).getByText('Nothing found').count(), 0))
  await fieldOf(ann).fill('NAIVE cafe')
  await eventually(async () => assert.deepEqual((await marksOf(ann).allTextContents()).toSorted(), ['café', 'naïve']))

  await fieldOf(ann).fill('图书馆')
  const found = resultsOf(ann).filter({ hasText: '图书馆见面' })
  await found.waitFor()
  assert.deepEqual(await marksOf(ann).allTextContents(), ['图书馆'])
  await assertGood(ann, 'results')
  // By the keyboard: into the list, and there.
  await fieldOf(ann).press('ArrowDown')
  await ann.page.keyboard.press('Enter')
  await ann.log.locator(`article[data-seq="${chinese.seq}"][data-target=true]`).waitFor()
  assert.equal(new URL(ann.page.url()).pathname, `/lobby/${chinese.seq}`)
  await eventually(async () => {
    const box = await ann.log.locator(`article[data-seq="${chinese.seq}"]`).boundingBox()
    assert.ok(box && box.y > 50 && box.y < 850, 'it is on the screen')
  })
  assert.equal(await panelOf(ann).count(), 1, 'beside the room the search stays open')
  assert.deepEqual(ann.problems, [])
})

test('[W7] filters are completed; a wrong one is explained; more comes page by page', async () => {
  const ann = await member('Berta')
  await ann.page.getByRole('button', { name: 'Search messages' }).click()
  await fieldOf(ann).pressSequentially('morning from:ol')
  const option = ann.page.getByRole('option', { name: 'Olivia Owner' })
  await option.waitFor()
  await fieldOf(ann).press('Enter')
  assert.equal(await fieldOf(ann).inputValue(), 'morning from:"Olivia Owner" ')
  await eventually(async () => assert.equal(await resultsOf(ann).count(), 20))
  await panelOf(ann).getByRole('button', { name: 'Show more' }).click()
  await eventually(async () => assert.equal(await resultsOf(ann).count(), 40))
  const texts = await resultsOf(ann).locator('.found-body').allTextContents()
  assert.equal(texts[0], 'note 120 of a long morning')
  assert.equal(texts[39], 'note 81 of a long morning')

  await fieldOf(ann).fill('')
  await fieldOf(ann).pressSequentially('broken in:lob')
  await ann.page.getByRole('option', { name: 'Lobby' }).waitFor()
  await fieldOf(ann).press('Tab')
  assert.equal(await fieldOf(ann).inputValue(), 'broken in:lobby ')
  await resultsOf(ann).filter({ hasText: 'projector' }).waitFor()
  await fieldOf(ann).fill('before:tomorrow')
  await panelOf(ann).getByRole('alert').filter({ hasText: 'needs a date such as 2026-12-31' }).waitFor()
  await fieldOf(ann).fill('zebra crossing')
  await panelOf(ann).getByRole('heading', { name: 'Nothing found' }).waitFor()
  await assertGood(ann, 'nothing found')
})

test('[W287, W307] where nothing was found, a search without the filters is offered, or a new one', async () => {
  const ann = await member('Wanda')
  await ann.page.keyboard.press('Control+Shift+F')
  await fieldOf(ann).fill('projector has:code from:me')
  await panelOf(ann).getByRole('button', { name: 'Search without filters' }).click()
  await resultsOf(ann).filter({ hasText: 'projector' }).first().waitFor()
  assert.equal(await fieldOf(ann).inputValue(), 'projector')
  await fieldOf(ann).fill('zebra crossing')
  const heading = panelOf(ann).getByRole('heading', { name: 'Nothing found' })
  const middles = await heading.evaluate((element) => {
    const text = document.createRange()
    text.selectNodeContents(element)
    const middle = ({ left, width }: DOMRect) => left + width / 2
    return [middle(text.getBoundingClientRect()), middle(element.parentElement!.getBoundingClientRect())]
  })
  assert.ok(Math.abs(middles[0]! - middles[1]!) < 2, `the heading is above its text: ${middles.join()}`)
  const clear = panelOf(ann).getByRole('button', { name: 'Clear search' })
  await clear.focus()
  await ann.page.keyboard.press('Enter')
  await panelOf(ann).getByRole('heading', { name: 'Filters' }).waitFor()
  assert.equal(await fieldOf(ann).inputValue(), '')
  assert.ok(await fieldOf(ann).evaluate((field) => field === document.activeElement))
})

test('[W90] a phrase can be typed and an address pasted, and a slip in a filter is put right', async () => {
  const said = await olivia.say('Open localhost:5050 in the browser')
  const ann = await member('Cora')
  await ann.page.keyboard.press('Control+Shift+F')
  await fieldOf(ann).fill('"')
  // Longer than it waits before it asks.
  await new Promise((go) => setTimeout(go, 400))
  assert.equal(await panelOf(ann).getByRole('alert').count(), 0)
  await fieldOf(ann).press('Enter')
  await panelOf(ann).getByRole('alert').filter({ hasText: 'Enter something to search for' }).waitFor()
  assert.equal(await panelOf(ann).getByRole('button', { name: 'Try again' }).count(), 0)
  await fieldOf(ann).fill('"in the bro')
  await resultsOf(ann).filter({ hasText: 'Open localhost' }).waitFor()
  await fieldOf(ann).fill('localhost:5050')
  await eventually(async () => assert.deepEqual(await marksOf(ann).allTextContents(), ['localhost:5050']))
  await fieldOf(ann).fill('form:olivia localhost')
  await panelOf(ann)
    .getByRole('button', { name: /from:olivia localhost/ })
    .click()
  assert.equal(await fieldOf(ann).inputValue(), 'from:olivia localhost')
  accepted(await olivia.run('message:delete', { roomId: 'lobby', seq: said.seq }))
  assert.deepEqual(ann.problems, [])
})

test('[W7] recent searches stay in this browser until they are cleared', async () => {
  const ann = await member('Clara')
  await ann.log.focus()
  await ann.page.keyboard.press('/')
  await fieldOf(ann).pressSequentially('library')
  await ann.page.keyboard.press('Enter')
  await resultsOf(ann).first().waitFor()
  await ann.page.keyboard.press('Escape')
  await ann.page.keyboard.press('Escape')
  await panelOf(ann).waitFor({ state: 'hidden' })
  await ann.page.reload()
  await ann.composer.waitFor()
  await ann.page.getByRole('button', { name: 'Search messages' }).click()
  await panelOf(ann).getByRole('button', { name: 'library' }).click()
  await resultsOf(ann).first().waitFor()
  await fieldOf(ann).press('Escape')
  await panelOf(ann).getByRole('button', { name: 'Clear recent searches' }).click()
  await eventually(async () => assert.equal(await panelOf(ann).getByRole('button', { name: 'library' }).count(), 0))
  assert.deepEqual(ann.problems, [])
})

test('[W15] keys typed at once go to the search that just opened, and to the composer after it closes', async () => {
  const ann = await member('Nina')
  // The first time the search may have to be fetched.
  await ann.page.keyboard.press('Control+Shift+F')
  await fieldOf(ann).waitFor()
  await ann.page.keyboard.press('Escape')
  await panelOf(ann).waitFor({ state: 'hidden' })
  await ann.log.focus()
  await ann.page.keyboard.press('/')
  await ann.page.keyboard.type('projector')
  assert.equal(await fieldOf(ann).inputValue(), 'projector')

  // All in one frame, as a slow machine has it.
  await ann.page.evaluate(() => {
    document.querySelector<HTMLElement>('.panel-bar button')?.click()
    document.querySelector<HTMLElement>('.composer textarea')?.focus()
  })
  await ann.page.keyboard.type('good morning')
  assert.equal(await ann.composer.inputValue(), 'good morning')
  assert.deepEqual(ann.problems, [])
})

test('[W7, W14] on a phone the search is a page of its own, and closes when it opens a result', async () => {
  const ann = await member('Petra', { screen: 'phone', colors: 'dark' })
  await ann.page.getByRole('button', { name: 'Search messages' }).click()
  await fieldOf(ann).pressSequentially('图书')
  await resultsOf(ann).first().waitFor()
  await assertGood(ann, 'search on a phone')
  await resultsOf(ann).first().getByRole('link').tap()
  await panelOf(ann).waitFor({ state: 'hidden' })
  await ann.log.locator(`article[data-seq="${chinese.seq}"]`).waitFor()
  assert.deepEqual(ann.problems, [])
})

test('[W8] a script stays text in search results', async () => {
  for (const body of XSS) await olivia.say(`${body} findme`)
  const ann = await member('<u onclick=x>Ann</u>')
  await ann.page.keyboard.press('Control+Shift+F')
  await fieldOf(ann).pressSequentially('findme')
  await resultsOf(ann).first().waitFor()
  const more = panelOf(ann).getByRole('button', { name: 'Show more' })
  while ((await resultsOf(ann).count()) < XSS.length) {
    const before = await resultsOf(ann).count()
    await more.click()
    await resultsOf(ann).nth(before).waitFor()
  }
  assert.equal(await panelOf(ann).locator('script, img, iframe, u, object, embed, style, form form').count(), 0)
  const handlers = await panelOf(ann).evaluate((panel) =>
    [...panel.querySelectorAll('*')].flatMap((one) =>
      [...one.attributes].map(({ name }) => name).filter((name) => name.startsWith('on')),
    ),
  )
  assert.deepEqual(handlers, [])
  await fieldOf(ann).fill('<script>alert(1)</script>')
  await resultsOf(ann).filter({ hasText: '<script>alert(1)</script>' }).first().waitFor()
  await eventually(async () =>
    assert.ok((await marksOf(ann).allTextContents()).every((mark) => !'findme'.includes(mark))),
  )
  await assertGood(ann, 'scripts among the results')
})
