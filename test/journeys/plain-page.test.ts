/** The seed's page, as it was: one HTML file that knows nothing but an event called "message". */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openBrowser, visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { Process, startServer } from '../support/server.ts'
import { enter } from '../support/sockets.ts'

const page = new Process(process.execPath, ['examples/plain/serve.ts', '0'])
const pageUrl = await eventually(() => {
  const found = /http:\/\/localhost:\d+/.exec(page.stdout)?.[0]
  if (found === undefined) throw new Error(`no address: ${page.stderr}`)
  return found
})
const server = await startServer({ env: { EARSHOT_ORIGINS: pageUrl } })
const browser = await openBrowser()
after(async () => {
  await browser.close()
  await page.end()
  await server.stop()
})

test('the page of one file talks with everybody', async () => {
  const address = `${pageUrl}/?server=${encodeURIComponent(server.url)}`
  const [one, two] = await Promise.all([visitor(browser, address), visitor(browser, address)])
  const ann = await enter(server.url, { name: 'Ann' })
  await one.say('from one plain page')
  await two.page.getByText('from one plain page').waitFor()
  await one.page.getByText('from one plain page').waitFor()
  await ann.hears('from one plain page')
  await ann.say('<b>from the typed door</b>')
  await two.page.getByText('<b>from the typed door</b>').waitFor()
  assert.equal(await two.page.locator('li').count(), 2)
  assert.deepEqual([one.problems, two.problems], [[], []])
  ann.leave()
})
