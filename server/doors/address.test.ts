import assert from 'node:assert/strict'
import type { IncomingMessage } from 'node:http'
import { describe, test } from 'node:test'
import { clientNetwork, networkOf } from './address.ts'

const request = (remoteAddress: string, forwarded?: string) =>
  ({
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    socket: { remoteAddress },
  }) as unknown as IncomingMessage

describe('where a request comes from', () => {
  test('[L5] IPv6 counts by its /64, IPv4 by its address', () => {
    assert.equal(networkOf('192.0.2.7'), '192.0.2.7')
    assert.equal(networkOf('::ffff:192.0.2.7'), '192.0.2.7')
    assert.equal(networkOf('::ffff:c000:207'), '192.0.2.7')
    assert.equal(networkOf('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2')
    assert.equal(networkOf('2001:0DB8:1:2::9'), networkOf('2001:db8:1:2:ffff::1'))
    assert.notEqual(networkOf('2001:db8:1:2::9'), networkOf('2001:db8:1:3::9'))
    assert.equal(networkOf('fe80::1%eth0'), 'fe80:0:0:0')
    assert.equal(networkOf('::1'), '0:0:0:0')
    assert.equal(networkOf('2001:db8::1.2.3.4'), '2001:db8:0:0')
  })

  test('[L6] headers are believed only of the proxies that we were told of', () => {
    assert.equal(clientNetwork(request('192.0.2.1', '203.0.113.9'), 0), '192.0.2.1')
    assert.equal(clientNetwork(request('192.0.2.1', '6.6.6.6, 203.0.113.9'), 1), '203.0.113.9')
    assert.equal(clientNetwork(request('192.0.2.1', '6.6.6.6, 203.0.113.9, 192.0.2.2'), 2), '203.0.113.9')
    assert.equal(clientNetwork(request('192.0.2.1'), 1), '192.0.2.1')
  })

  test('[L24] an address is known with its port, in brackets, and however it is written', () => {
    const from = (forwarded: string) => clientNetwork(request('192.0.2.1', forwarded), 1)
    for (const same of ['203.0.113.9', '203.0.113.9:5678', '::ffff:203.0.113.9', '[::ffff:203.0.113.9]:443'])
      assert.equal(from(same), '203.0.113.9', same)
    for (const same of ['2001:db8::1', '[2001:db8::1]', '[2001:db8::1]:443', '2001:DB8:0:0:ffff::', '[2001:0db8::%1]'])
      assert.equal(from(same), '2001:db8:0:0', same)
    // A text that is no address cannot make a network of its own.
    for (const none of [
      'unknown',
      '_hidden',
      '203.0.113.9.5',
      '0x7f.1',
      '203.0.113.9:',
      '[203.0.113.9',
      ':::',
      'x'.repeat(99),
    ])
      assert.equal(from(none), '192.0.2.1', none)
  })
})
