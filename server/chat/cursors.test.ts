import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Caller } from './caller.ts'
import { Cursors } from './cursors.ts'

const secret = randomBytes(32)
const cursors = new Cursors(secret)
const callerOf = (id: string): Caller => ({ user: { id, name: id, kind: 'guest' }, sessionId: `s_${id}`, network: '' })
const ann = callerOf('u_ann')
const refused = { code: 'bad_request' }

test('[A50] a cursor tells the end of a page, for one user and one list', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (place) => {
      const cursor = cursors.seal('search', ann, place)
      assert.match(cursor, /^[\w-]+$/)
      assert.equal(cursors.open('search', ann, cursor), place)
      // After a restart, or on another node, it is the same one.
      assert.equal(new Cursors(secret).seal('search', ann, place), cursor)
      for (const open of [
        () => cursors.open('search', callerOf('u_bob'), cursor),
        () => cursors.open('inbox:list', ann, cursor),
        () => cursors.open('room:members r_1', ann, cursors.seal('room:members r_2', ann, place)),
        () => new Cursors(randomBytes(32)).open('search', ann, cursor),
      ])
        assert.throws(open, refused)
    }),
  )
})

test('[A50] a changed, made-up or shortened cursor is a bad_request', () => {
  const cursor = cursors.seal('search', ann, '4711')
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  for (const [place] of Array.from(cursor).entries()) {
    for (const letter of letters) {
      const changed = cursor.slice(0, place) + letter + cursor.slice(place + 1)
      if (changed !== cursor) assert.throws(() => cursors.open('search', ann, changed), refused, changed)
    }
    assert.throws(() => cursors.open('search', ann, cursor.slice(0, place)), refused)
    assert.throws(() => cursors.open('search', ann, cursor.slice(place + 1)), refused)
  }
  for (const made of ['', '0', '4711', 'a'.repeat(1_000), `${cursor}A`, `${cursor}=`])
    assert.throws(() => cursors.open('search', ann, made), refused, made)
})

test('[A50] two places that follow each other have nothing in common', () => {
  const bytes = ['4711', '4712'].map((place) => Buffer.from(cursors.seal('search', ann, place), 'base64url'))
  const same = [...bytes[0]!].filter((byte, place) => byte === bytes[1]![place]).length
  assert.ok(same < bytes[0]!.length / 4, `${same} bytes of ${bytes[0]!.length}`)
  assert.notEqual(cursors.nameOf('audit:list', '1'), cursors.nameOf('audit:list', '2'))
})

test('[A50] a cursor does not show by its length how many there are', () => {
  const lengths = ['7', '99999', '100000', String(Number.MAX_SAFE_INTEGER)].map(
    (place) => cursors.seal('search', ann, place).length,
  )
  assert.equal(new Set(lengths).size, 1, lengths.join())
})
