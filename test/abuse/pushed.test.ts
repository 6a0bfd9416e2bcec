/** One network pushes rooms and conversations on a user by the hundred: a handful of requests, and no one waits. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Result } from '../../protocol/errors.ts'
import { bystander } from '../support/bystander.ts'
import { arrive, codeOf, guest, online, overHttp } from '../support/people.ts'
import { startServer } from '../support/server.ts'
import { accepted, enter, type Member } from '../support/sockets.ts'

/** As many guests as one network may connect. */
const ATTACKERS = 20
const CLOSED = 200
const DIRECT = 240
const ASIDE = { 'x-forwarded-for': '203.0.113.99' }

// Behind a proxy the network is what the proxy says.
const server = await startServer({ env: { TRUST_PROXY: '1' } })
after(() => server.stop())
const unnoticed = await bystander(server)

/** How long a message takes to be heard while something else goes on, in ms: the median of so many, one after the other. */
async function roundTrip(ann: Member, meanwhile: () => Promise<unknown>): Promise<number> {
  const took: number[] = []
  const going = meanwhile()
  for (let number = 0; number < 9; number++) {
    const body = crypto.randomUUID()
    const started = performance.now()
    await ann.say(body)
    await ann.hears(body)
    took.push(performance.now() - started)
  }
  await going
  return took.sort((one, other) => one - other)[took.length >> 1]!
}

test('[L57] 200 closed and 240 direct rooms from one network at default limits', async (t) => {
  const victim = await guest(server, 'Victim')
  const victims = await online(server, victim)
  const talker = await enter(server.url, { name: 'Talker' }, { extraHeaders: { 'x-forwarded-for': '203.0.113.7' } })
  const attackers: Member[] = []
  for (let number = 0; number < ATTACKERS; number++)
    attackers.push(await enter(server.url, { name: `Attacker ${number}` }, { extraHeaders: ASIDE }))
  const by = (number: number) => attackers[number % ATTACKERS]!
  const told: string[] = []
  victims.socket.on('room:updated', ({ id }: { id: string }) => told.push(id))

  // As many harmless orders at once: the users who give them and talk are one process here, which has its own limits.
  const control = await roundTrip(talker, () =>
    Promise.all(
      Array.from({ length: CLOSED + DIRECT }, (_, number) =>
        by(number).run('room:notify', { roomId: 'lobby', level: 'everything' }),
      ),
    ),
  )
  const memberIds = [victim.user.id]
  const answers: Result<unknown>[] = []
  const attack = async () => {
    const closed = Array.from({ length: CLOSED }, (_, number) =>
      by(number).run('room:create', { kind: 'closed', name: `Trap ${number}`, memberIds }),
    )
    // Each with a third user, for there is only one for two people.
    const direct = Array.from({ length: DIRECT }, (_, number) => {
      const other = by(number + 1 + Math.floor(number / ATTACKERS))
      const ids = number < ATTACKERS ? memberIds : [...memberIds, other.welcome.you.id]
      return by(number).run('room:create', { kind: 'direct', memberIds: ids })
    })
    answers.push(...(await Promise.all([...closed, ...direct])))
  }
  await unnoticed(async () => {
    const meanwhile = await roundTrip(talker, attack)
    t.diagnostic(
      `a message took ${meanwhile.toFixed(0)} ms meanwhile, ${control.toFixed(0)} ms among as many harmless orders`,
    )
    assert.ok(meanwhile < control * 2 + 100, `${meanwhile} ms against ${control} ms`)
  })
  assert.equal(answers.length, CLOSED + DIRECT)
  for (const answer of answers) {
    if (answer.ok) continue
    assert.equal(codeOf(answer), 'rate_limited')
    assert.ok((answer.error.retryAfterMs ?? 0) > 0, 'it says how long to wait')
  }

  const again = await online(server, victim)
  const requests = again.welcome.rooms.filter(({ request }) => request)
  t.diagnostic(`${requests.length} requests wait`)
  assert.ok(requests.length >= 1 && requests.length <= 5, `${requests.length} requests`)
  assert.equal(again.welcome.rooms.length, requests.length + 1, 'and the lobby')
  assert.equal(new Set(told).size, requests.length)
  // A person of another network still reaches the victim.
  const friend = await arrive(server, { name: 'Friend to be' }, { 'x-forwarded-for': '203.0.113.8' })
  accepted(await overHttp(server, friend.token, 'room:create', { kind: 'direct', memberIds }))
  for (const member of [victims, talker, again, ...attackers]) member.leave()
})
