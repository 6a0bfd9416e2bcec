/** Signing in by a mailed link, and a new password by one; and what strangers learn by asking. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { NewSession } from '../../protocol/models.ts'
import { eventually } from '../support/eventually.ts'
import { ask, bearer, json, type Refused } from '../support/http.ts'
import { codeIn, startMailServer, startWithMail } from '../support/mail.ts'
import { arrive, done, owner, PASSWORD, person, type Somebody } from '../support/people.ts'
import { startServer } from '../support/server.ts'
import { enter } from '../support/sockets.ts'

const mail = await startMailServer()
const server = await startWithMail(mail, { args: ['--limits', 'off'] })
const olga = await owner(server)
const strict = await startWithMail(mail)
const plain = await startServer()

async function withAddress(name: string, address: string): Promise<Somebody> {
  const who = await person(server, name)
  await done(server, who, 'mail:give', { address, password: PASSWORD })
  await done(server, who, 'mail:confirm', { code: codeIn(await mail.next(address), '/confirm-mail') })
  return who
}

const askFor = (what: 'sign-in' | 'password', to: string, at = server) =>
  ask<Refused>(at, `/api/mail/${what}`, json({ to }))
const isOver = async (token: string): Promise<boolean> =>
  (await ask(server, '/api/sessions', { headers: bearer(token) })).status === 401

describe('a sign-in link by mail', () => {
  test('[Y11] goes to the confirmed address of a name or an address, and signs in once', async () => {
    const ann = await withAddress('Ann', 'ann@example.org')
    assert.equal((await askFor('sign-in', ' ANN ')).status, 204)
    const letter = await mail.next('ann@example.org', 2)
    assert.equal(letter.headers.get('subject'), 'Sign in to Earshot')
    const code = codeIn(letter, '/sign-in')
    assert.equal((await ask(server, '/api/session/look', json({ code }))).status, 204)
    const back = await arrive(server, { code })
    assert.equal(back.user.id, ann.user.id)
    assert.equal((await ask(server, '/api/session', json({ code }))).status, 403)
    assert.equal(await isOver(ann.token), false, 'the other devices stay')

    // Within three minutes no other one is sent, whoever asks how often.
    for (const to of ['Ann', 'ANN@example.org', 'ann@EXAMPLE.org'])
      assert.equal((await askFor('sign-in', to)).status, 204)
    const ben = await withAddress('Ben', 'ben@example.org')
    await askFor('sign-in', 'BEN@Example.org')
    assert.match((await mail.next('ben@example.org', 2)).text, /Hello Ben/)
    assert.equal(mail.to('ann@example.org').length, 2)
    assert.ok(ben)
  })

  test('[Y12] a name without an address, an unknown one and a real one get the same answer, and only one gets a mail', async () => {
    await withAddress('Cid', 'cid@example.org')
    await person(server, 'Dot')
    const before = mail.mails.length
    const answers = await Promise.all(
      ['Cid', 'Dot', 'Nobody', 'nobody@example.org', 'Guest 1'].map((to) => askFor('password', to)),
    )
    const seen = answers.map(({ status, text, headers }) => [status, text, [...headers.keys()].toSorted().join()])
    assert.equal(new Set(seen.map(String)).size, 1)
    await mail.next('cid@example.org', 2)
    // The others were asked for at the same time, and are through by now.
    await withAddress('Last', 'last@example.org')
    assert.equal(mail.mails.length, before + 2)
  })

  test('[Y12] asking is limited for a network, and for each name or address, whether there is one or not', async () => {
    for (let count = 0; count < 3; count++) assert.equal((await askFor('sign-in', 'nobody', strict)).status, 204)
    const { status, body } = await askFor('sign-in', ' Nobody', strict)
    assert.deepEqual([status, body.error.reason], [429, 'mails_asked'])
    const others = []
    for (let count = 0; count < 8; count++) others.push((await askFor('sign-in', `nobody ${count}`, strict)).status)
    assert.deepEqual([others[0], others.at(-1)], [204, 429])
  })

  test('[Y1] nothing of it is there without a mail server', async () => {
    const { status, body } = await askFor('sign-in', 'Ann', plain)
    assert.deepEqual([status, body.error.reason], [403, 'mail_off'])
  })
})

describe('a sign-in link that was mailed to a former address', () => {
  test('[Y23] does not sign in once the address was replaced or removed', async () => {
    for (const [name, end] of [
      ['Ida', (ida: Somebody) => done(server, ida, 'mail:remove', { password: PASSWORD })],
      [
        'Jan',
        async (jan: Somebody) => {
          await done(server, jan, 'mail:give', { address: 'new@example.org', password: PASSWORD })
          const letter = await mail.next('new@example.org')
          await done(server, jan, 'mail:confirm', { code: codeIn(letter, '/confirm-mail') })
        },
      ],
    ] as const) {
      const who = await withAddress(name, `${name}@example.org`)
      await askFor('sign-in', name)
      const code = codeIn(await mail.next(`${name}@example.org`, 2), '/sign-in')
      assert.equal((await ask(server, '/api/session/look', json({ code }))).status, 204)
      await end(who)
      assert.equal((await ask(server, '/api/session', json({ code }))).status, 403, name)
    }
  })
})

describe('a lost password', () => {
  test('[Y13] a mailed link sets a new one, once, and signs out all other devices', async () => {
    const eva = await withAddress('Eva', 'eva@example.org')
    const desk = await enter(server.url, { token: eva.token })
    const closed = new Promise((resolve) => desk.socket.once('session:ended', resolve))
    await askFor('password', 'eva@example.org')
    const code = codeIn(await mail.next('eva@example.org', 2), '/new-password')
    assert.equal((await ask(server, '/api/password/look', json({ code }))).status, 204)
    const short = await ask<Refused>(server, '/api/password', json({ code, password: 'short' }))
    assert.equal(short.body.error.reason, 'password_short')
    const anew = await ask<NewSession>(server, '/api/password', json({ code, password: 'quite another one' }))
    assert.equal(anew.status, 201, anew.text)
    assert.equal(anew.body.user.id, eva.user.id)
    assert.deepEqual(await closed, { reason: 'password_changed' })
    assert.deepEqual([await isOver(eva.token), await isOver(anew.body.token)], [true, false])
    for (const path of ['/api/password', '/api/password/look']) {
      const again = await ask<Refused>(
        server,
        path,
        json(path.endsWith('look') ? { code } : { code, password: PASSWORD }),
      )
      assert.equal(again.body.error.reason, 'mail_link_over')
    }
    assert.equal((await ask(server, '/api/session', json({ name: 'Eva', password: PASSWORD }))).status, 401)
    await arrive(server, { name: 'Eva', password: 'quite another one' })
  })

  test('[Y13] changing or removing the address, another password and a ban end such links', async () => {
    for (const [name, end] of [
      ['Fay', (fay: Somebody) => done(server, fay, 'mail:remove', { password: PASSWORD })],
      [
        'Gil',
        (gil: Somebody) => done(server, gil, 'user:password', { current: PASSWORD, password: 'another one again' }),
      ],
      [
        'Hal',
        ({ user }: Somebody) => done(server, olga, 'user:ban', { userId: user.id, reason: 'Spam', address: false }),
      ],
    ] as const) {
      const who = await withAddress(name, `${name}@example.org`)
      await askFor('password', name)
      const code = codeIn(await mail.next(`${name}@example.org`, 2), '/new-password')
      await end(who)
      await eventually(async () => {
        const { body } = await ask<Refused>(server, '/api/password', json({ code, password: PASSWORD }))
        assert.equal(body.error.reason, 'mail_link_over', name)
      })
    }
  })
})
