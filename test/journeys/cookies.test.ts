/** Browsers that keep no cookie, and pages whose address the server does not know. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, test } from 'node:test'
import { chromium } from 'playwright-core'
import { barriers } from '../support/axe.ts'
import { browserProgram, type Look, untilOnline, visitor, untilWhole } from '../support/browser.ts'
import { type Server, startServer } from '../support/server.ts'

/** Leads to this machine, and no browser takes it for as safe as localhost. */
const NAME = 'chat.test'

const proxied = { TRUST_PROXY: '1', PUBLIC_URL: `http://${NAME}` }
const server = await startServer({ args: ['--limits', 'off'], env: proxied })
const { executablePath, args, env } = await browserProgram()
const browser = await chromium.launch({
  executablePath,
  args: [...args, `--host-resolver-rules=MAP ${NAME} 127.0.0.1`],
  env: { ...process.env, ...env },
})
after(() => browser.close())
const url = `http://${NAME}:${server.port}`

function countUsers({ dataDir }: Server): unknown {
  const database = new DatabaseSync(join(dataDir, 'earshot.db'), { readOnly: true })
  try {
    return database.prepare('select count(*) as n from users').get()?.n
  } finally {
    database.close()
  }
}

test('[W150] a page without cookies says so, asks for no name, and makes nobody a guest', async () => {
  const before = countUsers(server)
  const looks: [Look, string][] = [
    [{ screen: 'desktop' }, 'Cookies are blocked'],
    [{ screen: 'phone', colors: 'dark', locale: 'ar' }, 'ملفات الارتباط محظورة'],
  ]
  for (const [look, heading] of looks) {
    const ann = await visitor(browser, 'about:blank', look)
    const devtools = await ann.context.newCDPSession(ann.page)
    await devtools.send('Emulation.setDocumentCookieDisabled', { disabled: true })
    for (const path of ['/', '/lobby', '/invite#code']) {
      await ann.page.goto(server.url + path)
      await ann.page.getByRole('heading', { name: heading }).waitFor()
      assert.equal(await ann.page.locator('input').count(), 0, path)
    }
    assert.deepEqual(await barriers(ann.page), [])
    assert.deepEqual(ann.problems, [])
    await ann.context.close()
  }
  assert.equal(countUsers(server), before)
})

test('[W150] a browser that drops its cookie is told so after the first try', async () => {
  const before = Number(countUsers(server))
  const ann = await visitor(browser, 'about:blank')
  // The proxy says HTTPS where there is none: the cookie is one that a browser takes only over HTTPS.
  await ann.context.setExtraHTTPHeaders({ 'x-forwarded-proto': 'https' })
  await ann.page.goto(url)
  await ann.page.getByLabel('Your name').fill('Ann')
  await ann.page.keyboard.press('Enter')
  await ann.page.getByRole('heading', { name: 'Cookies are blocked' }).waitFor()
  assert.equal(await ann.page.getByLabel('Your name').count(), 0)
  assert.equal(Number(countUsers(server)), before + 1)
  await ann.context.close()
})

test('[W151] a page that the server refuses says which setting is missing, and stops trying', async () => {
  const ann = await visitor(browser, url)
  await ann.join('Ann of old')
  await untilOnline(ann.page)
  await untilWhole(ann.page)
  await server.stop()
  // A proxy that names itself where it should name the address that the browser shows.
  await ann.context.setExtraHTTPHeaders({ 'x-forwarded-host': 'localhost' })
  const again = await startServer({
    args: ['--limits', 'off', '--port', String(server.port)],
    env: { TRUST_PROXY: '1' },
    dataDir: server.dataDir,
  })
  const said = ann.page.getByRole('alertdialog').getByText(`start it with --public-url ${url} (or PUBLIC_URL)`)
  await said.waitFor()
  await again.stop()
})
