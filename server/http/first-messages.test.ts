import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Message, RoomView } from '../../protocol/models.ts'
import { MOST_CHARACTERS, withFewMessages } from './first-messages.ts'
import { toScriptData } from './page.ts'

const message = (seq: number, body: string): Message => ({
  roomId: 'lobby',
  seq,
  rev: seq,
  clientId: `c${seq}`,
  author: { id: 'u_ann', name: 'Ann', kind: 'guest' },
  body,
  sentAt: '2026-01-01T00:00:00.000Z',
  reactions: [],
})
const few = (bodies: string[], around?: number) =>
  withFewMessages({ messages: bodies.map((body, at) => message(at + 11, body)), room: {} as RoomView }, around).messages
const seqs = (messages: Message[]) => messages.map(({ seq }) => seq)
const LONG = 'x'.repeat(16_384)

describe('[L25] the messages that a document is born with', () => {
  test('usual ones are all there', () => {
    const bodies = Array.from({ length: 50 }, (_, n) => `message ${n}`)
    assert.equal(few(bodies).length, 50)
    assert.equal(few(bodies, 30).length, 50)
    assert.deepEqual(few([]), [])
  })

  test('of long ones the newest are there, whole', () => {
    const shown = few(Array<string>(16).fill(LONG))
    assert.deepEqual(seqs(shown), [24, 25, 26])
    assert.ok(shown.every(({ body }) => body === LONG))
  })

  test('in the middle those on both sides of where the reader looks', () => {
    assert.deepEqual(seqs(few(Array<string>(16).fill(LONG), 18)), [17, 18, 19])
    assert.deepEqual(seqs(few(Array<string>(16).fill(LONG), 11)), [11, 12, 13])
    // For a message that no longer exists, its position counts.
    assert.ok(seqs(few(Array<string>(16).fill(LONG), 99)).includes(26))
    const uneven = ['a', 'b', LONG.repeat(3), 'd', 'e', LONG.repeat(3), 'g']
    const around = seqs(few(uneven, 15))
    assert.ok(around.includes(15) && around.every((seq, at) => at === 0 || seq === around[at - 1]! + 1), around.join())
  })

  test('signs that weigh more in a script are counted by their weight', () => {
    for (const sign of ['<', '\u0001', '"', '\\']) {
      const shown = few(Array<string>(16).fill(sign.repeat(8_000)))
      const weight = shown.reduce((sum, one) => sum + toScriptData(one).length, 0)
      assert.ok(shown.length > 0 && weight <= MOST_CHARACTERS, `${JSON.stringify(sign)}: ${weight}`)
    }
  })

  test('one that weighs more than all may is there all the same', () => {
    assert.deepEqual(seqs(few([LONG, '<'.repeat(16_384)])), [12])
    assert.deepEqual(seqs(few(['<'.repeat(16_384), 'small', LONG], 11)), [11])
  })
})
