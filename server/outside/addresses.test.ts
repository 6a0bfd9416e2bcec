import assert from 'node:assert/strict'
import { networkInterfaces } from 'node:os'
import { describe, test } from 'node:test'
import { isPublic } from './addresses.ts'
import { AllowedHosts, readAllowedHost } from './allowed-hosts.ts'
import { findAddresses, readDestination } from './destination.ts'
import { NotFetched, type Why } from './not-fetched.ts'

const NONE = new AllowedHosts([])

/** The end of an address that is no name. Nothing is connected to, and no name server asked. */
async function fate(address: string, { onlyHttps = false, allowed = NONE } = {}): Promise<Why | string[]> {
  try {
    return await findAddresses(readDestination(address, { onlyHttps, allowed }), allowed, ['127.0.0.1:9'])
  } catch (error) {
    assert.ok(error instanceof NotFetched, String(error))
    return error.why
  }
}

// Networks by the registries of special-purpose addresses of IANA, each with its first, a middle and its last address.
const NOT_PUBLIC: Record<string, string[]> = {
  'this network': ['0.0.0.0', '0.0.0.1', '0.255.255.255'],
  private: [
    '10.0.0.0',
    '10.0.0.1',
    '10.255.255.255',
    '172.16.0.0',
    '172.20.1.1',
    '172.31.255.255',
    '192.168.0.0',
    '192.168.1.1',
    '192.168.255.255',
  ],
  'shared by providers (CGNAT)': ['100.64.0.0', '100.64.0.1', '100.100.100.200', '100.127.255.255'],
  loopback: ['127.0.0.0', '127.0.0.1', '127.0.0.53', '127.1.2.3', '127.255.255.255'],
  'link-local': ['169.254.0.0', '169.254.1.1', '169.254.255.255'],
  'metadata of clouds': [
    '169.254.169.254',
    '169.254.170.2',
    '169.254.169.253',
    '100.100.100.200',
    '168.63.129.16',
    '192.0.0.192',
  ],
  'protocol assignments': ['192.0.0.0', '192.0.0.8', '192.0.0.170', '192.0.0.255'],
  documentation: ['192.0.2.0', '192.0.2.1', '198.51.100.7', '203.0.113.9', '203.0.113.255'],
  'AS112, AMT, 6to4 relays': ['192.31.196.1', '192.52.193.1', '192.175.48.1', '192.88.99.1'],
  benchmarking: ['198.18.0.0', '198.18.0.1', '198.19.255.255'],
  multicast: ['224.0.0.0', '224.0.0.1', '232.1.1.1', '239.255.255.250', '239.255.255.255'],
  'reserved, broadcast': ['240.0.0.0', '240.0.0.1', '250.1.2.3', '255.255.255.254', '255.255.255.255'],
  'IPv6 unspecified, loopback': ['::', '::1'],
  'IPv4-compatible': ['::127.0.0.1', '::10.0.0.1', '::169.254.169.254', '::8.8.8.8', '::7f00:1'],
  'IPv4-mapped': [
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:169.254.169.254',
    '::ffff:7f00:1',
    '::ffff:0:0',
    '::ffff:8.8.8.8',
    '0:0:0:0:0:ffff:c0a8:101',
  ],
  'IPv4-translated': ['::ffff:0:127.0.0.1', '::ffff:0:7f00:1', '::ffff:0:8.8.8.8'],
  NAT64: [
    '64:ff9b::',
    '64:ff9b::127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b::a00:1',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b::808:808',
  ],
  'NAT64 of the own network': ['64:ff9b:1::', '64:ff9b:1::7f00:1', '64:ff9b:1:ffff:ffff:ffff:ffff:ffff'],
  'discard-only': ['100::', '100::1', '100:0:0:1::1'],
  Teredo: ['2001::', '2001::1', '2001:0:7f00:1::', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
  'IETF protocol assignments': [
    '2001:1::1',
    '2001:1::2',
    '2001:2::1',
    '2001:3::1',
    '2001:4:112::1',
    '2001:10::1',
    '2001:20::1',
    '2001:30::1',
    '2001:1ff:ffff::',
  ],
  'IPv6 documentation': ['2001:db8::', '2001:db8::1', '2001:db8:ffff:ffff::1', '3fff::1', '3fff:fff:ffff::1'],
  '6to4': ['2002::', '2002:7f00:1::', '2002:7f00:1::1', '2002:a00:1::', '2002:a9fe:a9fe::', '2002:808:808::1'],
  'AS112 of IPv6': ['2620:4f:8000::1'],
  'segment routing, not given out': ['5f00::1', '4000::1', '8000::1', 'e000::1', '200::1', '1::1'],
  'unique local': ['fc00::', 'fc00::1', 'fd00::1', 'fd00:ec2::254', 'fd20:ce::254', 'fdff:ffff::1'],
  'IPv6 link-local': ['fe80::', 'fe80::1', 'fe80::a9fe:a9fe', 'febf:ffff::1'],
  'site-local': ['fec0::1', 'fec0:0:0:ffff::1', 'feff::1'],
  'IPv6 multicast': ['ff00::', 'ff01::1', 'ff02::1', 'ff02::fb', 'ff05::2', 'ff0e::1', 'ffff::1'],
  ISATAP: ['2a00:1450:4001:800:0:5efe:7f00:1', '2a00:1450:4001:800:200:5efe:a00:1'],
}

const PUBLIC = [
  '1.1.1.1',
  '8.8.8.8',
  '9.255.255.255',
  '11.0.0.0',
  '93.184.216.34',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
  '128.0.0.1',
  '169.253.255.255',
  '169.255.0.0',
  '172.15.255.255',
  '172.32.0.0',
  '192.0.1.0',
  '192.167.255.255',
  '192.169.0.0',
  '198.17.255.255',
  '198.20.0.0',
  '223.255.255.255',
  '2001:200::1',
  '2001:4860:4860::8888',
  '2003::1',
  '2400::1',
  '2606:4700:4700::1111',
  '2a00:1450:4001:800::200e',
  '2c0f::1',
  '3ffe::1',
]

// The same few places, as people have written them to get past a check.
const WRITTEN: Record<Why, string[]> = {
  not_allowed: [
    'http://127.1/',
    'http://127.0.1/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0x7f.1/',
    'http://0x7f.0.0.0x1/',
    'http://017700000001/',
    'http://0177.1/',
    'http://0177.0.0.1/',
    'http://00000177.0x0.00.01/',
    'http://0/',
    'http://0x0/',
    'http://00/',
    'http://127.0.0.1./',
    'http://2130706433./',
    'http://127。0。0。1/',
    'http://127.0.0.1/',
    'http://127。0.0.1。/',
    'http://①②⑦.⓪.⓪.①/',
    'http://１２７.０.０.１/',
    'http://0x7F000001/',
    'http://%31%32%37.0.0.1/',
    'http://127%2e0%2e0%2e1/',
    'http:127.0.0.1',
    'http:/127.0.0.1',
    'http:\\\\127.0.0.1\\x',
    'hTTp://127.0.0.1/',
    ' http://127.0.0.1 ',
    'ht\ntp://127.0.\t0.1/',
    'http://127.0.0.1:80/',
    'https://127.0.0.1:443/',
    'http://127.0.0.1?@example.org/',
    'http://127.0.0.1#@example.org/',
    'http://127.0.0.1\\@example.org/',
    'http://2852039166/',
    'http://0xA9FEA9FE/',
    'http://0251.0376.0251.0376/',
    'http://169.254.43518/',
    'http://169.16689662/',
    'http://10.1/',
    'http://012.1/',
    'http://0xc0a80101/',
    'http://192.168.257/',
    'http://3232235777/',
    'http://[::]/',
    'http://[0:0:0:0:0:0:0:1]/',
    'http://[0000:0000:0000:0000:0000:0000:0000:0001]/',
    'http://[::ffff:7F00:1]/',
    'http://[::FFFF:127.0.0.1]/',
    'http://[64:FF9B::127.0.0.1]/',
    'http://[fe80::1]:80/',
    'https://[fd00::1]/',
    // Public, at a port that is not for the web.
    'http://8.8.8.8:22/',
    'http://8.8.8.8:25/',
    'https://8.8.8.8:8443/',
    'http://8.8.8.8:81/',
    'http://8.8.8.8:6379/',
    'http://8.8.8.8:0/',
    'http://[2606:4700:4700::1111]:8080/',
  ],
  bad_address: [
    '',
    ' ',
    'http://',
    'http:///',
    'https://?',
    '//127.0.0.1/',
    '/etc/passwd',
    'example.org',
    'http://a b/',
    'http://256.256.256.256/',
    'http://1.2.3.4.5/',
    'http://0x100000000/',
    'http://[fe80::1%25eth0]/',
    'http://[fe80::1%eth0]/',
    'http://[::1%251]/',
    'http://[::1/',
    'http://::1/',
    'http://[127.0.0.1]/',
    'http://[::ffff:0x7f.1]/',
    'http://8.8.8.8:65536/',
    'http://8.8.8.8:-1/',
    'http://8.8.8.8:8o/',
    'http://user@8.8.8.8/',
    'http://user:word@8.8.8.8/',
    'http://:word@8.8.8.8/',
    'http://8.8.8.8@127.0.0.1/',
    'http://127.0.0.1%00.example.org/',
    'http://./',
    'http://../',
    'http://example.org../',
    'http://a%23b/',
    `http://8.8.8.8/${'x'.repeat(2_100)}`,
    `http://8.8.8.8/${'é'.repeat(800)}`,
  ],
  not_http: [
    'ftp://8.8.8.8/',
    'file:///etc/passwd',
    'file://8.8.8.8/x',
    'gopher://127.0.0.1:6379/_x',
    'dict://127.0.0.1:11211/',
    'ws://8.8.8.8/',
    'wss://8.8.8.8/',
    'data:text/html,x',
    'javascript:alert(1)',
    'blob:http://127.0.0.1/x',
    'about:blank',
    'mailto:a@example.org',
    'unix:/run/docker.sock',
    'http+unix://x/',
    'ldap://127.0.0.1/',
    'jar:http://8.8.8.8!/',
    'view-source:http://8.8.8.8/',
  ],
  unknown_host: [],
  unreachable: [],
  bad_answer: [],
  too_large: [],
  too_slow: [],
  too_many_redirects: [],
  busy: [],
  stopped: [],
}

const inUrl = (address: string) => `http://${address.includes(':') ? `[${address}]` : address}/`

describe('addresses', () => {
  test('[X1] no address is reached that is not known to be public', async () => {
    const all = Object.entries(NOT_PUBLIC).flatMap(([kind, list]) => list.map((address) => [kind, address] as const))
    for (const [kind, address] of all) {
      assert.equal(isPublic(address), false, `${kind}: ${address}`)
      assert.equal(await fate(inUrl(address)), 'not_allowed', `${kind}: ${address}`)
    }
    const written = Object.values(WRITTEN).flat()
    const count = new Set([...all.map(([, address]) => inUrl(address)), ...written]).size
    assert.ok(count >= 150, `${count} addresses`)
  })

  test('[X1] the neighbours of those networks are reached', async () => {
    for (const address of PUBLIC) {
      assert.equal(isPublic(address), true, address)
      assert.ok(Array.isArray(await fate(inUrl(address))), address)
    }
  })

  test('[X1] text that is no address is not public', () => {
    for (const text of [
      '',
      'localhost',
      '8.8.8',
      '0x8.8.8.8',
      '08.8.8.8',
      '8.8.8.8 ',
      '[::1]',
      'fe80::1%eth0',
      '2a00::1%1:1 ',
    ])
      assert.equal(isPublic(text), false, text)
  })

  test('[X2] an address counts by what it is, however it is written', async () => {
    for (const [why, addresses] of Object.entries(WRITTEN))
      for (const address of addresses) assert.equal(await fate(address), why, address)
  })

  test('[X1] an address of this machine is not reached, be it public, nor its neighbours of IPv6', () => {
    const own = ['93.184.216.34', '2a00:1450:4001:800::200e', 'fe80::1%eth0']
    for (const address of ['93.184.216.34', '2a00:1450:4001:800::200e', '2a00:1450:4001:800:1::'])
      assert.equal(isPublic(address, own), false, address)
    for (const address of ['93.184.216.35', '2a00:1450:4001:801::200e'])
      assert.equal(isPublic(address, own), true, address)
    const found = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
    assert.ok(found.length > 0)
    for (const { address } of found) assert.equal(isPublic(address), false, address)
  })
})

describe('hosts that the operator allows', () => {
  const allow = (...texts: string[]) => {
    const list = texts.map(readAllowedHost)
    return new AllowedHosts(list.map((host, at) => host ?? assert.fail(`no host: ${texts[at]}`)))
  }

  test('[X3] they are reached although they are private: at one port, or at every one', async () => {
    const allowed = allow('10.0.0.7:8080', '127.0.0.1', '[fd00::5]:80', '::1')
    for (const address of [
      'http://10.0.0.7:8080/x',
      'http://127.0.0.1/',
      'https://127.0.0.1:5000/',
      'http://0x7f.1:25/',
      'http://[fd00:0::5]/',
      'http://[0::1]:81/',
    ])
      assert.ok(Array.isArray(await fate(address, { allowed })), address)
    for (const address of [
      'http://10.0.0.7/',
      'https://10.0.0.7/',
      'http://10.0.0.8:8080/',
      'http://127.0.0.2/',
      'http://[fd00::5]:81/',
      'http://[::ffff:127.0.0.1]/',
    ])
      assert.equal(await fate(address, { allowed }), 'not_allowed', address)
  })

  test('[X3] where only https is taken, they are reached by plain http', async () => {
    const allowed = allow('127.0.0.1:4000')
    assert.ok(Array.isArray(await fate('http://127.0.0.1:4000/', { allowed, onlyHttps: true })))
    assert.equal(await fate('http://127.0.0.1:4001/', { allowed, onlyHttps: true }), 'not_http')
    assert.equal(await fate('http://8.8.8.8/', { allowed, onlyHttps: true }), 'not_http')
    assert.ok(Array.isArray(await fate('https://8.8.8.8/', { allowed, onlyHttps: true })))
  })

  test('[X3] a setting that is no host is noticed', () => {
    assert.deepEqual(readAllowedHost('Intranet.Example'), { host: 'intranet.example' })
    assert.deepEqual(readAllowedHost('hook:8080'), { host: 'hook', port: 8080 })
    assert.deepEqual(readAllowedHost('0x7f.1:80'), { host: '127.0.0.1', port: 80 })
    assert.deepEqual(readAllowedHost('[FD00::5]:443'), { host: 'fd00::5', port: 443 })
    for (const none of [
      '',
      ' ',
      ':80',
      'a:b',
      'a:0',
      'a:65536',
      'http://a',
      'a/b',
      'a/',
      'u@a',
      '*',
      'a?b',
      '[::1',
      '::1:x',
      'a b',
      '.',
    ])
      assert.equal(readAllowedHost(none), undefined, none)
  })
})
