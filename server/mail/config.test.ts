import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NotMail, readMail } from './config.ts'

const given = (from: string) => (text: string) => ({ from, text })
const [smtp, sender, publicUrl] = [given('SMTP_URL'), given('MAIL_FROM'), given('PUBLIC_URL')]
const read = (url: string, from = 'chat@example.org', address = 'https://chat.example.org') =>
  readMail(smtp(url), sender(from), publicUrl(address))
const complaint = (...settings: Parameters<typeof read>): string => {
  try {
    read(...settings)
  } catch (error) {
    if (error instanceof NotMail) return error.message
    throw error
  }
  return 'none'
}

test('[Y1] the address of a mail server says where it is, and how it is protected', () => {
  assert.equal(read('', ''), undefined)
  const from = { name: '', address: 'chat@example.org' }
  assert.deepEqual(read('smtp://mail.example'), {
    host: 'mail.example',
    port: 587,
    tls: 'when-offered',
    login: undefined,
    from,
  })
  assert.deepEqual(read('smtps://ann%40example.org:p%2Fw@mail.example'), {
    host: 'mail.example',
    port: 465,
    tls: 'implicit',
    login: { user: 'ann@example.org', password: 'p/w' },
    from,
  })
  // A password goes out encrypted, unless the operator says otherwise.
  assert.equal(read('smtp://ann:pw@mail.example:2525')?.tls, 'required')
  assert.equal(read('smtp://ann:pw@mail.example?tls=off')?.tls, 'off')
  assert.equal(read('smtp://mail.example?tls=required')?.tls, 'required')
  assert.deepEqual(read('smtp://[::1]:25')?.host, '::1')
  assert.deepEqual(read('smtp://mail.example', '"Bücher, Club" <chat@bücher.example>')?.from, {
    name: 'Bücher, Club',
    address: 'chat@xn--bcher-kva.example',
  })
})

test('[Y1] a bad setting is one line that names it, and repeats no password', () => {
  const bad = [
    'mail.example',
    'http://mail.example',
    'smtp://',
    'smtp://:secret@mail.example',
    'smtp://ann:secret@mail.example/path',
  ]
  for (const url of [
    ...bad,
    'smtp://ann:secret@mail.example?tls=maybe',
    'smtps://mail.example?tls=off',
    'smtp://%E0%A4%A:secret@mail.example',
    'smtp://mail.example?x=1',
    'smtp://mail.example#x',
  ]) {
    assert.match(complaint(url), /^SMTP_URL is no address of a mail server: /, url)
    assert.doesNotMatch(complaint(url), /secret/)
  }
  assert.match(complaint('smtp://mail.example', ''), /needs MAIL_FROM/)
  assert.match(complaint('smtp://mail.example', 'chat@example.org', ''), /needs PUBLIC_URL/)
  assert.match(complaint('', 'chat@example.org'), /^MAIL_FROM is for sending mails. Set SMTP_URL too/)
  for (const from of [
    'chat',
    'chat@example.org, x@example.org',
    'Chat\r\nBcc: x@example.org <chat@example.org>',
    'Chat <>',
  ])
    assert.match(complaint('smtp://mail.example', from), /^MAIL_FROM takes an address/, from)
})
