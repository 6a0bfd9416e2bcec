/** The page as an app on the device: its manifest, its service worker, and what other apps share with it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { type Visitor, untilOnline, visitor } from '../support/browser.ts'
import { untilKept } from '../support/kept.ts'
import { startJourney } from '../support/journey.ts'

const { server, browser } = await startJourney({ args: ['--limits', 'off', '--base', '/chat'] })
const home = `${server.url}/chat/`

type Icon = { src: string; sizes: string; purpose?: string }
type Manifest = {
  id: string
  name: string
  lang: string
  scope: string
  start_url: string
  theme_color: string
  icons: Icon[]
  shortcuts: { name: string; url: string }[]
}

const isKept = ({ page }: Visitor) =>
  page.evaluate(() => (JSON.parse(document.getElementById('boot')?.textContent ?? '') as { isKept?: true }).isKept)

test('[Z1] the manifest names the chat, below its path, in the reader’s language', async () => {
  const page = await (await fetch(home)).text()
  assert.match(page, /<link rel="manifest" href="\/chat\/manifest.webmanifest">/)
  const answer = await fetch(`${home}manifest.webmanifest`, {
    headers: { 'accept-language': 'xx, ar;q=0.9, de;q=0.8' },
  })
  assert.equal(answer.headers.get('content-type'), 'application/manifest+json')
  const manifest = (await answer.json()) as Manifest
  const { id, scope, start_url, name, lang } = manifest
  assert.deepEqual(
    { id, scope, start_url, name, lang },
    { id: '/chat/', scope: '/chat/', start_url: '/chat/', name: 'Earshot', lang: 'ar' },
  )
  assert.ok(manifest.icons.some(({ purpose }) => purpose === 'maskable'))
  for (const { src, sizes } of manifest.icons) {
    const icon = await fetch(new URL(src, server.url))
    assert.equal(icon.headers.get('content-type'), 'image/png', src)
    const { width, height } = await sharp(Buffer.from(await icon.arrayBuffer())).metadata()
    assert.equal(`${width}x${height}`, sizes)
  }
  for (const { url } of manifest.shortcuts) assert.match(url, /^\/chat\/\?open=/)
})

test('[Z2] a visitor has no worker; who has joined gets one, under the strict policy, and the network still gives the page', async () => {
  const ann = await visitor(browser, home, { hasWorker: true })
  assert.equal(await ann.page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0)
  await ann.join('Ann')
  await untilKept(ann.page)
  const scope = await ann.page.evaluate(async () => (await navigator.serviceWorker.ready).scope)
  assert.equal(new URL(scope).pathname, '/chat/')

  await ann.page.reload()
  await untilOnline(ann.page)
  assert.equal(await isKept(ann), undefined, 'the server’s own page')
  assert.deepEqual(ann.problems, [])
})

test('[Z3] the worker belongs to a build, and takes no page of another one', async () => {
  const worker = await (await fetch(`${home}sw.js`)).text()
  assert.equal((await fetch(`${home}sw.js`)).headers.get('cache-control'), 'no-cache')
  const [, version = ''] = /"version":"([^"]+)"/.exec(worker) ?? []
  const kept = await fetch(`${home}offline.html`, { headers: { cookie: 'earshot=x' } })
  assert.equal(kept.headers.get('cache-control'), 'no-store')
  assert.ok((await kept.text()).includes(`"version":"${version}"`))
})

test('[Z4] what another app shares waits until a room is chosen, and lands in its draft', async () => {
  const bob = await visitor(browser, home, { hasWorker: true })
  await bob.join('Bob')
  await untilKept(bob.page)
  await bob.composer.fill('Begun before.')
  const share = () =>
    bob.page.evaluate(() => {
      const form = document.createElement('form')
      Object.assign(form, { action: '/chat/share', method: 'post', enctype: 'multipart/form-data' })
      for (const [name, value] of [
        ['title', 'A page'],
        ['text', ''],
        ['url', 'https://example.com/<b>'],
      ] as const) {
        const field = document.createElement('input')
        Object.assign(field, { name, value })
        form.append(field)
      }
      const files = document.createElement('input')
      Object.assign(files, { type: 'file', name: 'files' })
      const chosen = new DataTransfer()
      chosen.items.add(new File(['shared bytes'], 'notes <1>.txt', { type: 'text/plain' }))
      files.files = chosen.files
      form.append(files)
      document.body.append(form)
      form.submit()
    })
  await share()
  const dialog = bob.page.getByRole('dialog', { name: 'Share' })
  await dialog.getByText('notes <1>.txt').waitFor()
  await dialog.getByRole('button', { name: '#lobby' }).click()
  await bob.page.waitForFunction(() =>
    document.querySelector<HTMLTextAreaElement>('.composer textarea')?.value.includes('example.com'),
  )
  assert.equal(await bob.composer.inputValue(), 'Begun before.\nA page\nhttps://example.com/<b>')
  await bob.page.locator('.composer .chosen-name').getByText('notes <1>.txt').waitFor()
  await bob.page.locator('.send-button').click()
  await bob.log.getByText('notes <1>.txt').first().waitFor()

  await share()
  await dialog.getByRole('button', { name: 'Discard' }).click()
  await bob.page.reload()
  await untilOnline(bob.page)
  await untilKept(bob.page)
  assert.equal(await dialog.count(), 0)
  assert.deepEqual(bob.problems, [])
})
