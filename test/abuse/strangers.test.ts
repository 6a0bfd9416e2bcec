/** The cost of the page for strangers when the last messages are long. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Boot } from '../../protocol/models.ts'
import { bystander } from '../support/bystander.ts'
import { workOf } from '../support/crowd.ts'
import { eventually } from '../support/eventually.ts'
import { ask, bearer, MESSAGES, post } from '../support/http.ts'
import { done, owner } from '../support/people.ts'
import { startServer } from '../support/server.ts'

const REQUESTS = 150
const MOST_BYTES = 120_000

const server = await startServer({ args: ['--limits', 'off'] })
after(() => server.stop())
const unnoticed = await bystander(server)
const olga = await owner(server)
/** Every sign of them weighs six times as much in a page as in a message. */
for (let number = 0; number < 40; number++) {
  const long = number % 2 === 0 ? '<'.repeat(16_384) : '\u0001'.repeat(16_384)
  await ask(server, MESSAGES, {
    method: 'POST',
    headers: { ...bearer(olga.token), 'content-type': 'text/plain' },
    body: long,
  })
}

const shown = async (path = '/') => {
  const { text, status } = await ask<string>(server, path)
  const boot = JSON.parse(/<script id="boot"[^>]*>([^]*?)<\/script>/.exec(text)?.[1] ?? '{}') as Boot
  return { status, text, messages: boot.page?.messages ?? [] }
}

/** How long the server works for so many requests one after the other, in ms. */
async function workFor(
  path: (number: number) => string,
  init: RequestInit = {},
  mostBytes = MOST_BYTES,
): Promise<number> {
  await ask(server, path(0), init)
  const before = workOf(server)
  for (let number = 0; number < REQUESTS; number++) {
    const { text } = await ask<string>(server, path(number), init)
    assert.ok(text.length < mostBytes, `${path(number)}: ${text.length} characters`)
  }
  return workOf(server) - before
}

test('[L26] a stranger’s page costs little more than a file, with any messages and by any way of asking', () =>
  unnoticed(async () => {
    const { text } = await shown()
    const [asset = ''] = /\/assets\/index[^"]*\.js/.exec(text) ?? []
    const control = await workFor(() => asset, {}, Infinity)
    const ways: [string, (number: number) => string, RequestInit][] = [
      ['the page', () => '/', {}],
      ['with something behind the question mark', (number) => `/?x=${number}`, {}],
      ['only what it weighs', () => '/', { method: 'HEAD' }],
      ['at one message', () => '/lobby/20', {}],
      ['at messages that are not there', (number) => `/lobby/${1_000 + number}`, {}],
      ['of a room that is not there', (number) => `/nowhere-${number}`, {}],
    ]
    for (const [what, path, init] of ways) {
      const work = await workFor(path, init)
      assert.ok(work < control * 4 + 300, `${what}: ${work} ms of work, for a file ${control} ms`)
    }
    // The description grows with the commands, and not with what strangers do.
    const description = await workFor(() => '/api', {}, 2 * MOST_BYTES)
    assert.ok(description < control * 2 + 100, `the API: ${description} ms of work, for a file ${control} ms`)
    // Each of these has to be read and made once.
    const each = await workFor((number) => `/lobby/${(number % 40) + 1}`)
    assert.ok(each < control * 8 + 900, `a message each: ${each} ms of work, for a file ${control} ms`)
  }))

test('[L26] a stranger sees messages, edits, deletions and a closing at once', async () => {
  const last = async () => (await shown()).messages.at(-1)
  const said = await post(server, olga.token, 'said just now')
  assert.equal((await last())?.body, 'said just now')
  await done(server, olga, 'message:edit', { roomId: 'lobby', seq: said.seq, body: 'edited just now' })
  assert.equal((await last())?.body, 'edited just now')
  await done(server, olga, 'message:delete', { roomId: 'lobby', seq: said.seq })
  assert.equal((await last())?.body, '')
  await post(server, olga.token, 'by whom?')
  assert.equal((await last())?.author.name, 'Olga Owner')
  await done(server, olga, 'user:rename', { name: 'Olga Other' })
  await eventually(async () => assert.equal((await last())?.author.name, 'Olga Other'))

  const room = await done(server, olga, 'room:create', { kind: 'open', name: 'Soon closed' })
  await done(server, olga, 'message:send', { roomId: room.id, clientId: 'c', body: 'open words' })
  assert.equal((await shown(`/${room.slug}`)).messages.at(-1)?.body, 'open words')
  await done(server, olga, 'room:update', { roomId: room.id, kind: 'closed' })
  const closed = await shown(`/${room.slug}`)
  assert.deepEqual([closed.status, closed.text.includes('open words')], [404, false])
})
