import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mailboxKey, toMailbox } from './mailboxes.ts'

test('[Y2] an address is one mailbox with a host, in the form in which servers take it', () => {
  const good: [given: string, mailbox: string][] = [
    ['ann@example.org', 'ann@example.org'],
    ['  Ann.O’x'.replace('’', "'") + '+chat@Example.ORG ', "Ann.O'x+chat@example.org"],
    ['ann@bücher.example', 'ann@xn--bcher-kva.example'],
    ['ann@例え.テスト', 'ann@xn--r8jz45g.xn--zckzah'],
    [`${'a'.repeat(64)}@example.org`, `${'a'.repeat(64)}@example.org`],
  ]
  for (const [given, mailbox] of good) assert.equal(toMailbox(given), mailbox, given)
  assert.equal(mailboxKey('ANN@Bücher.Example'), 'ann@xn--bcher-kva.example')
})

test('[Y2] no other text is an address: nothing that could add a line, a second address or a name to a header', () => {
  const bad = [
    '',
    'ann',
    '@example.org',
    'ann@',
    'ann@localhost',
    'ann@127.0.0.1',
    'ann@[127.0.0.1]',
    'ann@example.org\r\nBcc: all@example.org',
    'ann@example.org\nBcc:x@example.org',
    'ann\r\n@example.org',
    'ann@exam\u0000ple.org',
    'ann@example.org,ben@example.org',
    'ann@example.org;ben@example.org',
    'ann@example.org ben@example.org',
    'Ann <ann@example.org>',
    '<ann@example.org>',
    '"ann bee"@example.org',
    '"ann\\"@x"@example.org',
    'ann(comment)@example.org',
    'ann@example.org/path',
    'ann@example.org?subject=x',
    'ann@example.org#x',
    'ann@user:password@example.org',
    'ann@@example.org',
    'änn@example.org',
    'ann@exa%6dple.org',
    'ann@-example.org',
    `${'a'.repeat(65)}@example.org`,
    `ann@${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.example`,
    `ann@${'x'.repeat(100_000)}.example`,
  ]
  for (const given of bad) assert.equal(toMailbox(given), undefined, given.slice(0, 80))
})
