/** The look of a chat: its name, colour, emoji and picture, and what an invitation says before anyone joins. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Boot, InviteLook, Settings } from '../protocol/models.ts'
import { inTime } from './support/eventually.ts'
import { ask, json, type Refused } from './support/http.ts'
import { codeOf, done, guest, online, overHttp, owner } from './support/people.ts'
import { startServer } from './support/server.ts'

const server = await startServer({ args: ['--limits', 'off'] })
after(() => server.stop())
const olga = await owner(server)

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3])
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])
const WEBP = Buffer.from('RIFF\0\0\0\0WEBPVP8 ', 'latin1')
const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')

const bootOf = async (path: string): Promise<Boot> => {
  const html = await (await fetch(server.url + path)).text()
  return JSON.parse(/<script id="boot" type="application\/json">([^]*?)<\/script>/.exec(html)![1]!) as Boot
}

test('[M50] the chat’s own name and colour are heard at once, and are in the welcome and on every page', async () => {
  const ann = await guest(server, 'Ann')
  const listener = await online(server, ann)
  assert.equal((await bootOf('/')).chat, undefined)
  const heard = new Promise<Settings>((resolve) => listener.socket.once('settings:changed', resolve))
  await done(server, olga, 'settings:update', { name: '  Choir <of> all ', accent: '#1A7F5A', emoji: '🎵' })
  const chat = { name: 'Choir <of> all', accent: '#1a7f5a', emoji: '🎵' }
  assert.deepEqual((await inTime('settings', heard)).chat, chat)
  for (const path of ['/', '/invite', '/lobby']) assert.deepEqual((await bootOf(path)).chat, chat, path)
  const back = await online(server, ann)
  assert.deepEqual(back.welcome.settings.chat, chat)
  for (const device of [listener, back]) device.leave()

  for (const wrong of [
    { accent: 'red' },
    { accent: '#12345' },
    { emoji: 'ab' },
    { name: 'x'.repeat(51) },
    { name: '\u202e' },
  ])
    assert.equal(
      codeOf(await overHttp(server, olga.token, 'settings:update', wrong)),
      'bad_request',
      JSON.stringify(wrong),
    )
  await done(server, olga, 'settings:update', { name: '', accent: '', emoji: '' })
  assert.equal((await bootOf('/')).chat, undefined)
})

test('[M51] the first bytes of a picture decide its type, and it is served as such for good', async () => {
  const image = (bytes: Buffer) => ({ image: bytes.toString('base64') })
  const paths: string[] = []
  for (const [bytes, type] of [
    [PNG, 'image/png'],
    [JPEG, 'image/jpeg'],
    [WEBP, 'image/webp'],
  ] as const) {
    const { chat } = await done(server, olga, 'settings:picture', image(bytes))
    const path = `/picture/${chat!.picture!}`
    paths.push(path)
    const answer = await fetch(server.url + path)
    assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, type])
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
    assert.match(answer.headers.get('cache-control')!, /immutable/)
    assert.deepEqual(Buffer.from(await answer.arrayBuffer()), bytes)
  }
  assert.equal((await bootOf('/')).chat?.picture, paths.at(-1)!.split('/').at(-1))

  const biggest = Buffer.concat([PNG, Buffer.alloc(48_000 - PNG.length)])
  await done(server, olga, 'settings:picture', image(biggest))
  const tooBig = Buffer.concat([PNG, Buffer.alloc(48_001 - PNG.length)])
  for (const wrong of [
    image(SVG),
    image(tooBig),
    image(Buffer.from('GIF89a')),
    { image: 'data:image/png;base64,iVBO' },
  ]) {
    const refused = await overHttp(server, olga.token, 'settings:picture', wrong)
    assert.equal(refused.ok ? 'ok' : refused.error.reason, 'picture_unfit')
  }
  await done(server, olga, 'settings:picture', image(PNG))
  assert.equal((await fetch(server.url + paths[0]!)).status, 200)
  await done(server, olga, 'settings:picture', {})
  for (const path of [paths[0]!, `/picture/${'0'.repeat(64)}`])
    assert.equal((await fetch(server.url + path)).status, 404)
  assert.equal((await bootOf('/')).chat, undefined)
})

test('[P66] an invitation names chat, room and maker before anything is typed; one that is over says so', async () => {
  await done(server, olga, 'settings:update', { name: 'Choir' })
  const room = await done(server, olga, 'room:create', { kind: 'closed', name: 'Altos' })
  const { code, id } = await done(server, olga, 'invite:create', { roomId: room.id, uses: 1 })
  const look = () => ask<InviteLook & Refused>(server, '/api/invites/look', json({ invite: code }))
  for (let count = 0; count < 2; count++) {
    const { status, body } = await look()
    assert.equal(status, 200)
    assert.deepEqual(body, { by: olga.user, room: { name: 'Altos', kind: 'closed' }, chat: { name: 'Choir' } })
  }
  await done(server, olga, 'invite:revoke', { inviteId: id })
  const over = await look()
  assert.deepEqual([over.status, over.body.error.code], [403, 'forbidden'])
  assert.doesNotMatch(over.text, /Altos|Olga/)
  const unknown = await ask<Refused>(server, '/api/invites/look', json({ invite: 'no-such-code' }))
  assert.equal(unknown.status, 403)
  assert.equal((await ask<Refused>(server, '/api/invites/look', json({ invite: 7 }))).status, 400)
})
