/** One network that reports all it finds, so that the moderators do not find the reports of others. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { NewSession } from '../../protocol/models.ts'
import { ask, bearer, json, MESSAGES, type Refused } from '../support/http.ts'
import { done, overHttp, owner, PASSWORD } from '../support/people.ts'
import { startServer } from '../support/server.ts'

const GUESTS = 60
const EACH = 10
const CROWD = { 'x-forwarded-for': '198.51.100.1' }

const median = (list: number[]): number => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN

const server = await startServer({ args: ['--trust-proxy', '1'] })
after(() => server.stop())

const from = (network: string) => ({ 'x-forwarded-for': network })
async function come(name: string, headers: Record<string, string>): Promise<NewSession> {
  const { status, body, text } = await ask<NewSession>(server, '/api/session', json({ name }, headers))
  assert.equal(status, 201, text)
  return body
}
const post = (token: string, body: string, headers: Record<string, string>) =>
  ask<{ seq: number }>(server, MESSAGES, json({ body }, { ...headers, ...bearer(token) }))
const report = (token: string, seq: number, headers: Record<string, string>) =>
  ask<Refused>(server, `${MESSAGES}/${seq}/reports`, json({ reason: 'Look at this' }, { ...headers, ...bearer(token) }))

test('[M43] 600 reports from one network hide no one else’s, and a bystander is answered as before', async (t) => {
  const moderator = await owner(server)
  const [ann, bystander] = [await come('Ann', from('198.51.100.2')), await come('Bystander', from('198.51.100.3'))]
  const authors = await Promise.all(Array.from({ length: 10 }, (_, n) => come(`Author ${n}`, from('198.51.100.4'))))
  const seqs = (
    await Promise.all(
      authors.map(async ({ token }) =>
        Promise.all(Array.from({ length: 20 }, (_, n) => post(token, `said ${n}`, from('198.51.100.4')))),
      ),
    )
  ).flatMap((answers) => answers.map(({ body }) => body.seq))
  const { body: ugly } = await post(authors[0]!.token, 'the ugly one', from('198.51.100.4')).then(async (answer) =>
    answer.status === 201 ? answer : post(bystander.token, 'the ugly one', from('198.51.100.3')),
  )
  const guests = await Promise.all(Array.from({ length: GUESTS }, (_, n) => come(`Crowd ${n}`, CROWD)))

  const lookAround = async () => {
    const began = performance.now()
    const headers = { ...from('198.51.100.3'), ...bearer(bystander.token) }
    assert.equal((await ask(server, `${MESSAGES}?limit=5`, { headers })).status, 200)
    return performance.now() - began
  }
  const alone: number[] = []
  for (let round = 0; round < 20; round++) alone.push(await lookAround())

  const beside: number[] = []
  let isOver = false
  const looking = (async () => {
    while (!isOver) beside.push(await lookAround())
  })()
  const answers = await Promise.all(
    guests.flatMap(({ token }, guest) =>
      Array.from({ length: EACH }, (_, n) => report(token, seqs[(guest * EACH + n) % seqs.length]!, CROWD)),
    ),
  )
  assert.equal((await report(ann.token, ugly.seq, from('198.51.100.2'))).status, 204)
  isOver = true
  await looking

  const taken = answers.filter(({ status }) => status === 204)
  for (const { status, body } of answers) {
    if (status === 204) continue
    assert.deepEqual([status, body.error.code], [429, 'rate_limited'])
    assert.ok(body.error.retryAfterMs! > 0)
  }
  const { reports, open } = await done(server, moderator, 'reports:list', {})
  t.diagnostic(`${taken.length} of ${answers.length} reports were taken, of ${open} messages`)
  assert.ok(open <= 41, `${open} are open`)
  const place = reports.findIndex(({ seq }) => seq === ugly.seq)
  assert.ok(place >= 0 && place <= 1, `it stands ${place + 1}th of ${reports.length}`)
  const [control, took] = [median(alone), median(beside)]
  t.diagnostic(`a bystander waited ${control.toFixed(1)} ms alone, and ${took.toFixed(1)} ms meanwhile`)
  assert.ok(took < 20 * control + 250, `${took} ms, and ${control} ms alone`)
})

test('[M40] a crowd that reports one message makes one report, which is closed at once', async () => {
  const { token } = await ask<NewSession>(server, '/api/session', json({ name: 'Someone' }, from('198.51.101.1'))).then(
    ({ body }) => body,
  )
  const { body: message } = await post(token, 'reported by many', from('198.51.101.1'))
  for (let n = 0; n < 55; n++) {
    const network = from(`198.51.102.${n}`)
    const reader = await come(`Reader ${n}`, network)
    assert.equal((await report(reader.token, message.seq, network)).status, 204)
  }
  const { body: moderator } = await ask<NewSession>(
    server,
    '/api/session',
    json({ name: 'Olga Owner', password: PASSWORD }, from('198.51.101.2')),
  )
  const { reports } = await done(server, moderator, 'reports:list', {})
  // The message that most networks report stands first.
  const { id: reportId, count, networks, reporters } = reports[0]!
  assert.deepEqual([count, networks, reporters.length], [55, 55, 50])
  const first = await done(server, moderator, 'report:reporters', { reportId, limit: 50 })
  const rest = await done(server, moderator, 'report:reporters', { reportId, limit: 50, after: first.next })
  assert.deepEqual(
    [...first.reporters, ...rest.reporters].map(({ user }) => user.name),
    Array.from({ length: 55 }, (_, n) => `Reader ${n}`),
  )
  assert.equal(rest.next, undefined)
  const stranger = await overHttp(server, token, 'report:reporters', { reportId })
  assert.equal(!stranger.ok && stranger.error.code, 'forbidden')
  await done(server, moderator, 'report:resolve', { reportId })
  assert.ok(!(await done(server, moderator, 'reports:list', {})).reports.some(({ seq }) => seq === message.seq))
})
