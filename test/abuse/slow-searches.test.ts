/** Searches that are made to take long: a user with a quick one does not wait for them. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { bystander } from '../support/bystander.ts'
import { done, draft, online, person, type Somebody } from '../support/people.ts'
import { startServer } from '../support/server.ts'
import { accepted, type Member, refused } from '../support/sockets.ts'

/** One letter of three bytes that unfolds to eighteen: a message of 16 kB is a hundred thousand characters to compare. */
const LONG_LETTER = '\u{FDFA}'
const LONGEST = LONG_LETTER.repeat(5_461)
/** Looks at all of them and finds none. */
const SLOW = 'صلى -عليه'
const MESSAGES = 60
const ATTACKERS = 3

const server = await startServer({ args: ['--limits', 'off'] })
after(() => server.stop())
const unnoticed = await bystander(server)

let attackers: Member[]
let ann: Member
let mallory: Somebody

before(async () => {
  const people = await Promise.all(Array.from({ length: ATTACKERS }, (_, count) => person(server, `Mallory ${count}`)))
  mallory = people[0]!
  const memberIds = people.slice(1).map(({ user }) => user.id)
  const { id } = await done(server, mallory, 'room:create', { kind: 'closed', name: 'Long letters', memberIds })
  await Promise.all(people.slice(1).map((one) => done(server, one, 'room:accept', { roomId: id })))
  attackers = await Promise.all(people.map((one) => online(server, one)))
  await Promise.all(
    Array.from({ length: MESSAGES }, async () => accepted(await attackers[0]!.run('message:send', draft(id, LONGEST)))),
  )
  ann = await online(server, await person(server, 'Ann'))
  await ann.say('a tapir')
})
after(() => [ann, ...attackers].forEach((member) => member.leave()))

const lookForTapir = async () => {
  const { hits } = accepted(await ann.run('search', { query: 'tapir' }))
  assert.equal(hits.length, 1)
}

test('[F25] a user with a quick question is answered before users with slow ones, however many', () =>
  unnoticed(async () => {
    const answered: string[] = []
    const slow = attackers.flatMap((attacker) =>
      Array.from({ length: 4 }, async () => {
        accepted(await attacker.run('search', { query: SLOW }))
        answered.push('slow')
      }),
    )
    // They are under way when a command that was given after them is answered.
    await Promise.all(attackers.map((attacker) => attacker.run('room:read', { roomId: 'lobby', seq: 1 })))
    await lookForTapir()
    answered.push('quick')
    await Promise.all(slow)
    assert.ok(answered.indexOf('quick') <= 2, answered.join(' '))
  }))

test('[F25] … and waits no longer than beside searches as people ask them, while long letters are posted, too', async () => {
  const waitsBeside = async (query: string, body: string) => {
    let isOver = false
    const others = attackers.map(async (attacker) => {
      while (!isOver) {
        const asked = Array.from({ length: 4 }, () => attacker.run('search', { query }))
        await Promise.all([...asked, attacker.run('message:send', draft('lobby', body))])
      }
    })
    const waits: number[] = []
    for (let count = 0; count < 15; count++) {
      const began = performance.now()
      await lookForTapir()
      waits.push(performance.now() - began)
    }
    isOver = true
    await Promise.all(others)
    return waits.toSorted((a, b) => a - b)[7]!
  }
  const control = await waitsBeside('letters', 'a few words')
  const waited = await waitsBeside(SLOW, LONG_LETTER.repeat(1_000))
  // In one line with them it would be twelve searches of some hundred milliseconds.
  assert.ok(waited < 10 * control + 25, `${waited.toFixed(0)} ms, control ${control.toFixed(0)} ms`)
})

test('[F26] a page ends after so many characters, and the pages hold what they should', async () => {
  const pagesOf = async (query: string) => {
    const pages: number[] = []
    let after: string | undefined
    do {
      const page = await done(server, mallory, 'search', { query, after, limit: 50 })
      pages.push(page.hits.length)
      after = page.next
    } while (after !== undefined)
    return pages
  }
  const none = await pagesOf(`in:"Long letters" ${SLOW}`)
  assert.ok(none.length >= 5 && none.every((hits) => hits === 0), none.join())
  const all = await pagesOf('in:"Long letters" عليه')
  assert.equal(
    all.reduce((sum, hits) => sum + hits, 0),
    MESSAGES,
  )
})

test('[F23] the longest and the most crowded queries are answered or refused at once', () =>
  unnoticed(async () => {
    const [attacker] = attackers
    const queries = {
      'long letters': LONG_LETTER.repeat(500),
      'thirty single characters': Array.from({ length: 30 }, (_, place) => String.fromCharCode(0x0621 + place)).join(
        ' ',
      ),
      'thirty pairs': Array.from({ length: 30 }, (_, place) => `${'qzxjkvwy'.charAt(place % 8)}${place}`).join(' '),
      'thirty to leave out': Array.from({ length: 30 }, (_, place) => `-${place}`).join(' '),
      quotes: '"'.repeat(500),
      'one phrase of everything': `"${Array.from({ length: 490 }, (_, place) => String.fromCodePoint(0x4e00 + place)).join('')}"`,
      marks: `a${'\u0301\u0316'.repeat(240)}`,
      'ten names': Array.from({ length: 10 }, (_, place) => `from:a${place}`).join(' '),
    }
    await Promise.all(
      Object.entries(queries).map(async ([what, query]) => {
        const result = await attacker!.run('search', { query })
        assert.ok(result.ok || result.error.code === 'bad_request', what)
      }),
    )
    for (const query of [LONG_LETTER.repeat(3_300), '"'.repeat(10_000), 'a '.repeat(5_000)])
      assert.equal(refused(await attacker!.run('search', { query })).code, 'bad_request')
  }))
