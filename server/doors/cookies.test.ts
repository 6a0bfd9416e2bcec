import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { SessionCookies } from './cookies.ts'

const cookies = new SessionCookies('0a1b', '')
const HTTPS = true
const HTTP = false

describe('the session cookie', () => {
  test('[A24] over HTTPS only the name with the prefix counts, and over HTTP only the one without', () => {
    const both = 'earshot-0a1b=bare; __Host-earshot-0a1b=prefixed'
    assert.equal(cookies.read(both, HTTPS), 'prefixed')
    assert.equal(cookies.read('earshot-0a1b=bare', HTTPS), undefined)
    assert.equal(cookies.read('earshot=bare', HTTPS), undefined)
    assert.equal(cookies.read(both, HTTP), 'bare')
    assert.equal(cookies.read('__Host-earshot-0a1b=prefixed', HTTP), undefined)
    assert.match(
      cookies.set('', 'T', HTTPS).join(),
      /^__Host-earshot-0a1b=T; .*Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
    assert.match(
      cookies.set('', 'T', HTTP).join(),
      /^earshot-0a1b=T; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Lax$/,
    )
  })

  test('[A25] the cookies of two servers of one host are two', () => {
    const other = new SessionCookies('ffff', '')
    const sent = 'earshot-0a1b=mine; earshot-ffff=other'
    assert.deepEqual([cookies.read(sent, HTTP), other.read(sent, HTTP)], ['mine', 'other'])
    assert.deepEqual(
      cookies.forget(sent, HTTP).map((header) => header.split('=')[0]),
      ['earshot-0a1b'],
    )
  })

  test('[A26] a cookie of the former name signs in, gives way to the present one, and is left alone beside it', () => {
    assert.equal(cookies.read('earshot=former', HTTP), 'former')
    assert.equal(cookies.read('__Host-earshot=former', HTTPS), 'former')
    const renewed = cookies.set('earshot=former', 'former', HTTP)
    assert.match(renewed.join('\n'), /^earshot-0a1b=former; .*\nearshot=; Max-Age=0; Path=\/; /)
    const beside = 'earshot=another server’s; earshot-0a1b=mine'
    assert.equal(cookies.read(beside, HTTP), 'mine')
    assert.equal(cookies.set(beside, 'mine', HTTP).length, 1)
    assert.equal(cookies.forget(beside, HTTP).length, 1)
  })

  test('[A27] below a path of its own it is for that path, where its name allows that', () => {
    const below = new SessionCookies('0a1b', '/chat')
    assert.match(below.set('', 'T', HTTP).join(), /; Path=\/chat;/)
    assert.match(below.set('', 'T', HTTPS).join(), /; Path=\/;/)
    assert.match(below.forget('earshot=former', HTTP).join('\n'), /Path=\/chat;.*\nearshot=; .*Path=\/;/)
  })

  test('a damaged Cookie header has no token', () => {
    for (const header of [undefined, '', ';', '=', 'earshot-0a1b', 'earshot-0a1b ', '%=%', 'earshot-0a1b=\u0000'])
      assert.equal(cookies.read(header, HTTP) ?? '', '', JSON.stringify(header))
  })
})
