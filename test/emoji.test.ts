/** Custom emoji through the API: added, made small, heard of, served, and removed again. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import sharp from 'sharp'
import { MAX_EMOJI_BYTES } from '../protocol/limits.ts'
import type { Settings } from '../protocol/models.ts'
import { BAD_FILES, blankPng, gifAndScript, HTML, longGif, SVG } from './support/files/bad-files.ts'
import { gifWithAll, jpegWithExif, movingGif, movingWebp } from './support/files/pictures.ts'
import { tracesIn } from './support/files/traces.ts'
import { bareRequest } from './support/bare-http.ts'
import { inTime } from './support/eventually.ts'
import { ask, bearer } from './support/http.ts'
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
  type Somebody,
} from './support/people.ts'
import { aPicture } from './support/pictures.ts'
import { startServer } from './support/server.ts'
import type { Member } from './support/sockets.ts'

const server = await startServer({ args: ['--limits', 'off'] })
const strict = await startServer()
after(() => Promise.all([server.stop(), strict.stop()]))
const olga = await owner(server)
await done(server, olga, 'settings:update', { emojiBy: 'members' })
const [ann, gus] = [await person(server, 'Ann'), await guest(server, 'Gus')]

const base64 = (bytes: Buffer | string) => Buffer.from(bytes as string).toString('base64')
const PIXEL = base64(aPicture({ width: 8, height: 8 }))
const reasonOf = async (who: Somebody, name: string, image: string, where = server) => {
  const result = await overHttp(where, who.token, 'emoji:add', { name, image })
  return result.ok ? 'ok' : (result.error.reason ?? result.error.message)
}
const bytesOf = async (hash: string): Promise<Buffer> => {
  const answer = await fetch(`${server.url}/api/pictures/${hash}`, { headers: bearer(ann.token) })
  assert.equal(answer.status, 200)
  return Buffer.from(await answer.arrayBuffer())
}
const next = <T>({ socket }: Member, event: string): Promise<T> =>
  inTime(event, new Promise<T>((resolve) => socket.once(event, resolve)))

test('[U195] an emoji moves on in 128 pixels, has a still form, and tells nothing but what one sees', async () => {
  const noisy = await sharp(
    Buffer.from(Array.from({ length: 160 * 160 * 3 * 6 }, (_, place) => (place * 7_919) % 251)),
    { raw: { width: 160, height: 160 * 6, channels: 3, pageHeight: 160 } },
  )
    .gif({ delay: [80, 80, 80, 80, 80, 400] })
    .toBuffer()
  for (const [name, bytes, frames] of [
    ['gif', noisy, 6],
    ['told', await gifWithAll(), 5],
    ['webp', await movingWebp(), 5],
    ['script', await gifAndScript(), 5],
  ] as const) {
    const { picture, still } = await done(server, ann, 'emoji:add', { name: `moving-${name}`, image: base64(bytes) })
    const [moving, standing] = [await bytesOf(picture), await bytesOf(still!)]
    const shown = await sharp(moving).metadata()
    assert.deepEqual([shown.format, shown.pages], ['webp', frames], name)
    assert.ok(shown.width <= 128 && shown.height <= 128, `${shown.width} × ${shown.height}`)
    if (name === 'gif') assert.deepEqual(shown.delay, [80, 80, 80, 80, 80, 400])
    assert.equal((await sharp(standing).metadata()).pages, undefined)
    for (const kept of [moving, standing]) {
      assert.deepEqual(tracesIn(kept), [], name)
      assert.ok(!kept.includes('alert(1)'), name)
    }
  }
  const turned = await done(server, ann, 'emoji:add', { name: 'turned', image: base64(await jpegWithExif(6)) })
  assert.equal(turned.still, undefined)
  const bytes = await bytesOf(turned.picture)
  const { width, height } = await sharp(bytes).metadata()
  assert.deepEqual([tracesIn(bytes), height], [[], 128])
  assert.ok(width < 128, 'it was turned, and not cut')
})

test('[U196] what is no picture, a bomb, and more than 256 kB is refused, and nothing is added', async () => {
  const before = await done(server, ann, 'emoji:list', {})
  const noise = (size: number) =>
    Buffer.concat([aPicture({ width: 8, height: 8 }), Buffer.alloc(size)]).subarray(0, size)
  const bad = [
    SVG,
    HTML,
    `GIF89a${HTML}`,
    blankPng(20_000, 20_000),
    longGif(10_000),
    await movingGif(5).then((gif) => gif.subarray(0, 40)),
    Buffer.alloc(MAX_EMOJI_BYTES + 1),
    noise(257_000),
    ...BAD_FILES.map(({ bytes }) => bytes).filter((bytes) => bytes.length > 0 && bytes.length < MAX_EMOJI_BYTES),
  ]
  for (const [place, bytes] of bad.entries())
    assert.equal(await reasonOf(ann, 'bad', base64(bytes)), 'emoji_unfit', `the ${place}. one`)
  for (const image of ['', '%%%', `data:image/png;base64,${PIXEL}`, 'A'.repeat(345_000)])
    assert.equal(await reasonOf(ann, 'bad', image), 'emoji_unfit', image.slice(0, 30))
  // A longer request is refused before it has come.
  const tooLong = ['Content-Type: application/json', `Authorization: Bearer ${ann.token}`, 'Content-Length: 400000']
  assert.equal((await bareRequest(Number(new URL(server.url).port), 'POST', '/api/emoji', tooLong)).status, 400)
  assert.equal(await reasonOf(ann, 'just-fits', base64(noise(MAX_EMOJI_BYTES))), 'ok')
  await done(server, ann, 'emoji:remove', { name: 'just-fits' })
  assert.deepEqual(await done(server, ann, 'emoji:list', {}), before)
  // No other request may be as long.
  const { status } = await ask(server, '/api/rooms/lobby/messages', {
    method: 'POST',
    headers: { ...bearer(ann.token), 'content-type': 'application/json' },
    body: JSON.stringify({ body: 'a'.repeat(100_000) }),
  })
  assert.equal(status, 413)
})

test('[U190] a name is short, plain and its own: no look-alike, no built-in one, no part of an address', async () => {
  const bad = [
    'a',
    'a'.repeat(33),
    'Party',
    'a b',
    'ab:',
    ':ab:',
    'pаrty',
    'ｐarty',
    'ab\n',
    'ab\u200b',
    '../ab',
    '-p',
    '__',
    '',
  ]
  for (const name of bad) assert.equal(await reasonOf(ann, name, PIXEL), 'emoji_name', JSON.stringify(name))
  for (const name of ['tada', 'heart', '100', 'thumbsup'])
    assert.equal(await reasonOf(ann, name, PIXEL), 'emoji_taken', name)
  for (const name of ['constructor', 'ok-2', '10', 'a_b', 'z'.repeat(32)]) {
    assert.equal(await reasonOf(ann, name, PIXEL), 'ok', name)
    await done(server, ann, 'emoji:remove', { name })
  }
  const both = await Promise.all([reasonOf(ann, 'raced', PIXEL), reasonOf(olga, 'raced', PIXEL)])
  assert.deepEqual(both.toSorted(), ['emoji_taken', 'ok'])
  assert.equal(codeOf(await overHttp(server, ann.token, 'emoji:remove', { name: 'nosuch' })), 'not_found')
})

test('[U191] the owners say who adds; guests and outsiders only see', async () => {
  const outsider = await limitedGuest(server, olga, 'lobby', 'Out')
  for (const who of [gus, outsider]) {
    assert.equal(codeOf(await overHttp(server, who.token, 'emoji:add', { name: 'mine', image: PIXEL })), 'forbidden')
    assert.equal(codeOf(await overHttp(server, who.token, 'emoji:remove', { name: 'raced' })), 'forbidden')
    const seen = (await done(server, who, 'emoji:list', {})).emoji.find(({ name }) => name === 'raced')
    assert.ok(seen)
    assert.equal(seen.by !== undefined, who === gus, 'outsiders are not told of people outside of their room')
  }
  await done(server, olga, 'settings:update', { emojiBy: 'moderators' })
  assert.equal(await reasonOf(ann, 'mine', PIXEL), 'emoji_by_moderators')
  const mod = await moderator(server, olga, 'Mod')
  assert.equal(await reasonOf(mod, 'mods', PIXEL), 'ok')
  await done(server, olga, 'settings:update', { emojiBy: 'members' })
  assert.equal((await ask(server, '/api/emoji')).status, 401)
})

test('[U197, U198] all hear of a change at once, users get the picture, and nobody does once it is removed', async () => {
  const here = await online(server, gus)
  const version = here.welcome.settings.customEmoji
  assert.equal((await done(server, gus, 'emoji:list', {})).version, version)
  const told = next<Settings>(here, 'settings:changed')
  const { picture } = await done(server, ann, 'emoji:add', {
    name: 'fresh',
    image: base64(aPicture({ width: 20, height: 30 })),
  })
  const settings = await told
  assert.notEqual(settings.customEmoji, version)
  const list = await done(server, gus, 'emoji:list', {})
  assert.equal(list.version, settings.customEmoji)
  assert.deepEqual(list.emoji.find(({ name }) => name === 'fresh')?.by, ann.user)
  const statusOf = async (headers: HeadersInit) =>
    (await fetch(`${server.url}/api/pictures/${picture}`, { headers })).status
  assert.deepEqual([await statusOf(bearer(gus.token)), await statusOf({})], [200, 401])
  const again = next<Settings>(here, 'settings:changed')
  await done(server, ann, 'emoji:remove', { name: 'fresh' })
  assert.equal((await again).customEmoji, version)
  assert.equal(await statusOf(bearer(gus.token)), 404)
  here.leave()
})

test('[U193] a reaction is told to all, refused without its emoji, and never anything but a name', async () => {
  const { seq } = await done(server, ann, 'message:send', draft('lobby', 'look :wave-2: here'))
  const react = (who: Somebody, emoji: string, on = true) =>
    overHttp(server, who.token, 'message:react', { roomId: 'lobby', seq, emoji, on })
  assert.equal(codeOf(await react(gus, ':wave-2:')), 'not_found')
  for (const emoji of [':a:', ':A B:', '::', ':wave-2', `:${'a'.repeat(33)}:`, ':<b>:', 'wave-2'])
    assert.equal(codeOf(await react(gus, emoji)), 'bad_request', emoji)
  await done(server, ann, 'emoji:add', { name: 'wave-2', image: PIXEL })
  const here = await online(server, ann)
  await done(server, gus, 'message:react', { roomId: 'lobby', seq, emoji: ':wave-2:', on: true })
  await inTime(
    'the reaction',
    (async () => {
      while (!here.changes.some(({ messages }) => messages.some(({ reactions }) => reactions.length > 0)))
        await next(here, 'room:changed')
    })(),
  )
  const { people, isMine } = await done(server, gus, 'reactions:list', { roomId: 'lobby', seq, emoji: ':wave-2:' })
  assert.deepEqual([people, isMine], [[gus.user], true])
  await done(server, ann, 'emoji:remove', { name: 'wave-2' })
  assert.equal(codeOf(await react(ann, ':wave-2:')), 'not_found')
  assert.equal(codeOf(await react(gus, ':wave-2:', false)), 'ok')
  here.leave()
})

test('[U194] pictures are not made as fast as somebody sends them', async () => {
  const olgaThere = await owner(strict)
  const answers: string[] = []
  for (let count = 0; count < 80; count++) answers.push(await reasonOf(olgaThere, 'tada', PIXEL, strict))
  const made = answers.filter((answer) => answer === 'emoji_taken').length
  assert.ok(made >= 60 && made < 80, `${made} were looked at`)
  assert.equal(answers.at(-1), 'acting_fast')
})
