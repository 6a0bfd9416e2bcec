/** Mails of what a person missed, from the message to the unsubscribed reader. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { ask, json } from '../support/http.ts'
import { codeIn, startMailServer, startWithMail } from '../support/mail.ts'
import { done, draft, owner, PASSWORD, person } from '../support/people.ts'
import { ROOT } from '../support/root.ts'

const AHEAD = `--import ${join(ROOT, 'test/support/clock-ahead.ts')}`
/** The same chat, so many hours later. */
const later = (hours: number) => ({ NODE_OPTIONS: AHEAD, CLOCK_AHEAD_MS: String(hours * 3_600_000) })

test('[Y14] [Y16] [Y17] what was missed is mailed, in one thread, until its reader stops that by one click', async () => {
  const mail = await startMailServer()
  const first = await startWithMail(mail, { args: ['--limits', 'off'] })
  const olga = await owner(first, 'Olga <b>')
  const ann = await person(first, 'Ann')
  await done(first, ann, 'mail:give', { address: 'ann@example.org', password: PASSWORD })
  await done(first, ann, 'mail:confirm', { code: codeIn(await mail.next('ann@example.org'), '/confirm-mail') })
  const room = await done(first, olga, 'room:create', {
    kind: 'closed',
    name: 'Böok\u00a0club',
    memberIds: [ann.user.id],
  })
  const { id, slug } = room
  await done(first, ann, 'room:accept', { roomId: id })
  const evil = '@Ann <img src="https://evil.example/x.png"> **now**\n\n![p](https://evil.example/y.png)'
  const { seq } = await done(first, olga, 'message:send', draft(id, evil))
  await done(first, olga, 'message:send', draft(id, 'not for her'))
  await first.stop()

  const second = await startWithMail(mail, { dataDir: first.dataDir, env: later(2) })
  const letter = await mail.next('ann@example.org', 2)
  assert.equal(letter.headers.get('subject'), 'Mentions and replies in Böok club')
  assert.match(letter.text, /Olga <b>, /)
  assert.match(letter.text, /> @Ann <img src="https:\/\/evil\.example\/x\.png"> now/)
  assert.doesNotMatch(letter.text, /not for her/)
  assert.ok(letter.text.includes(`${second.url}/${slug}/${seq}`))
  assert.match(letter.html, /<bdi>Olga &lt;b&gt;<\/bdi>/)
  assert.doesNotMatch(letter.html, /<img|src="?http/)
  assert.equal(letter.headers.get('list-unsubscribe-post'), 'List-Unsubscribe=One-Click')
  assert.equal(letter.headers.has('in-reply-to'), false)
  assert.doesNotMatch(second.stdout + second.stderr, /ann@example/)

  // The next one of the room, two hours later, belongs to it.
  await done(second, olga, 'message:send', draft(id, '@Ann are you there?'))
  await second.stop()
  const third = await startWithMail(mail, { dataDir: first.dataDir, env: later(5) })
  await done(third, ann, 'room:read', { roomId: id, seq })
  const next = await mail.next('ann@example.org', 3)
  assert.equal(next.headers.get('subject'), letter.headers.get('subject'))
  assert.equal(next.headers.get('in-reply-to'), letter.headers.get('message-id'))
  assert.equal(next.headers.get('references'), letter.headers.get('message-id'))
  assert.notEqual(next.headers.get('message-id'), letter.headers.get('message-id'))
  assert.match(next.text, /are you there/)
  assert.doesNotMatch(next.text, /evil/)

  // Programs look at links. Only a POST stops the mails.
  const link = new URL(/^<(.*)>$/.exec(next.headers.get('list-unsubscribe')!)![1]!)
  const path = link.pathname + link.search
  const opened = await ask<string>(third, path, { headers: { 'accept-language': 'de-AT,de;q=0.9' } })
  assert.deepEqual([opened.status, /lang="de"/.test(opened.text)], [200, true])
  assert.equal((await done(third, ann, 'mail:get', {})).missedAfter, 60)
  const forged = path.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
  const click = {
    method: 'POST',
    body: 'List-Unsubscribe=One-Click',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  }
  assert.equal((await ask(third, forged.replace('missed', 'weekly'), click)).status, 400)
  assert.equal((await done(third, ann, 'mail:get', {})).missedAfter, 60)
  assert.equal((await ask(third, path, click)).status, 200)
  assert.equal((await done(third, ann, 'mail:get', {})).missedAfter, 0)
  assert.equal((await ask(third, '/api/mail/sign-in', json({ to: 'x' }))).status, 204)
})
