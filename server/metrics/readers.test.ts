import assert from 'node:assert/strict'
import type { IncomingMessage } from 'node:http'
import { describe, test } from 'node:test'
import { whyNotRead } from './readers.ts'

type Asked = { from?: string; headers?: Record<string, string>; httpVersion?: string; proxies?: number; token?: string }

const mayRead = ({ from = '127.0.0.1', headers = {}, httpVersion = '1.1', proxies = 0, token }: Asked): boolean => {
  const request = { socket: { remoteAddress: from }, headers: { host: 'localhost:5050', ...headers }, httpVersion }
  return whyNotRead(request as unknown as IncomingMessage, { token, proxies }) === undefined
}
const through = (...addresses: string[]) => ({ 'x-forwarded-for': addresses.join(', ') })

describe('[M55] without a token', () => {
  test('only a connection from this machine may read', () => {
    for (const from of ['127.0.0.1', '127.0.1.1', '::1', '::ffff:127.0.0.1'])
      assert.equal(mayRead({ from }), true, from)
    for (const from of ['192.0.2.7', '10.0.0.1', '::ffff:192.0.2.7', '2001:db8::1', '::', '0.0.0.0', ''])
      assert.equal(mayRead({ from }), false, from)
  })

  test('a header of any proxy closes it, whatever the header says', () => {
    for (const header of [
      'x-forwarded-for',
      'x-forwarded-host',
      'x-forwarded-proto',
      'x-real-ip',
      'forwarded',
      'via',
    ]) {
      assert.equal(mayRead({ headers: { [header]: '127.0.0.1' } }), false, header)
    }
  })

  test('a proxy that says nothing is known by the name that it passes on, or by HTTP/1.0', () => {
    for (const host of ['localhost', 'localhost:80', '127.0.0.1:5050', '[::1]:5050'])
      assert.equal(mayRead({ headers: { host } }), true, host)
    for (const host of ['chat.example.org', 'localhost.example.org', '192.0.2.7', '', '127.0.0.1@evil.example', '%'])
      assert.equal(mayRead({ headers: { host } }), false, host)
    assert.equal(mayRead({ httpVersion: '1.0' }), false)
  })

  test('of a trusted proxy on this machine the forwarded address counts, and all addresses before it', () => {
    assert.equal(mayRead({ proxies: 1 }), true)
    for (const good of [through('127.0.0.1'), through('::1'), through('127.0.0.1', '127.0.0.1')])
      assert.equal(mayRead({ proxies: 1, headers: good }), true)
    for (const bad of [
      through('203.0.113.5'),
      through('127.0.0.1', '203.0.113.5'),
      through('203.0.113.5', '127.0.0.1'),
      through('localhost'),
      through(','),
      { 'x-real-ip': '127.0.0.1' },
    ])
      for (const proxies of [1, 2]) assert.equal(mayRead({ proxies, headers: bad }), false, JSON.stringify(bad))
    assert.equal(mayRead({ proxies: 1, from: '192.0.2.7', headers: through('127.0.0.1') }), false)
  })
})

describe('[M55] with a token', () => {
  const token = 'a-token-of-21-letters'
  const showing = (authorization: string, from: string) => mayRead({ token, from, headers: { authorization } })

  test('whoever shows it may read, from anywhere', () => {
    for (const from of ['127.0.0.1', '192.0.2.7']) {
      assert.equal(showing(`Bearer ${token}`, from), true)
      assert.equal(showing(`bearer  ${token}`, from), true)
      for (const wrong of [`Bearer ${token}x`, `Bearer ${token.slice(1)}`, 'Bearer', '', token, `Basic ${token}`])
        assert.equal(showing(wrong, from), false, wrong)
      assert.equal(mayRead({ token, from }), false)
    }
  })
})
