/** The mail server answers, refuses, encrypts or is away. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startMailServer } from '../../test/support/mail.ts'
import type { MailConfig } from './config.ts'
import { layOut } from './layout.ts'
import { openTransport } from './transport.ts'

const FROM = { name: 'Bücher, "Club"', address: 'chat@example.org' }
const letter = {
  id: 'm_1',
  to: 'ann@example.org',
  subject: 'Hello',
  text: 'Hello Ann',
  html: '<p>Hello Ann</p>',
}

function transportTo(port: number, more: Partial<MailConfig> = {}) {
  const config: MailConfig = { host: '127.0.0.1', port, tls: 'when-offered', login: undefined, from: FROM, ...more }
  return openTransport(config, 'chat.example')
}

test('[Y7] what the mail server says decides what becomes of a mail', async () => {
  const mail = await startMailServer()
  const send = async () => (await transportTo(mail.port).send(letter)).kind
  assert.equal(await send(), 'sent')
  for (const [code, text, outcome] of [
    [550, '5.1.1 No such user', 'bounced'],
    [552, 'Mailbox full for ever', 'bounced'],
    [550, '5.7.1 Relaying denied', 'delayed'],
    [451, '4.2.1 Try again later', 'delayed'],
  ] as const) {
    mail.answer = () => ({ code, text })
    assert.equal(await send(), outcome, text)
  }
  mail.answer = undefined
  mail.answerToData = { code: 554, text: 'This looks like spam' }
  assert.equal(await send(), 'refused')
  mail.answerToData = { code: 550, text: '5.7.1 Content policy' }
  assert.deepEqual(await transportTo(mail.port).send(letter), {
    kind: 'delayed',
    isDown: false,
    because: 'EMESSAGE DATA 550',
  })
  mail.answerToData = { code: 452, text: 'Disk full' }
  assert.deepEqual(await transportTo(mail.port).send(letter), {
    kind: 'delayed',
    isDown: false,
    because: 'EMESSAGE DATA 452',
  })
  await mail.stop()
  const away = await transportTo(mail.port).send(letter)
  assert.ok(away.kind === 'delayed' && away.isDown)
  assert.doesNotMatch(JSON.stringify(away), /ann@/)
})

test('[Y2] no name, subject or text adds a header, and a mail goes to one address', async () => {
  const mail = await startMailServer()
  const evil = 'Ann\r\nBcc: all@example.org\r\n\r\n<b>x</b>\u2028\u0000"'
  await transportTo(mail.port).send({
    ...letter,
    subject: evil,
    text: `${evil}\r\n.\r\nMAIL FROM:<x>`,
    unsubscribe: 'https://chat.example/stop?t=1',
  })
  const [got] = mail.mails
  assert.equal(mail.asked.length, 1)
  assert.equal(got!.headers.has('bcc'), false)
  assert.equal(got!.headers.get('subject'), 'Ann Bcc: all@example.org <b>x</b> "')
  assert.ok(got!.text.endsWith('.\nMAIL FROM:<x>'))
  assert.equal(got!.headers.get('list-unsubscribe'), '<https://chat.example/stop?t=1>')
  assert.equal(got!.headers.get('list-unsubscribe-post'), 'List-Unsubscribe=One-Click')
  const { kind } = await transportTo(mail.port).send({ ...letter, to: 'ann@example.org, ben@example.org' })
  assert.deepEqual([kind, mail.asked.length], ['bounced', 1])
})

test('[Y8] encrypts where the server can, and gives no password to one that cannot', async () => {
  const login = { user: 'chat', password: 'secret' }
  const open = await startMailServer()
  const refused = await transportTo(open.port, { tls: 'required', login }).send(letter)
  assert.equal(refused.kind, 'delayed')
  assert.equal(open.mails.length, 0)

  const users: (string | undefined)[] = []
  const starttls = await startMailServer({
    disabledCommands: [],
    onAuth: ({ username, password }, _session, callback) => {
      users.push(username)
      callback(null, password === login.password ? { user: username } : {})
    },
  })
  assert.equal((await transportTo(starttls.port).send(letter)).kind, 'sent')
  assert.equal(starttls.mails[0]!.isEncrypted, true)
  // Its certificate is of nobody: with a password that is not enough.
  assert.equal((await transportTo(starttls.port, { tls: 'required', login }).send(letter)).kind, 'delayed')
  assert.deepEqual(users, [])
  assert.equal((await transportTo(starttls.port, { tls: 'off' }).send(letter)).kind, 'sent')
  assert.equal(starttls.mails[1]!.isEncrypted, false)
})

test('[Y2] HTML shows every text as it is, and loads nothing', () => {
  const words = `<img src=x onerror=alert(1)>&"'\n</blockquote>`
  const { html, text } = layOut({ dir: 'ltr' }, 'en', [
    { says: words },
    { quote: [{ by: words, at: 'now', words, url: 'https://chat.example/"><b>' }] },
    { small: words },
  ])
  assert.doesNotMatch(html, /<img|onerror=alert\(1\)>|"><b>/)
  assert.equal(html.split('</blockquote>').length, 2)
  assert.ok(text.includes(words))
})
