/** Statuses, time zones and profiles, as other users see them. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { ProfileChange } from '../protocol/models.ts'
import { eventually, inTime } from './support/eventually.ts'
import { codeOf, done, draft, guest, limitedGuest, online, overHttp, owner, person } from './support/people.ts'
import { startServer } from './support/server.ts'
import { accepted, enter, type Member } from './support/sockets.ts'

const server = await startServer({ args: ['--limits', 'off'] })
after(() => server.stop())
const olga = await owner(server)
const ann = await person(server, 'Ann')
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString()

const next = <T>({ socket }: Member, event: string): Promise<T> =>
  inTime(event, new Promise<T>((resolve) => socket.once(event, resolve)))

test('[P61] a new status and time zone reach those who share a room and the person’s other devices at once', async () => {
  const [annHere, olgaHere] = await Promise.all([online(server, ann), online(server, olga)])
  const until = inAnHour()
  const told = next<ProfileChange>(olgaHere, 'profile:changed')
  const toldOwn = next<{ status?: object }>(annHere, 'me:changed')
  accepted(await annHere.run('user:status', { emoji: '🏖️', text: '  On\nleave ', until }))
  const status = { emoji: '🏖️', text: 'On leave', until }
  assert.deepEqual(await told, { userId: ann.user.id, status })
  assert.deepEqual((await toldOwn).status, status)

  const { members } = await done(server, olga, 'room:members', { roomId: 'lobby', query: 'ann' })
  assert.deepEqual(members[0]?.status, status)
  const { people } = await done(server, olga, 'people:find', { query: 'ann' })
  assert.deepEqual(people[0]?.status, status)

  const zoneTold = next<ProfileChange>(olgaHere, 'profile:changed')
  await done(server, ann, 'user:timeZone', { timeZone: 'Asia/Tokyo' })
  assert.equal((await zoneTold).timeZone, 'Asia/Tokyo')
  const profile = await done(server, olga, 'user:profile', { userId: ann.user.id })
  assert.deepEqual(
    [profile.user, profile.role, profile.isHere, profile.timeZone, profile.status],
    [ann.user, 'member', true, 'Asia/Tokyo', status],
  )
  annHere.leave()
  const back = await enter(server.url, { token: ann.token })
  assert.deepEqual(back.welcome.me.status, status)
  back.leave()

  const muted = next<ProfileChange>(olgaHere, 'profile:changed')
  await done(server, olga, 'user:mute', { userId: ann.user.id, minutes: 1 })
  assert.equal((await muted).status, undefined, 'a mute everywhere clears it')
  assert.equal(codeOf(await overHttp(server, ann.token, 'user:status', { text: 'still' })), 'forbidden')
  await done(server, olga, 'user:unmute', { userId: ann.user.id })
  olgaHere.leave()
})

test('[P67] a profile is announced when it changed, and not when it stays as it was', async () => {
  const [zoe, olgaHere] = [await person(server, 'Zoe'), await online(server, olga)]
  const heard: ProfileChange[] = []
  olgaHere.socket.on('profile:changed', (change: ProfileChange) => heard.push(change))
  const mute = { userId: zoe.user.id, minutes: 1 }
  await done(server, olga, 'user:mute', mute)
  await done(server, olga, 'user:unmute', { userId: zoe.user.id })
  for (const text of ['Here', 'Here']) await done(server, zoe, 'user:status', { text })
  for (const timeZone of ['Africa/Cairo', 'Africa/Cairo']) await done(server, zoe, 'user:timeZone', { timeZone })
  for (const _ of ['with a status', 'without one']) await done(server, olga, 'user:mute', mute)
  await done(server, olga, 'user:ban', { userId: zoe.user.id })

  await done(server, ann, 'user:timeZone', { timeZone: 'Europe/Berlin' })
  await eventually(() => assert.equal(heard.at(-1)?.userId, ann.user.id))
  const [userId, status, timeZone] = [zoe.user.id, { text: 'Here' }, 'Africa/Cairo']
  assert.deepEqual(heard.slice(0, -1), [
    { userId, status },
    { userId, status, timeZone },
    { userId, timeZone },
  ])
  olgaHere.leave()
})

test('[P68] a change of a person is heard once, however many rooms they share with the listener', async () => {
  const [may, ida] = [await person(server, 'May'), await person(server, 'Ida')]
  for (const name of ['Shared One', 'Shared Two', 'Shared Three']) {
    const { id } = await done(server, may, 'room:create', { kind: 'open', name })
    await done(server, ida, 'room:join', { roomId: id })
  }
  const idaHere = await online(server, ida)
  const heard: unknown[] = []
  for (const event of ['profile:changed', 'user:changed'])
    idaHere.socket.on(event, (about: { userId?: string; id?: string; name?: string; status?: object }) => {
      if ((about.userId ?? about.id) === may.user.id) heard.push([event, about.status ?? about.name])
    })
  await done(server, may, 'user:status', { text: 'Here' })
  await done(server, may, 'user:rename', { name: 'May Two' })
  await done(server, may, 'user:status', { text: 'Still here' })
  await eventually(() => assert.deepEqual(heard.at(-1), ['profile:changed', { text: 'Still here' }]))
  assert.deepEqual(heard, [
    ['profile:changed', { text: 'Here' }],
    ['user:changed', 'May Two'],
    ['profile:changed', { text: 'Still here' }],
  ])

  // Without any room, no one is told.
  const nook = await done(server, olga, 'room:create', { kind: 'closed', name: 'Emptied' })
  const outsider = await limitedGuest(server, olga, nook.id, 'Out of all')
  await done(server, olga, 'room:remove', { roomId: nook.id, userId: outsider.user.id })
  const others: string[] = []
  idaHere.socket.on('user:changed', ({ name }: { name: string }) => others.push(name))
  await done(server, outsider, 'user:rename', { name: 'Out of everything' })
  await done(server, may, 'user:rename', { name: 'May Three' })
  await eventually(() => assert.deepEqual(others, ['May Three']))
  idaHere.leave()
})

test('[P60] a status that is too long, no emoji, or too far away is refused, and an invisible one is none', async () => {
  const tooFar = new Date(Date.now() + 11 * 365 * 86_400_000).toISOString()
  for (const wrong of [
    { text: 'x'.repeat(81) },
    { emoji: 'ab' },
    { text: 'a', until: tooFar },
    { text: 'a', until: '1' },
  ])
    assert.equal(codeOf(await overHttp(server, ann.token, 'user:status', wrong)), 'bad_request', JSON.stringify(wrong))
  assert.equal(codeOf(await overHttp(server, ann.token, 'user:timeZone', { timeZone: 'Mars/Base' })), 'bad_request')
  await done(server, ann, 'user:status', { text: '\u200b\u202e' })
  assert.equal((await done(server, olga, 'user:profile', { userId: ann.user.id })).status, undefined)
  await done(server, ann, 'user:status', { text: 'x'.repeat(80) })
  await done(server, ann, 'user:status', {})
  assert.equal((await done(server, olga, 'user:profile', { userId: ann.user.id })).status, undefined)
})

test('[P63] an outsider gets the profiles of their own room, and of no one else', async () => {
  const den = await done(server, olga, 'room:create', { kind: 'closed', name: 'Den' })
  const outsider = await limitedGuest(server, olga, den.id, 'Out')
  assert.equal((await done(server, outsider, 'user:profile', { userId: olga.user.id })).role, 'owner')
  const hidden = await overHttp(server, outsider.token, 'user:profile', { userId: ann.user.id })
  const nobody = await overHttp(server, outsider.token, 'user:profile', { userId: 'u_nobody' })
  assert.deepEqual(hidden, nobody)
  assert.equal(codeOf(hidden), 'not_found')
})

test('[P64] the directory is paged by a sealed cursor; an outsider finds the people of their room only', async () => {
  await Promise.all(['Listed One', 'Listed Two'].map((name) => person(server, name)))
  const first = await done(server, olga, 'people:list', { query: 'listed', limit: 1 })
  assert.deepEqual(
    first.people.map(({ user, role, isHere }) => [user.name, role, isHere]),
    [['Listed One', 'member', false]],
  )
  assert.doesNotMatch(Buffer.from(first.next!, 'base64url').toString('latin1'), /listed/i)
  const second = await done(server, olga, 'people:list', { query: 'listed', limit: 1, after: first.next })
  assert.deepEqual([second.people[0]?.user.name, second.next], ['Listed Two', undefined])
  const stolen = await overHttp(server, ann.token, 'people:list', { after: first.next })
  assert.equal(codeOf(stolen), 'bad_request', 'a cursor is its reader’s own')

  const nook = await done(server, olga, 'room:create', { kind: 'closed', name: 'Nook' })
  const outsider = await limitedGuest(server, olga, nook.id, 'Nook guest')
  const { people } = await done(server, outsider, 'people:list', {})
  assert.deepEqual(people.map(({ user }) => user.name).toSorted(), ['Nook guest', 'Olga Owner'])
})

test('[W303] `here` leaves only online people in the directory, on every page', async () => {
  const [first, second] = await Promise.all(['Herewith One', 'Herewith Two'].map((name) => person(server, name)))
  await person(server, 'Herewith Away')
  const devices = await Promise.all([first!, second!].map((who) => online(server, who)))
  const asked = { query: 'herewith', here: true, limit: 1 }
  const page = await done(server, olga, 'people:list', asked)
  const rest = await done(server, olga, 'people:list', { ...asked, after: page.next })
  assert.deepEqual(
    [...page.people, ...rest.people].map(({ user, isHere }) => [user.name, isHere]),
    [
      ['Herewith One', true],
      ['Herewith Two', true],
    ],
  )
  assert.equal(rest.next, undefined)
  const viaGet = await fetch(`${server.url}/api/directory?query=herewith&here=true`, {
    headers: { authorization: `Bearer ${ann.token}` },
  })
  const got = (await viaGet.json()) as { people: { user: { name: string } }[] }
  assert.equal(got.people.length, 2, 'over HTTP too')

  const hall = await done(server, olga, 'room:create', { kind: 'closed', name: 'Hall' })
  const outsider = await limitedGuest(server, olga, hall.id, 'Hall guest')
  const theirs = await done(server, outsider, 'people:list', { here: true })
  assert.deepEqual(theirs.people, [], 'an outsider does not find who is here outside of their room')
  for (const device of devices) device.leave()
})

test('[P65] a guest’s preferences follow to their other devices, and anything else is refused', async () => {
  const somebody = await guest(server, 'Fay')
  const [desk, phone] = await Promise.all([online(server, somebody), online(server, somebody)])
  const told = next<object>(phone, 'preferences:changed')
  accepted(await desk.run('preferences:update', { clock: '24', sections: ['favourites', 'rooms', 'direct'] }))
  assert.deepEqual(await told, { clock: '24', sections: ['favourites', 'rooms', 'direct'] })
  await done(server, somebody, 'preferences:update', { density: 'compact', favourites: ['lobby'] })
  const all = { clock: '24', sections: ['favourites', 'rooms', 'direct'], density: 'compact', favourites: ['lobby'] }
  assert.deepEqual(await done(server, somebody, 'preferences:get', {}), all)
  const again = await online(server, somebody)
  assert.deepEqual(again.welcome.preferences, all)
  for (const wrong of [
    { clock: '13' },
    { theme: 'dark' },
    { favourites: Array.from({ length: 201 }, () => 'lobby') },
    { folded: ['no section name!'] },
    { folded: Array.from({ length: 51 }, () => 'rooms') },
  ])
    assert.equal(codeOf(await desk.ask('preferences:update', wrong)), 'bad_request', JSON.stringify(wrong).slice(0, 40))
  for (const device of [desk, phone, again]) device.leave()
})

test('[R73] marking all rooms read moves every mark, on all devices', async () => {
  const den = await done(server, ann, 'room:create', { kind: 'open', name: 'Read me' })
  await done(server, olga, 'room:join', { roomId: den.id })
  for (const roomId of ['lobby', den.id]) await done(server, ann, 'message:send', draft(roomId, 'news'))
  const other = await online(server, olga)
  const heard: string[] = []
  other.socket.on('room:read', ({ roomId }: { roomId: string }) => heard.push(roomId))
  const { marks } = await done(server, olga, 'rooms:read', {})
  assert.deepEqual(marks.map(({ roomId }) => roomId).toSorted(), ['lobby', den.id].toSorted())
  await eventually(() => assert.deepEqual(heard.toSorted(), ['lobby', den.id].toSorted()))
  const back = await online(server, olga)
  assert.ok(back.welcome.rooms.every(({ readSeq, lastSeq }) => readSeq === lastSeq))
  assert.deepEqual(await done(server, olga, 'rooms:read', {}), { marks: [] })
  for (const device of [other, back]) device.leave()
})

test('[R74] a day leads to its first message', async () => {
  const room = await done(server, ann, 'room:create', { kind: 'open', name: 'Days' })
  const first = await done(server, ann, 'message:send', draft(room.id, 'first'))
  assert.deepEqual(await done(server, olga, 'room:at', { roomId: room.id, at: '2020-01-01T00:00:00+02:00' }), {
    seq: 1,
  })
  assert.deepEqual(await done(server, olga, 'room:at', { roomId: room.id, at: first.sentAt }), { seq: 1 })
  assert.deepEqual(await done(server, olga, 'room:at', { roomId: room.id, at: inAnHour() }), {})
  assert.equal(codeOf(await overHttp(server, olga.token, 'room:at', { roomId: room.id, at: 'today' })), 'bad_request')
})
