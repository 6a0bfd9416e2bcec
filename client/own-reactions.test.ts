import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Message } from '../protocol/models.ts'
import { OwnReactions } from './own-reactions.ts'

const few = { emoji: '👍', userIds: ['bob'] }
const many = { emoji: '👍', userIds: ['bob'], count: 60 }
const message = (seq: number, rev: number) => ({ seq, rev }) as Message
const event = (rev: number, on: boolean) => ({ roomId: 'lobby', seq: 1, rev, emoji: '👍', on })

describe('[M46] my reaction behind the first of many', () => {
  test('is known by a page, and by nothing else where the message names me or all', () => {
    const own = new OwnReactions()
    assert.equal(own.has(1, many, 'ann'), false)
    own.receive({ messages: [message(1, 7)], own: [{ seq: 1, emojis: ['👍'] }] })
    assert.equal(own.has(1, many, 'ann'), true)
    assert.equal(own.has(2, many, 'ann'), false)
    assert.equal(own.has(1, { ...many, emoji: '🎉' }, 'ann'), false)
    assert.equal(own.has(1, few, 'ann'), false)
    assert.equal(own.has(1, few, 'bob'), true)
    assert.equal(own.has(1, few, undefined), false)
  })

  test('follows what I do on any device, and no page from before takes that back', () => {
    const own = new OwnReactions()
    own.hear(event(8, true))
    own.receive({ messages: [message(1, 7)] })
    assert.equal(own.has(1, many, 'ann'), true)
    own.hear(event(9, false))
    assert.equal(own.has(1, many, 'ann'), false)
    own.receive({ messages: [message(1, 8)], own: [{ seq: 1, emojis: ['👍'] }] })
    assert.equal(own.has(1, many, 'ann'), false)
  })

  test('is forgotten when a later page does not tell of it', () => {
    const own = new OwnReactions()
    own.hear(event(8, true))
    own.receive({ messages: [message(1, 12)] })
    assert.equal(own.has(1, many, 'ann'), false)
  })
})
