/** Texts made to take long to read: users beside them are answered as beside any other text of that length. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { bystander } from '../support/bystander.ts'
import { draft, online, person } from '../support/people.ts'
import { startServer } from '../support/server.ts'
import { accepted, type Member } from '../support/sockets.ts'

const MOST = 16_384
const ATTACKERS = 3

const long = (part: string, before = '') => (before + part.repeat(MOST)).slice(0, MOST).trim()
/** The texts that took the server longest, once or in the search of worst-texts.test.ts. */
const WORST: Record<string, string> = {
  'backticks without an end': `@x${'`'.repeat(8_000)}${'a'.repeat(8_000)}`,
  'backticks of every length': long(Array.from({ length: 170 }, (_, length) => '`'.repeat(length + 1)).join(' @a ')),
  'an @ before everything': long('@'),
  'an @ before every word': long('@a '),
  'an @ before long texts without gaps': Buffer.from(long(`@${'字'.repeat(200)}\n`))
    .subarray(0, 16_380)
    .toString()
    .slice(0, -1),
  'an @ before letters that unfold': long(`@${'\ufdfa'.repeat(60)}\n`).slice(0, 5_000),
  'links that are none': long('[x](', '@a '),
  'links within links': long('![', '@a ').slice(0, 8_000) + '[a](b)'.repeat(1_390),
  addresses: long('a.', '@a '),
  'mail addresses': long('a@b.c ', '@a '),
  'lists in lists': long('- ', '@a\n\n'),
  'many items': long('- a\n', '@a\n\n'),
  'a table of a thousand columns':
    `@a\n\n${'|a'.repeat(2_000)}|\n${'|-'.repeat(2_000)}|\n${'|\n'.repeat(4_000)}`.trim(),
  'tables, one below the other': long(`${'|a'.repeat(60)}|\n${'|-'.repeat(60)}|\n${'|\n'.repeat(20)}\n`, '@a\n\n'),
  stars: long('*a_ ', '@a '),
}

const server = await startServer({ args: ['--limits', 'off'] })
after(() => server.stop())
const unnoticed = await bystander(server)

let ann: Member
let attackers: Member[]
before(async () => {
  ann = await online(server, await person(server, 'Ann'))
  const people = await Promise.all(Array.from({ length: ATTACKERS }, (_, count) => person(server, `Mallory ${count}`)))
  attackers = await Promise.all(people.map((one) => online(server, one)))
})
after(() => [ann, ...attackers].forEach((member) => member.leave()))

/** The median time in which Ann is answered, in ms, while the others send that text and change it back and forth. */
async function waitsBeside(body: string): Promise<number> {
  let isOver = false
  const others = attackers.map(async (attacker) => {
    while (!isOver) {
      const sent = await Promise.all(
        Array.from({ length: 2 }, () => attacker.run('message:send', draft('lobby', body))),
      )
      const { seq } = accepted(sent[0]!)
      accepted(await attacker.run('message:edit', { roomId: 'lobby', seq, body: `${body.slice(0, -2)}.` }))
    }
  })
  const waits: number[] = []
  for (let count = 0; count < 9; count++) {
    const began = performance.now()
    accepted(await ann.run('message:send', draft('lobby', 'a few words')))
    waits.push(performance.now() - began)
  }
  isOver = true
  await Promise.all(others)
  return waits.toSorted((one, other) => one - other)[4]!
}

test('[W176] no one waits for texts that are made to take long to read', (context) =>
  unnoticed(async () => {
    for (const [what, body] of Object.entries(WORST)) {
      // Other work of the machine comes and goes: a text that takes long does so each time.
      for (let attempt = 1; ; attempt++) {
        const control = await waitsBeside('word '.repeat(MOST / 5))
        const waited = await waitsBeside(body)
        const found = `${what}: ${waited.toFixed(0)} ms, control ${control.toFixed(0)} ms`
        context.diagnostic(found)
        // Six texts are before hers at most, of 10 ms each.
        if (waited < 4 * control + 60) break
        assert.ok(attempt < 3, found)
      }
    }
  }))
