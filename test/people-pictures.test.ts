/** Pictures of people and rooms through the API: set, made small, heard by others, served, and removed again. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import sharp from 'sharp'
import type { Me, RoomView, User } from '../protocol/models.ts'
import { inTime } from './support/eventually.ts'
import { jpegWithExif } from './support/files/pictures.ts'
import { tracesIn } from './support/files/traces.ts'
import { bearer } from './support/http.ts'
import {
  codeOf,
  done,
  draft,
  guest,
  limitedGuest,
  moderator,
  online,
  overHttp,
  owner,
  person,
} from './support/people.ts'
import { startServer } from './support/server.ts'
import type { Member } from './support/sockets.ts'

const server = await startServer({ args: ['--limits', 'off'] })
const strict = await startServer()
after(() => Promise.all([server.stop(), strict.stop()]))
const olga = await owner(server)

const base64 = (bytes: Buffer) => bytes.toString('base64')
let made = 0
/** Each is another picture: the same one would be one content. */
async function picture(width: number, height: number): Promise<string> {
  const background = { r: 20, g: 90, b: (made += 20) }
  return base64(
    await sharp({ create: { width, height, channels: 3, background } })
      .png()
      .toBuffer(),
  )
}
const get = (path: string, token?: string) =>
  fetch(`${server.url}/api/pictures/${path}`, { headers: token === undefined ? {} : bearer(token) })
const statusOf = async (path: string, token?: string) => {
  const response = await get(path, token)
  await response.arrayBuffer()
  return response.status
}
const next = <T>({ socket }: Member, event: string): Promise<T> =>
  inTime(event, new Promise<T>((resolve) => socket.once(event, resolve)))

test('[U134] a picture is cut to a square of 256, says nothing of its place, and is served to users only', async () => {
  const ann = await person(server, 'Ann')
  const { picture: hash } = await done(server, ann, 'user:picture', { image: await picture(600, 300) })
  assert.match(hash!, /^[0-9a-f]{64}$/)
  const [stranger, outsider] = [await guest(server, 'Gil'), await limitedGuest(server, olga, 'lobby', 'Out')]
  const answer = await get(hash!, stranger.token)
  assert.equal(answer.status, 200)
  const { headers } = answer
  assert.deepEqual(
    ['content-type', 'cache-control', 'x-content-type-options', 'cross-origin-resource-policy'].map((name) =>
      headers.get(name),
    ),
    ['image/webp', 'private, max-age=31536000, immutable', 'nosniff', 'same-origin'],
  )
  const { width, height, format } = await sharp(Buffer.from(await answer.arrayBuffer())).metadata()
  assert.deepEqual([width, height, format], [256, 256, 'webp'])
  assert.deepEqual(
    await Promise.all([statusOf(hash!, outsider.token), statusOf(hash!), statusOf('0'.repeat(64), ann.token)]),
    [200, 401, 404],
  )

  const { picture: second } = await done(server, ann, 'user:picture', { image: base64(await jpegWithExif(6)) })
  const bytes = Buffer.from(await (await get(second!, ann.token)).arrayBuffer())
  assert.deepEqual(tracesIn(bytes), [])
  assert.equal(await statusOf(hash!, ann.token), 404, 'nobody shows the first one any more')
})

test('[U135] it is heard at once by all who see the person, and stays on all later views', async () => {
  const [bob, cid] = [await person(server, 'Bob'), await guest(server, 'Cid')]
  const [bobHere, cidHere] = [await online(server, bob), await online(server, cid)]
  const { seq } = await done(server, cid, 'message:send', draft('lobby', 'my face'))
  const [told, toldOwn] = [next<User>(bobHere, 'user:changed'), next<Me>(cidHere, 'me:changed')]
  const shown = await done(server, cid, 'user:picture', { image: await picture(300, 300) })
  assert.deepEqual(await told, shown)
  assert.deepEqual((await toldOwn).user, shown)
  const { messages } = await done(server, bob, 'room:history', { roomId: 'lobby' })
  assert.deepEqual(messages.find((message) => message.seq === seq)?.author, shown)
  const again = await online(server, cid)
  assert.deepEqual(again.welcome.you, shown)
  const { author } = await done(server, cid, 'message:send', draft('lobby', 'again'))
  assert.deepEqual(author, shown)

  const gone = next<User>(bobHere, 'user:changed')
  await done(server, cid, 'user:picture', {})
  assert.deepEqual(await gone, cid.user)
  assert.equal(await statusOf(shown.picture!, bob.token), 404)
  for (const member of [bobHere, cidHere, again]) member.leave()
})

test('[U136] what is no picture, too large or too often sent is refused, and what was shown stays', async () => {
  const dan = await person(server, 'Dan')
  const { picture: hash } = await done(server, dan, 'user:picture', { image: await picture(256, 256) })
  const bytes = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
  const broken = Buffer.from(await picture(256, 256), 'base64').subarray(0, 60)
  for (const image of [base64(bytes), base64(broken), base64(Buffer.alloc(48_001)), 'data:image/png;base64,iVBO', '']) {
    const refused = await overHttp(server, dan.token, 'user:picture', { image })
    assert.equal(refused.ok ? 'ok' : refused.error.reason, 'picture_unfit', image.slice(0, 30))
  }
  assert.equal((await done(server, dan, 'user:profile', { userId: dan.user.id })).user.picture, hash)

  const eve = await person(strict, 'Eve')
  const image = await picture(256, 256)
  const room = await done(strict, eve, 'room:create', { kind: 'open', name: 'Often' })
  for (let count = 0; count < 9; count++) await done(strict, eve, 'user:picture', { image })
  await done(strict, eve, 'room:update', { roomId: room.id, image })
  const refused = await overHttp(strict, eve.token, 'room:update', { roomId: room.id, image })
  assert.equal(codeOf(refused), 'rate_limited')
})

test('[U137] the hosts of a room give it a picture, which all see who see the room, and take it away', async () => {
  const [fay, gus] = [await person(server, 'Fay'), await guest(server, 'Gus')]
  const room = await done(server, fay, 'room:create', { kind: 'open', name: 'Garden' })
  await done(server, gus, 'room:join', { roomId: room.id })
  const image = await picture(256, 256)
  assert.equal(codeOf(await overHttp(server, gus.token, 'room:update', { roomId: room.id, image })), 'forbidden')
  const gusHere = await online(server, gus)
  const told = next<RoomView>(gusHere, 'room:updated')
  const { picture: hash } = await done(server, fay, 'room:update', { roomId: room.id, image })
  assert.equal((await told).picture, hash)
  assert.equal(await statusOf(hash!, gus.token), 200)
  await done(server, fay, 'room:update', { roomId: room.id, topic: 'Roses' })
  const back = await online(server, gus)
  assert.equal(back.welcome.rooms.find(({ id }) => id === room.id)?.picture, hash, 'other changes keep it')
  assert.equal((await done(server, fay, 'room:update', { roomId: room.id, image: '' })).picture, undefined)
  assert.equal(await statusOf(hash!, gus.token), 404)
  for (const member of [gusHere, back]) member.leave()
})

test('[U138] a moderator removes a picture of a lesser user, and all hear it', async () => {
  const mod = await moderator(server, olga, 'Mod')
  const ida = await person(server, 'Ida')
  const { picture: hash } = await done(server, ida, 'user:picture', { image: await picture(256, 256) })
  const [idaHere, modHere] = [await online(server, ida), await online(server, mod)]
  const told = Promise.all([next<Me>(idaHere, 'me:changed'), next<User>(modHere, 'user:changed')])
  await done(server, mod, 'user:removePicture', { userId: ida.user.id })
  assert.deepEqual(
    (await told).map((fact) => ('user' in fact ? fact.user : fact)),
    [ida.user, ida.user],
  )
  assert.equal(await statusOf(hash!, mod.token), 404)
  for (const member of [idaHere, modHere]) member.leave()
})
