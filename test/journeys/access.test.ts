/** The rooms for who has no mouse. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { Client } from '../../client/client.ts'
import type { CommandName, Output, Payload } from '../../protocol/commands.ts'
import { barriers } from '../support/axe.ts'
import { openBrowser, untilOnline, type Visitor, visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { done } from '../support/people.ts'
import { startServer } from '../support/server.ts'
import { sessionCookie } from '../support/visits.ts'

const server = await startServer({ args: ['--limits', 'off'] })
const browser = await openBrowser()
const tom = new Client({ url: server.url, credentials: { name: 'Tom' } })
tom.connect()
after(async () => {
  tom.close()
  await browser.close()
  await server.stop()
})

async function order<Name extends CommandName>(what: Name, payload: Payload<Name>): Promise<Output<Name>> {
  const result = await tom.run(what, payload)
  assert.ok(result.ok, result.ok ? '' : `${what}: ${result.error.message}`)
  return result.value
}
const say = async (body: string, more: { replyTo?: number } = {}) =>
  order('message:send', { roomId: 'lobby', clientId: crypto.randomUUID(), body, ...more })

test('[R25] joining, a reaction, a reply, an edit, another room and back, a search and a dialog work without a mouse', async () => {
  const ann = await visitor(browser, server.url)
  const { keyboard } = ann.page
  await ann.page.getByLabel('Your name').waitFor()
  await keyboard.type('Ann of the keys')
  await keyboard.press('Enter')
  await ann.composer.waitFor()
  await untilOnline(ann.page)
  const message = await say('answer me')
  await ann.log.getByText('answer me').waitFor()

  // Backwards from the composer stands the newest message: first its time, and with the focus there its buttons.
  const tabTo = async (name: RegExp, key = 'Tab') => {
    for (let step = 0; step < 40; step++) {
      await keyboard.press(key)
      const label = await ann.page.evaluate(() => {
        const { activeElement } = document
        return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent ?? ''
      })
      if (name.test(label)) return
    }
    assert.fail(`Nothing called ${String(name)} was reached`)
  }
  await tabTo(/link to this message/, 'Shift+Tab')
  await ann.page.getByRole('toolbar').waitFor()
  await tabTo(/^React with 👍/)
  await keyboard.press('Enter')
  await ann.log.locator(`[data-seq="${message.seq}"] .reaction[aria-pressed=true]`).waitFor()
  await tabTo(/^Reply/)
  await keyboard.press('Enter')
  await ann.page.getByText('Replying to Tom').waitFor()
  await keyboard.type('here you are')
  await keyboard.press('Enter')
  await ann.log.locator('article[data-seq]', { hasText: 'here you are' }).locator('.quoted').waitFor()
  await eventually(async () => assert.equal(await ann.composer.inputValue(), ''))

  await keyboard.press('ArrowUp')
  const edit = ann.page.getByRole('textbox', { name: 'Edit message' })
  await edit.waitFor()
  await keyboard.type(', Tom')
  await keyboard.press('Enter')
  await ann.log.getByText('here you are, Tom').waitFor()
  await eventually(async () => assert.ok(await ann.composer.evaluate((field) => field === document.activeElement)))

  const room = await order('room:create', { name: 'Keys', kind: 'open' })
  await order('room:invite', { roomId: room.id, userId: await authorOf(ann) })
  const cookie = await sessionCookie(ann.context)
  await done(server, { token: cookie?.value ?? '' }, 'room:accept', { roomId: room.id })
  await ann.page.getByRole('link', { name: /Keys/ }).waitFor()
  await keyboard.press('Alt+ArrowDown')
  await ann.page.getByRole('heading', { name: 'Keys', level: 1 }).waitFor()
  await keyboard.press('Alt+ArrowUp')
  await ann.page.getByRole('heading', { name: 'Lobby', level: 1 }).waitFor()
  await keyboard.press('Control+Shift+F')
  const search = ann.page.getByRole('complementary', { name: 'Search' })
  await search.waitFor()
  await keyboard.type('here you are')
  await search.getByRole('link', { name: /here you are/ }).waitFor()
  await tabTo(/here you are/)
  await keyboard.press('Enter')
  await ann.log.locator('article[data-target=true]', { hasText: 'here you are' }).waitFor()
  await tabTo(/^Close$/, 'Shift+Tab')
  await keyboard.press('Enter')
  await search.waitFor({ state: 'detached' })

  await keyboard.press('Control+k')
  await ann.page.getByRole('dialog').waitFor()
  await keyboard.press('Escape')
  await ann.page.getByRole('dialog').waitFor({ state: 'hidden' })
  assert.deepEqual(ann.problems, [])
})

test('[W95] a message’s menu closes with the message, and the focus stays in the list', async () => {
  const ann = await visitor(browser, server.url)
  await ann.join('Ann of the menus')
  await untilOnline(ann.page)
  const menu = ann.page.getByRole('menu')
  async function openMenu(body: string) {
    const message = await say(body)
    await ann.log.getByText(body, { exact: true }).hover()
    await ann.page.getByRole('toolbar').getByRole('button', { name: 'More' }).click()
    await menu.waitFor()
    return message
  }
  const isInList = () => ann.log.evaluate((log) => log === document.activeElement)

  const soonGone = await openMenu('soon deleted')
  await order('message:delete', { roomId: 'lobby', seq: soonGone.seq })
  await menu.waitFor({ state: 'detached' })
  await eventually(async () => assert.ok(await isInList()))

  const movesOff = await openMenu('soon off the screen')
  const row = ann.log.locator(`article[data-seq="${movesOff.seq}"]`)
  await say('one more')
  await ann.log.getByText('one more', { exact: true }).waitFor()
  assert.equal(await menu.count(), 1, 'it is still on the screen')
  for (let line = 0; line < 40; line++) await say(`line ${line} after it`)
  await menu.waitFor({ state: 'detached' })
  await eventually(async () => assert.ok(await isInList()))
  await eventually(async () => assert.ok(((await row.boundingBox())?.y ?? -1) < 0, 'the bottom is followed as before'))

  // As ever: Escape gives the focus back to the button.
  await openMenu('another one')
  await ann.page.keyboard.press('Escape')
  await menu.waitFor({ state: 'detached' })
  assert.equal(await ann.page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'More')
  assert.deepEqual(ann.problems, [])
})

test('[W97] the list of messages is one stop of Tab, and arrows move between messages', async () => {
  const ann = await visitor(browser, server.url)
  await ann.join('Ann of the rows')
  await untilOnline(ann.page)
  const { keyboard } = ann.page
  const said: number[] = []
  for (let line = 1; line <= 6; line++) said.push((await say(`row ${line} with a [link](https://example.org)`)).seq)
  const newest = said.at(-1)
  await ann.log.locator(`article[data-seq="${newest}"]`).waitFor()
  /** The message that has the focus, or has what has it; and whether that is the message itself. */
  const where = () =>
    ann.page.evaluate(() => {
      const { activeElement } = document
      const row = activeElement?.closest('article')
      const isComposer = activeElement?.matches('.composer textarea')
      const seq = Number(row?.getAttribute('data-seq'))
      return row ? [activeElement === row ? 'row' : 'in row', seq] : [isComposer ? 'composer' : activeElement?.tagName]
    })
  const press = async (key: string) => {
    await keyboard.press(key)
    return where()
  }

  assert.deepEqual(await where(), ['composer'])
  assert.deepEqual(await press('Shift+Tab'), ['row', newest])
  await ann.page.getByRole('article', { name: /^Tom.* row 6 with a link$/ }).waitFor()
  assert.deepEqual(await press('Shift+Tab'), ['BUTTON'], 'what stands before the list')
  assert.deepEqual(await press('Tab'), ['row', newest], 'where I was')

  assert.deepEqual(await press('ArrowUp'), ['row', said[4]])
  assert.deepEqual(await press('k'), ['row', said[3]])
  assert.deepEqual(await press('j'), ['row', said[4]])
  assert.deepEqual(await press('ArrowDown'), ['row', newest])
  assert.deepEqual(await press('ArrowDown'), ['row', newest], 'there is none below it')
  const [first] = await press('Home')
  assert.equal(first, 'row')
  await eventually(async () => assert.deepEqual(await press('End'), ['row', newest]))
  await press('ArrowUp')

  // Through what it has: its time, its link, its buttons, and out to the composer.
  await ann.page.getByRole('toolbar').waitFor()
  const stops: string[] = []
  for (let step = 0; step < 12; step++) {
    const [kind, seq] = await press('Tab')
    if (kind !== 'in row') break
    assert.equal(seq, said[4])
    stops.push(await ann.page.evaluate(() => document.activeElement?.textContent ?? ''))
  }
  assert.match(stops[0] ?? '', /link to this message/)
  assert.equal(stops[1], 'link')
  assert.ok(stops.length > 4, 'and its buttons')
  assert.deepEqual(await where(), ['composer'])
  assert.deepEqual(await press('Shift+Tab'), ['row', said[4]], 'where I was')
  await keyboard.press('Tab')
  await keyboard.press('Enter')
  await ann.log.locator(`article[data-seq="${said[4]}"][data-target=true]`).waitFor()

  // From the list itself, as after Escape or a click, the keys begin too.
  await ann.log.focus()
  assert.deepEqual(await where(), ['DIV'])
  assert.deepEqual(await press('ArrowUp'), ['row', said[4]])
  assert.deepEqual(await barriers(ann.page), [])
  assert.deepEqual(ann.problems, [])
})

/** The author of the page's latest message, as Tom knows them. */
async function authorOf({ page }: Visitor): Promise<string> {
  const seq = Number(await page.locator('article[data-seq]').last().getAttribute('data-seq'))
  const { messages } = await order('room:history', { roomId: 'lobby', around: seq, limit: 1 })
  return messages.find((message) => message.seq === seq)?.author.id ?? ''
}
