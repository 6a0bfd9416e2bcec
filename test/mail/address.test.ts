/** A person’s mail address: given, confirmed, changed, removed; and what a mail server may answer. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { describe, test } from 'node:test'
import { dumpFolder } from '../support/dump.ts'
import { inTime } from '../support/eventually.ts'
import { ask } from '../support/http.ts'
import { codeIn, type Mail, startMailServer, startWithMail } from '../support/mail.ts'
import { codeOf, done, guest, moderator, overHttp, owner, PASSWORD, person, type Somebody } from '../support/people.ts'
import { startServer } from '../support/server.ts'

const mail = await startMailServer()
const server = await startWithMail(mail, { args: ['--limits', 'off'] })
const olga = await owner(server)
const plain = await startServer()

const give = (who: Somebody, address: string, more: { language?: 'en' | 'ar' | 'de' } = {}) =>
  done(server, who, 'mail:give', { address, password: PASSWORD, ...more })
const confirm = (who: Somebody, letter: Mail) =>
  done(server, who, 'mail:confirm', { code: codeIn(letter, '/confirm-mail') })

async function withAddress(who: Somebody, address: string): Promise<void> {
  await give(who, address)
  await confirm(who, await mail.next(address))
}

describe('without a mail server', () => {
  test('[Y1] the page learns nothing of mail, and its commands are refused', async () => {
    const ann = await person(plain, 'Ann')
    const { text } = await ask<string>(plain, '/')
    assert.doesNotMatch(text, /hasMail/)
    assert.match((await ask<string>(server, '/')).text, /"hasMail":true/)
    for (const [name, payload] of [
      ['mail:get', {}],
      ['mail:give', { address: 'ann@example.org', password: PASSWORD }],
      ['mail:update', { weekly: true }],
      ['mail:confirm', { code: 'x' }],
      ['mail:remove', { password: PASSWORD }],
    ] as const) {
      const result = await overHttp(plain, ann.token, name, payload as never)
      assert.ok(!result.ok && result.error.reason === 'mail_off', name)
    }
  })
})

describe('an address', () => {
  test('[Y3] [Y25] counts once the link that was mailed there is opened by the person who gave it', async () => {
    const [ann, ben] = [await person(server, 'Ann'), await person(server, 'Ben')]
    assert.deepEqual(await done(server, ann, 'mail:get', {}), { missedAfter: 0, weekly: false })
    assert.equal((await give(ann, ' Ann@Example.org ')).wanted, 'Ann@Example.org')
    const letter = await mail.next('ann@example.org')
    assert.equal(letter.headers.get('from'), 'Book club <chat@example.org>')
    assert.equal(letter.headers.get('reply-to'), 'no-reply@example.org')
    assert.equal(letter.headers.get('auto-submitted'), 'auto-generated')
    assert.match(letter.headers.get('message-id')!, /^<m_[\w-]+@localhost>$/)
    // Anybody may have this address, so it is mailed nothing of the giver's choice.
    assert.doesNotMatch(letter.text + letter.html, /Hello|Ann\b/)
    assert.ok(letter.html.includes(`${server.url}/confirm-mail#${codeIn(letter, '/confirm-mail')}`))
    assert.doesNotMatch(letter.html, /<img|<link|<script|url\(/)

    // Another person with the link, and a made-up code, get the same no. The link still works.
    for (const [who, code] of [
      [ben, codeIn(letter, '/confirm-mail')],
      [ann, 'no-such-code'],
    ] as const) {
      const no = await overHttp(server, who.token, 'mail:confirm', { code })
      assert.ok(!no.ok && no.error.reason === 'mail_link_over')
    }
    const confirmed = { address: 'Ann@Example.org', missedAfter: 60, weekly: false }
    assert.deepEqual(await confirm(ann, letter), confirmed)
    assert.equal(
      codeOf(await overHttp(server, ann.token, 'mail:confirm', { code: codeIn(letter, '/confirm-mail') })),
      'forbidden',
    )
    assert.deepEqual(await done(server, ann, 'mail:get', {}), confirmed)
    assert.deepEqual(await done(server, ann, 'mail:update', { missedAfter: 15, weekly: true }), {
      ...confirmed,
      missedAfter: 15,
      weekly: true,
    })
  })

  test('[Y3] a new one waits beside the former, whose owner is told when it is replaced', async () => {
    const cid = await person(server, 'Cid')
    await withAddress(cid, 'cid@example.org')
    const waiting = await give(cid, 'cid@bücher.example', { language: 'de' })
    assert.deepEqual([waiting.address, waiting.wanted], ['cid@example.org', 'cid@bücher.example'])
    const letter = await mail.next('cid@bücher.example')
    assert.match(letter.raw, /^To: cid@xn--bcher-kva\.example\r$/m)
    assert.match(letter.headers.get('subject')!, /^Bestätige deine E-Mail-Adresse/)
    // A typing mistake is given anew: the former link ends.
    await give(cid, 'cid@other.example')
    const other = await mail.next('cid@other.example')
    assert.equal(
      codeOf(await overHttp(server, cid.token, 'mail:confirm', { code: codeIn(letter, '/confirm-mail') })),
      'forbidden',
    )
    assert.equal((await confirm(cid, other)).address, 'cid@other.example')
    const told = await mail.next('cid@example.org', 2)
    assert.match(told.text, /no longer come to this address|nicht mehr an diese/)
    assert.doesNotMatch(told.text, /Cid/)
    await done(server, cid, 'mail:remove', { password: PASSWORD })
    await mail.next('cid@other.example', 2)
    assert.deepEqual(await done(server, cid, 'mail:get', {}), { missedAfter: 0, weekly: false })
  })

  test('[Y4] it takes the password, a person and a whole address', async () => {
    const [dan, visitor] = [await person(server, 'Dan'), await guest(server)]
    const wrong = await overHttp(server, dan.token, 'mail:give', {
      address: 'dan@example.org',
      password: 'not my password',
    })
    assert.equal(codeOf(wrong), 'forbidden')
    assert.equal(codeOf(await overHttp(server, dan.token, 'mail:remove', { password: 'not my password' })), 'forbidden')
    const asGuest = await overHttp(server, visitor.token, 'mail:give', { address: 'v@example.org', password: PASSWORD })
    assert.equal(codeOf(asGuest), 'forbidden')
    for (const address of ['dan', 'dan@example.org\r\nBcc: all@example.org', `${'d'.repeat(300)}@example.org`]) {
      const no = await overHttp(server, dan.token, 'mail:give', { address, password: PASSWORD })
      assert.ok(!no.ok && no.error.reason === 'address_wrong', address.slice(0, 40))
    }
    assert.deepEqual(mail.to('dan@example.org'), [])
  })

  test('[Y5] nobody else sees it, and it is in no log', async () => {
    const eva = await person(server, 'Eva')
    await withAddress(eva, 'eva.secret@example.org')
    const mod = await moderator(server, olga, 'Mod')
    const seen = [
      await done(server, mod, 'people:list', {}),
      await done(server, olga, 'user:profile', { userId: eva.user.id }),
      await done(server, olga, 'people:find', { query: 'Eva' }),
      await done(server, olga, 'room:members', { roomId: 'lobby' }),
      await done(server, olga, 'audit:list', {}),
      (await ask<string>(server, '/metrics')).text,
      server.stdout + server.stderr,
    ]
    assert.doesNotMatch(JSON.stringify(seen), /eva\.secret/)
  })

  test('[Y6] leaving and a ban take it away, with the mails that wait', async () => {
    for (const [name, act] of [
      ['Leo', (leo: Somebody) => done(server, leo, 'user:leave', { messages: 'keep', password: PASSWORD })],
      [
        'Bad',
        ({ user }: Somebody) => done(server, olga, 'user:ban', { userId: user.id, reason: 'Spam', address: false }),
      ],
    ] as const) {
      const who = await person(server, name)
      await withAddress(who, `${name}.gone@example.org`)
      await act(who)
      assert.doesNotMatch(JSON.stringify(dumpFolder(server.dataDir)), new RegExp(`${name}.gone@`))
    }
  })
})

test('[Y27] a mail server that takes a mail and never answers does not hold up the end', async () => {
  const deaf = createServer().listen(0, '127.0.0.1')
  const called = new Promise<void>((resolve) => deaf.once('connection', () => resolve()))
  await once(deaf, 'listening')
  const { port } = deaf.address() as AddressInfo
  const own = await startWithMail({ url: `smtp://127.0.0.1:${port}` })
  const ann = await person(own, 'Ann')
  await done(own, ann, 'mail:give', { address: 'ann@example.org', password: PASSWORD })
  await inTime('the mail server is called', called)
  const { code } = await inTime('the end', own.stop(), 8_000)
  assert.equal(code, 0)
  assert.doesNotMatch(own.stdout + own.stderr, /"level":"error"| ERROR/)
  deaf.close()
})
