/** A chat below a path of an address that serves other things as well. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NETWORK_IS_AWAY, untilOnline, untilWhole, visitor } from '../support/browser.ts'
import { bareRequest } from '../support/bare-http.ts'
import { ask, bearer, json, signIn } from '../support/http.ts'
import { startJourney } from '../support/journey.ts'
import { PASSWORD } from '../support/people.ts'
import { launch } from '../support/server.ts'

const { server, browser } = await startJourney({ args: ['--limits', 'off', '--base', '/chat'] })

test('[A27] a page below a path joins, writes, opens parts of itself, and never leaves the path', async () => {
  const owner = await visitor(browser, 'about:blank')
  const outside: string[] = []
  owner.page.on('request', (request) => {
    const { pathname, protocol } = new URL(request.url())
    if (protocol.startsWith('http') && !pathname.startsWith('/chat')) outside.push(request.url())
  })
  const [link = ''] = /http:\/\/localhost:\d+\/chat\/owner#\S+/.exec(server.stdout) ?? []
  await owner.page.goto(link)
  await owner.page.getByLabel('Your name').fill('Olga')
  for (const field of await owner.page.locator('input[type=password]').all()) await field.fill(PASSWORD)
  await owner.page.keyboard.press('Enter')
  await untilOnline(owner.page)
  assert.equal(new URL(owner.page.url()).pathname, '/chat/lobby')
  assert.match((await owner.context.cookies(`${server.url}/chat/`))[0]?.path ?? '', /^\/chat$/)

  await owner.say(`Look at [the first](${server.url}/chat/lobby/1)`)
  await owner.log.locator('article[data-seq="1"]').waitFor()
  await owner.log.getByRole('link', { name: 'the first' }).click()
  await owner.page.waitForURL('**/chat/lobby/1')
  await owner.page.locator('main[data-connection=online]').waitFor()
  await owner.page.reload()
  await owner.log.locator('article[data-target=true]').waitFor()
  // The listener for keys comes with the parts around the room.
  await untilWhole(owner.page)

  // Parts that come later, with styles and a picture of their own.
  await owner.page.keyboard.press('Control+Shift+F')
  await owner.page.getByRole('complementary', { name: 'Search' }).waitFor()
  await owner.page.keyboard.press('Escape')
  await owner.page.getByRole('link', { name: /^Earshot/ }).click()
  await owner.page.waitForURL('**/chat/lobby')
  const made = await owner.page.evaluate(async () => {
    const answer = await fetch('/chat/api/invites', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    return (await answer.json()) as { path: string }
  })

  const guest = await visitor(browser, `${server.url}/chat${made.path}`)
  await guest.page.getByLabel('Your name').fill('Gus')
  await guest.page.keyboard.press('Enter')
  await untilOnline(guest.page)
  await guest.say('below a path')
  await owner.log.getByText('below a path').waitFor()
  await guest.page.goto(`${server.url}/chat`)
  await guest.log.getByText('below a path').waitFor()

  assert.deepEqual(outside, [])
  for (const { problems } of [owner, guest])
    assert.deepEqual(
      problems.filter((problem) => !NETWORK_IS_AWAY.test(problem)),
      [],
    )
})

test('[A27] outside the path there is only a sentence that names it', async () => {
  for (const path of [
    '/',
    '/api',
    '/healthz',
    '/lobby',
    '/chatter',
    '/chatter/lobby',
    '/CHAT/',
    '/socket.io/?EIO=4&transport=polling',
  ]) {
    const { status, text } = await ask(server, path)
    assert.equal(status, 404, path)
    assert.match(text, /This Earshot is at \/chat\//)
  }
  for (const path of ['/chat', '/chat/', '/chat?x=1', '/chat/healthz', '/chat/lobby', '/chat/api'])
    assert.equal((await ask(server, path)).status, 200, path)
  for (const path of ['/chat/../api', '/chat/..%2fapi', '//chat/api', '/chat//api'])
    assert.ok((await bareRequest(server.port, 'GET', path)).status >= 400, path)
  const { token } = await signIn({ url: `${server.url}/chat` }, 'Rita')
  const room = await ask<{ id: string; slug: string }>(
    server,
    '/chat/api/rooms',
    json({ kind: 'open', name: 'Moved' }, bearer(token)),
  )
  const byId = await ask(server, `/chat/${room.body.id}`)
  assert.deepEqual([byId.status, byId.headers.get('location')], [302, '/chat/moved'])
  for (const [path, to] of [
    ['/chat/Moved', '/chat/moved'],
    ['/chat/lobby/7/', '/chat/lobby/7'],
    ['/chat//lobby', '/chat/lobby'],
  ] as const) {
    const { status, headers } = await ask(server, path, { headers: bearer(token) })
    assert.deepEqual([status, headers.get('location')], [302, to], path)
  }
  assert.match(server.stdout, /listening on http:\/\/localhost:\d+\/chat\n/)

  const link = launch(['owner-link', '--data', server.dataDir])
  assert.equal((await link.exited).code, 0)
  assert.ok(link.stdout.includes(`http://localhost:${server.port}/chat/owner#`), link.stdout)
})
