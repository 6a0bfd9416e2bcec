/** Packets made from the schemas of the commands: nearly right, in every wrong way. `FUZZ=long` throws more of them. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import type * as v from 'valibot'
import { commands } from '../../protocol/commands.ts'
import { ERROR_CODES } from '../../protocol/error-codes.ts'
import { CHAT } from '../../protocol/socket.ts'
import { bystander } from '../support/bystander.ts'
import { signIn, wholeHistory } from '../support/http.ts'
import { done, owner } from '../support/people.ts'
import { startServer } from '../support/server.ts'
import { type RawSocket, rawMember } from '../support/sockets.ts'

const PACKETS = process.env.FUZZ === 'long' ? 100_000 : 10_000
const SEED = Number(process.env.FUZZ_SEED ?? 5050)
const TOGETHER = 100

const server = await startServer({ args: ['--limits', 'off'] })
after(() => server.stop())

const anything = fc.anything({
  withNullPrototype: false,
  maxDepth: 3,
  key: fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toJSON', 'length')),
})
const hostileText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    ' ',
    '\0',
    '\ud800',
    '__proto__',
    "'; DROP TABLE messages; --",
    '\u202e',
    '../../etc/passwd',
    '%00',
    'lobby\n',
  ),
  fc.nat(30_000).map((length) => 'x'.repeat(length)),
)
const hostileNumber = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(0, -1, 1.5, 2 ** 53, -(2 ** 53), 1e308))

/** Values for a field: often as its schema asks, sometimes as a careless or a hostile client sends them. */
function valuesFor(name: string, schema: v.GenericSchema, roomId: string): fc.Arbitrary<unknown> {
  const { type, wrapped } = schema as { type: string; wrapped?: v.GenericSchema }
  if (type === 'optional' && wrapped) return fc.option(valuesFor(name, wrapped, roomId), { nil: undefined })
  const right =
    type === 'number'
      ? fc.integer({ min: 0, max: 300 })
      : name === 'roomId'
        ? fc.constant(roomId)
        : fc.string({ minLength: 1, maxLength: 60 })
  const nearly = type === 'number' ? hostileNumber : hostileText
  return fc.oneof({ weight: 6, arbitrary: right }, { weight: 2, arbitrary: nearly }, { weight: 1, arbitrary: anything })
}

function payloadsFor(entries: v.ObjectEntries, roomId: string): fc.Arbitrary<unknown> {
  const fields = Object.entries(entries).map(
    ([name, schema]) => [name, valuesFor(name, schema as v.GenericSchema, roomId)] as const,
  )
  const model: Record<string, fc.Arbitrary<unknown>> = Object.fromEntries(fields)
  return fc.oneof(
    { weight: 6, arbitrary: fc.record(model) },
    { weight: 2, arbitrary: fc.record(model, { requiredKeys: [] }) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.record(model), fc.dictionary(fc.string(), anything))
        .map(([payload, more]) => ({ ...payload, ...more })),
    },
    { weight: 1, arbitrary: anything },
  )
}

// Commands after a sign-out or a departure would test only that.
const { 'session:end': _end, 'session:endAll': _endAll, 'user:leave': _leave, ...lasting } = commands

type Order = { name: string; args: unknown[]; damage: number | undefined }

/** Packets of a user who mostly means this room. */
function packetsFor(roomId: string): fc.Arbitrary<Order> {
  const orders = fc.oneof(
    ...Object.entries(lasting).map(([name, { fields }]) =>
      fc.tuple(fc.constant(name), payloadsFor(fields.entries, roomId)),
    ),
    fc.tuple(fc.string(), anything),
  )
  return fc
    .tuple(orders, fc.array(anything, { maxLength: 2 }), fc.boolean(), fc.option(fc.nat(), { freq: 20 }))
    .map(([[name, payload], extra, isTalkative, damage]) => ({
      name,
      args: isTalkative ? [payload, ...extra] : [payload],
      damage: damage ?? undefined,
    }))
}

/** The frame as it goes out; a damaged one has lost a character somewhere. */
function frame({ name, args, damage }: Order, id: number): string {
  const text = `42${CHAT},${id}${JSON.stringify([name, ...args], (_key, value: unknown) => (typeof value === 'bigint' ? Number(value) : value))}`
  if (damage === undefined) return text
  const at = damage % text.length
  return text.slice(0, at) + text.slice(at + 1)
}

const unnoticed = await bystander(server)

const ofGuest = async () => ({ token: (await signIn(server, 'Mallory')).token, roomId: 'lobby' })
/** In a room of her own: her commands in the lobby would disturb the bystanders. */
const ofOwner = async () => {
  const boss = await owner(server, 'Mad Owner')
  return { token: boss.token, roomId: (await done(server, boss, 'room:create', { kind: 'open', name: 'Own' })).id }
}

for (const [who, arrive] of Object.entries({ 'a guest': ofGuest, 'an owner': ofOwner })) {
  test(`${PACKETS / 2} fuzzed packets of ${who} are each answered or cut off, and none of them is an internal error`, async () => {
    const { token, roomId } = await arrive()
    const sample = fc.sample(packetsFor(roomId), { seed: SEED, numRuns: PACKETS / 2 })
    let answered = 0
    let raw: RawSocket | undefined
    const raws: RawSocket[] = []

    await unnoticed(async () => {
      for (let start = 0; start < sample.length; start += TOGETHER) {
        const batch = sample.slice(start, start + TOGETHER)
        for (const [offset, order] of batch.entries()) {
          if (!raw?.isOpen) raws.push((raw = await rawMember(server.url, CHAT, { token })))
          raw.send(frame(order, start + offset))
          // A broken packet costs its sender the connection; the next one comes on a new one.
          if (order.damage !== undefined) await settled(raw)
        }
        if (raw?.isOpen) await settled(raw)
        for (const answer of raws.flatMap(({ frames }) => frames.splice(0))) {
          if (!answer.startsWith(`43${CHAT},`)) continue
          answered++
          const [result] = JSON.parse(answer.slice(answer.indexOf('['))) as [
            { ok: boolean; error?: { code: (typeof ERROR_CODES)[number] } },
          ]
          if (result.ok) continue
          assert.ok(result.error && ERROR_CODES.includes(result.error.code), answer)
          assert.notEqual(result.error.code, 'internal', `seed ${SEED}: ${answer}`)
        }
      }
    })
    raw?.close()
    assert.ok(answered > PACKETS / 4, `only ${answered} were answered`)

    const messages = await wholeHistory(server, token)
    assert.deepEqual(
      messages.map(({ seq }) => seq),
      messages.map((_, index) => index + 1),
      'seq is gapless',
    )
  })
}

/** Everything sent before has been dealt with: a question of our own is answered, or the connection is gone. */
async function settled(raw: RawSocket): Promise<void> {
  const id = 10_000_000 + Math.trunc(performance.now() * 1_000)
  raw.send(`42${CHAT},${id}["room:history",{"roomId":"lobby","limit":1}]`)
  await raw.frameOrEnd(`43${CHAT},${id}[`, 20_000)
}
