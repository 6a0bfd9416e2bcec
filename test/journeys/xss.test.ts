/** Text from users never becomes markup or script. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { startJourney } from '../support/journey.ts'
import { enter } from '../support/sockets.ts'
import { PATHOLOGICAL, XSS } from '../support/xss.ts'

const { server, browser } = await startJourney()

test('a script as a message is text, however it reached the page', async () => {
  const mallory = await enter(server.url, { name: '<b onclick=x>M</b>' })
  const ann = await visitor(browser, server.url)
  await ann.join('Ann')
  for (const body of XSS) await mallory.say(body)
  const last = (await mallory.say('That was all.')).seq
  for (const visit of ['live', 'served with the page']) {
    await ann.log.locator(`article[data-seq="${last}"]`).waitFor()
    const found = await ann.log.evaluate((log) => {
      const elements = [...log.querySelectorAll('*')]
      const attributes = elements.flatMap((element) =>
        [...element.attributes].map(({ name, value }) => ({ tag: element.tagName, name, value })),
      )
      return {
        handlers: attributes.filter(({ name }) => name.startsWith('on')),
        addresses: attributes.filter(({ name }) =>
          ['href', 'src', 'action', 'formaction', 'xlink:href', 'srcdoc', 'data'].includes(name),
        ),
        forbidden: elements
          .map(({ tagName }) => tagName)
          .filter((tag) => /^(SCRIPT|IFRAME|OBJECT|EMBED|STYLE|LINK|META|BASE|FORM|MATH)$/i.test(tag)),
        links: [...log.querySelectorAll<HTMLAnchorElement>('article a[href]')]
          .filter(({ href }) => !href.startsWith(location.origin))
          .map(({ rel, href }) => ({ rel, href })),
      }
    })
    assert.deepEqual(found.handlers, [], visit)
    assert.deepEqual(found.forbidden, [], visit)
    for (const { value } of found.addresses) assert.doesNotMatch(value, /^\s*(javascript|vbscript|data|file):/i, visit)
    for (const { rel, href } of found.links) {
      for (const word of ['noopener', 'noreferrer', 'nofollow'])
        assert.ok(rel.split(' ').includes(word), `${href} has rel="${rel}"`)
    }
    assert.deepEqual(ann.problems, [], visit)
    await ann.page.reload()
  }
  mallory.leave()
})

test('a script as a name is text', async () => {
  for (const name of [
    '<img src=x onerror=alert(1)>',
    '"><svg onload=alert(1)>',
    'javascript:alert(1)',
    '{{alert(1)}}',
  ]) {
    const member = await enter(server.url, { name })
    await member.say(`I am ${name}`)
    member.leave()
  }
  const ann = await visitor(browser, server.url)
  await ann.join('<u onclick=x>Ann</u>')
  await ann.say('Hello, I am Ann.')
  await ann.log.getByText('Hello, I am Ann.').waitFor()
  await ann.log.getByText('<u onclick=x>Ann</u>', { exact: true }).first().waitFor()
  assert.equal(await ann.page.locator('[onclick], [onerror], [onload], u').count(), 0)
  assert.deepEqual(ann.problems, [])
})

test('the worst Markdown does not delay the page', async () => {
  const mallory = await enter(server.url, { name: 'Mallory' })
  const ann = await visitor(browser, server.url)
  await ann.join('Anna')
  await ann.page.evaluate(() => {
    const measured = globalThis as unknown as { longest: number }
    measured.longest = 0
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) measured.longest = Math.max(measured.longest, duration)
    }).observe({ entryTypes: ['longtask'] })
  })
  for (const body of PATHOLOGICAL) {
    const { seq } = await mallory.say(body)
    await ann.log.locator(`article[data-seq="${seq}"]`).waitFor({ timeout: 5_000 })
  }
  const longest = await eventually(() =>
    ann.page.evaluate(() => (globalThis as unknown as { longest: number }).longest),
  )
  assert.ok(longest < 1_000, `the page did not answer for ${Math.round(longest)} ms`)
  await ann.say('Still here.')
  await ann.log.getByText('Still here.').waitFor({ timeout: 5_000 })
  assert.deepEqual(ann.problems, [])
  mallory.leave()
})
