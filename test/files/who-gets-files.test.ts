/** The users who get the bytes of a file, in each of its forms: one table. And how they are given. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { bearer } from '../support/http.ts'
import { done, draft, guest, limitedGuest, moderator, owner, person, type Somebody } from '../support/people.ts'
import { startServer } from '../support/server.ts'
import { upload as uploadTo } from '../support/uploads.ts'
import { aPicture } from '../support/pictures.ts'

const server = await startServer({ args: ['--limits', 'off'] })
after(() => server.stop())
const olga = await owner(server)
const [mod, ann, bob, cid, eve] = [
  await moderator(server, olga, 'Moderator'),
  await person(server, 'Ann'),
  await person(server, 'Bob'),
  await person(server, 'Cid'),
  await guest(server, 'Eve'),
]
const den = await done(server, ann, 'room:create', { kind: 'closed', name: 'Den' })
for (const member of [bob, cid]) {
  await done(server, ann, 'room:invite', { roomId: den.id, userId: member.user.id })
  await done(server, member, 'room:accept', { roomId: den.id })
}
const elsewhere = await limitedGuest(server, olga, 'lobby', 'Only in the lobby')

const FORMS = ['', '/view', '/thumbnail', '/poster']

const upload = (who: Somebody, bytes: Uint8Array, name = 'cat.png') => uploadTo(server, who, bytes, name)
const get = (who: Somebody | undefined, path: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/api/files/${path}`, { headers: { ...(who && bearer(who.token)), ...headers } })
async function statusOf(who: Somebody | undefined, path: string): Promise<number> {
  const response = await get(who, path)
  await response.arrayBuffer()
  return response.status
}
/** The forms that a user gets. Each refusal must be the same as for a file that does not exist. */
async function formsFor(who: Somebody | undefined, id: string): Promise<string[]> {
  const no = await statusOf(who, `f_${'x'.repeat(22)}`)
  assert.equal(no, who ? 404 : 401)
  const given: string[] = []
  for (const form of FORMS) {
    const status = await statusOf(who, id + form)
    if (status === 200) given.push(form)
    else assert.equal(status, no, `${who?.user.name ?? 'a stranger'} asks for ${form}`)
  }
  return given
}
async function send(who: Somebody, roomId: string): Promise<{ id: string; seq: number; forms: string[] }> {
  const id = await upload(who, aPicture())
  const forms = await formsFor(who, id)
  assert.deepEqual(await formsFor(olga, id), [], 'before it is sent it is its owner’s alone')
  const { seq } = await done(server, who, 'message:send', { ...draft(roomId, 'look'), files: [id] })
  return { id, seq, forms }
}

describe('who gets a file', () => {
  test('[U110] members do; former members, visitors, people of other rooms, strangers and banned people do not', async () => {
    const { id, forms } = await send(ann, den.id)
    assert.ok(forms.includes(''))
    const expect = async (allowed: Somebody[]) => {
      for (const who of [undefined, olga, mod, ann, bob, cid, eve, elsewhere])
        assert.deepEqual(
          await formsFor(who, id),
          who && allowed.includes(who) ? forms : [],
          who?.user.name ?? 'a stranger',
        )
    }
    await expect([ann, bob, cid])
    await done(server, ann, 'room:remove', { roomId: den.id, userId: cid.user.id })
    await expect([ann, bob])
    await done(server, bob, 'room:leave', { roomId: den.id })
    await expect([ann])
  })

  test('[U111] nobody does after the message is gone, and all do again after an undo', async () => {
    const first = await send(bob, 'lobby')
    assert.deepEqual(await formsFor(elsewhere, first.id), first.forms, 'it is their room')
    const { removalId } = await done(server, mod, 'user:removeMessages', { userId: bob.user.id, hours: 1 })
    for (const who of [bob, ann, mod, olga, elsewhere]) assert.deepEqual(await formsFor(who, first.id), [])
    await done(server, mod, 'removal:undo', { removalId })
    for (const who of [bob, ann, mod, elsewhere]) assert.deepEqual(await formsFor(who, first.id), first.forms)
    await done(server, bob, 'message:delete', { roomId: 'lobby', seq: first.seq })
    for (const who of [bob, ann, mod, olga]) assert.deepEqual(await formsFor(who, first.id), [])
    const gone = await done(server, ann, 'room:create', { kind: 'open', name: 'Soon gone' })
    const second = await send(ann, gone.id)
    assert.deepEqual(await formsFor(eve, second.id), second.forms, 'a visitor of an open room')
    await done(server, olga, 'room:delete', { roomId: gone.id, name: 'Soon gone' })
    for (const who of [ann, eve, olga]) assert.deepEqual(await formsFor(who, second.id), [])
  })

  test('[U112] a banned person does not, and neither does an ended session', async () => {
    const { id, forms } = await send(ann, 'lobby')
    assert.deepEqual(await formsFor(eve, id), forms)
    await done(server, mod, 'user:ban', { userId: eve.user.id, reason: '' })
    assert.equal(await statusOf(eve, id), 401, 'the ban ends the session')
    const fay = await guest(server, 'Fay')
    await done(server, fay, 'session:end', {})
    assert.equal(await statusOf(fay, id), 401)
  })
})

describe('how a file is given', () => {
  test('[U113] in ranges, once per browser, under its name, and with nothing that runs', async () => {
    const id = await upload(ann, Buffer.from('0123456789'), 'Grüße "1" .txt')
    const whole = await get(ann, id)
    const etag = whole.headers.get('etag')!
    assert.equal(await whole.text(), '0123456789')
    assert.equal(whole.headers.get('cache-control'), 'private, max-age=31536000, immutable')
    assert.equal(whole.headers.get('x-content-type-options'), 'nosniff')
    assert.match(whole.headers.get('content-security-policy')!, /^sandbox; default-src 'none'/)
    assert.match(whole.headers.get('content-disposition')!, /filename\*=UTF-8''Gr%C3%BC%C3%9Fe%20%221%22%20.txt/)
    const part = async (headers: Record<string, string>) => {
      const response = await get(ann, id, headers)
      return [response.status, await response.text(), response.headers.get('content-range')]
    }
    assert.deepEqual(await part({ range: 'bytes=2-4' }), [206, '234', 'bytes 2-4/10'])
    assert.deepEqual(await part({ range: 'bytes=-3' }), [206, '789', 'bytes 7-9/10'])
    assert.deepEqual(await part({ range: 'bytes=8-' }), [206, '89', 'bytes 8-9/10'])
    assert.deepEqual(await part({ range: 'bytes=2-4', 'if-range': etag }), [206, '234', 'bytes 2-4/10'])
    assert.deepEqual(await part({ range: 'bytes=2-4', 'if-range': '"another"' }), [200, '0123456789', null])
    assert.deepEqual(await part({ range: 'bytes=0-1,5-6' }), [200, '0123456789', null])
    assert.deepEqual(await part({ range: 'lines=1-2' }), [200, '0123456789', null])
    assert.deepEqual((await part({ range: 'bytes=10-' }))[0], 416)
    assert.deepEqual(await part({ 'if-none-match': etag }), [304, '', null])
    const head = await fetch(`${server.url}/api/files/${id}`, { method: 'HEAD', headers: bearer(ann.token) })
    assert.deepEqual([head.status, head.headers.get('content-length')], [200, '10'])
  })

  test('[U114] a reader who goes away in the middle takes nothing along', async () => {
    const id = await upload(ann, Buffer.alloc(30_000_000, 'x'))
    for (let reader = 0; reader < 100; reader++) {
      const abort = new AbortController()
      const response = await fetch(`${server.url}/api/files/${id}`, {
        headers: bearer(ann.token),
        signal: abort.signal,
      })
      assert.equal(response.status, 200)
      abort.abort()
    }
    assert.equal(await statusOf(ann, id), 200)
    assert.equal(server.stdout.includes('"bug"') || server.stderr.includes('a bug'), false)
  })

  test('[U113] slow and quick readers who read at once each get the bytes of their own file', async () => {
    const all = Array.from({ length: 4 }, () => randomBytes(6_000_000))
    const ids = await Promise.all(all.map((bytes) => upload(ann, bytes)))
    const readers = ids.flatMap((id, which) => [
      { id, which, isSlow: true },
      { id, which, isSlow: false },
    ])
    const right = readers.map(async ({ id, which, isSlow }) => {
      const pieces: Uint8Array[] = []
      for await (const piece of (await get(ann, id)).body!) {
        pieces.push(piece)
        if (isSlow) await sleep(1)
      }
      return Buffer.concat(pieces).equals(all[which]!)
    })
    assert.deepEqual(
      await Promise.all(right),
      readers.map(() => true),
    )
  })
})
