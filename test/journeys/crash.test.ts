/** The server dies in the middle of a sentence. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { NETWORK_IS_AWAY, openBrowser, type Visitor, visitor } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { signIn, wholeHistory } from '../support/http.ts'
import { type Server, startServer } from '../support/server.ts'

const MESSAGES_EACH = 15

let server: Server = await startServer({ args: ['--limits', 'off'] })
const browser = await openBrowser()
after(async () => {
  await browser.close()
  await server.stop()
})

test('[C1, C2, C3, C8] kill -9 while both type: nothing is lost, nothing doubled, and both see the same order', async () => {
  const host = await signIn(server, 'Host')
  const people = await Promise.all(
    ['Ann', 'Bob'].map(async (name) => ({ name, at: await visitor(browser, server.url) })),
  )
  for (const { name, at } of people) await at.join(name)

  const type = async ({ name, at }: { name: string; at: Visitor }) => {
    for (let number = 1; number <= MESSAGES_EACH; number++) await at.say(`${name} says ${number}.`)
  }
  const typing = Promise.all(people.map(type))
  await eventually(async () => assert.ok((await wholeHistory(server, host.token)).length >= 3))
  await server.kill()
  // They go on typing while no server is there.
  await typing
  server = await startServer({ args: ['--limits', 'off', '--port', String(server.port)], dataDir: server.dataDir })

  const expected = people.flatMap(({ name }) =>
    Array.from({ length: MESSAGES_EACH }, (_, index) => `${name} says ${index + 1}.`),
  )
  const kept = await eventually(async () => {
    const messages = await wholeHistory(server, host.token)
    assert.deepEqual(messages.map(({ body }) => body).sort(), [...expected].sort())
    return messages
  }, 45_000)
  assert.deepEqual(
    kept.map(({ seq }) => seq),
    kept.map((_, index) => index + 1),
  )
  for (const { name } of people) {
    const own = kept.filter(({ author }) => author.name === name).map(({ body }) => body)
    assert.deepEqual(
      own,
      expected.filter((body) => body.startsWith(name)),
      `${name} is heard in order`,
    )
  }
  for (const { at } of people) {
    await eventually(async () => {
      const shown = await at.shown()
      assert.deepEqual(
        shown.map(({ seq }) => seq),
        kept.map(({ seq }) => seq),
      )
      for (const [index, { text }] of shown.entries()) assert.ok(text.includes(kept[index]?.body ?? '?'), text)
      assert.equal(await at.log.locator('article[data-state]').count(), 0)
    }, 10_000)
    assert.deepEqual(
      at.problems.filter((problem) => !NETWORK_IS_AWAY.test(problem)),
      [],
    )
  }
})
