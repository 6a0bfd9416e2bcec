/**
 * Commands that were allowed when they began, and no longer are when they are carried out. Each is held between the two
 * while the revocation is answered. Then it goes on: it is refused, and no one hears of it.
 */
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import type { CommandName, Payload } from '../protocol/commands.ts'
import type { NewSession } from '../protocol/models.ts'
import { reads, writes } from '../server/store/sql/calls.ts'
import type { Store } from '../server/store/store.ts'
import type { Signed } from '../server/store/terms.ts'
import { inTime } from './support/eventually.ts'
import { ask, bearer, json, type Refused } from './support/http.ts'
import { filmWithXyz } from './support/files/films.ts'
import { aPicture } from './support/pictures.ts'
import { arrive, codeOf, done, draft, guest, online, overHttp, ownerBy, PASSWORD, person } from './support/people.ts'
import type { Somebody } from './support/people.ts'
import { begin, patch, upload } from './support/uploads.ts'
import { aSubscription } from './support/push.ts'
import { WITH_MAIL } from './support/mail.ts'
import { serveHere } from './support/server-here.ts'
import type { Member } from './support/sockets.ts'

/** The calls of the store that decide who may. */
const DECIDED = Object.entries({ ...writes, ...reads })
  .filter(([, call]) => 'isDecided' in call)
  .map(([name]) => name)
const held = new Set<string>()

/** The points at which the next call in a user's name waits, or that of a newcomer. */
const turnstiles = new Map<string, { only: string | undefined; arrive: () => void; opened: Promise<void> }>()
const NEWCOMER = 'a newcomer'

async function pass(name: string, who: string): Promise<void> {
  const turnstile = turnstiles.get(who)
  if (!turnstile || (turnstile.only !== undefined && turnstile.only !== name)) return
  turnstiles.delete(who)
  held.add(name)
  turnstile.arrive()
  await turnstile.opened
}

/** Begins an act, lets another happen when the first has come to the store, and answers with the first one's result. */
async function heldBack<T>(
  who: string,
  begin: () => Promise<T>,
  meanwhile: () => Promise<unknown>,
  what = 'it',
  only?: string,
): Promise<T> {
  const [reached, opened] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  turnstiles.set(who, { only, arrive: reached.resolve, opened: opened.promise })
  const begun = begin()
  try {
    await inTime(`${what} comes to the store`, reached.promise)
    await meanwhile()
  } finally {
    turnstiles.delete(who)
    opened.resolve()
  }
  return begun
}

const server = await serveHere(['--limits', 'off', ...WITH_MAIL], (store) => {
  const calls = store as unknown as Record<string, (...given: unknown[]) => Promise<unknown>>
  const waiting = DECIDED.map((name) => [
    name,
    async (who: Signed, ...given: unknown[]) => {
      await pass(name, who.userId)
      return calls[name]!(who, ...given)
    },
  ])
  const addUser: Store['addUser'] = async (newcomer) => {
    await pass('addUser', NEWCOMER)
    return store.addUser(newcomer)
  }
  // The other way round: an access that was already read is answered late.
  const roomAccess: Store['roomAccess'] = async (room, who) => {
    const access = await store.roomAccess(room, who)
    await pass('roomAccess', `what ${who.userId} sees`)
    return access
  }
  const signIn: Store['signIn'] = async (right, device) => {
    await pass('signIn', NEWCOMER)
    return store.signIn(right, device)
  }
  return { ...(Object.fromEntries(waiting) as Partial<Store>), addUser, roomAccess, signIn }
})
after(() => server.stop())

await server.store.setOwnerCode(new Uint8Array(createHash('sha256').update('a code of the tests').digest()))
const olga = await ownerBy(server, 'a code of the tests', 'Olga')
const [second, mod, maker, rita] = await Promise.all([
  person(server, 'Second'),
  person(server, 'Mod'),
  person(server, 'Maker'),
  person(server, 'Rita'),
])
const [victim, friend] = await Promise.all([person(server, 'Victim'), guest(server, 'Friend')])
const appoint = (who: Somebody, role: 'owner' | 'moderator' | 'member') =>
  done(server, olga, 'user:appoint', { userId: who.user.id, role })
await appoint(second, 'owner')
await appoint(mod, 'moderator')
await done(server, olga, 'settings:update', { emojiBy: 'members' })
const PIXEL = aPicture({ width: 8, height: 8 }).toString('base64')
const listeners = await Promise.all([olga, victim, friend].map((who) => online(server, who)))
const events: { to: Member; event: string; payload: unknown }[] = []
for (const to of listeners) to.socket.onAny((event: string, payload: unknown) => events.push({ to, event, payload }))
after(() => listeners.forEach((member) => member.leave()))

/** Another session of the same user. */
async function elsewhere(who: Somebody): Promise<Somebody> {
  const { code } = await done(server, who, 'session:link', {})
  return arrive(server, { code })
}

const anEmojiName = () => `e${randomBytes(8).toString('hex')}`

/** The actor of the command, and its room. Everything that they write says `mark`. */
type Scene = { actor: Somebody; roomId: string; mine: number; theirs: number; mark: string }
type Role = 'a guest' | 'a person' | 'a host' | 'a visitor' | 'one of two' | 'a moderator' | 'an owner'

let scenes = 0
async function scene(role: Role, kind: 'open' | 'closed'): Promise<Scene> {
  const mark = `Mark ${++scenes}`
  const actor = await (role === 'a person'
    ? elsewhere(rita)
    : role === 'a moderator'
      ? elsewhere(mod)
      : role === 'an owner'
        ? elsewhere(second)
        : guest(server, `Actor ${scenes}`))
  const seats = [victim, olga, ...(role === 'a visitor' ? [] : [actor])].map(({ user }) => user.id)
  const room =
    role === 'one of two'
      ? await done(server, actor, 'room:create', { kind: 'direct', memberIds: [victim.user.id] })
      : await done(server, maker, 'room:create', { kind, name: `Scene ${scenes}`, memberIds: seats })
  if (role === 'a host')
    await done(server, maker, 'room:appoint', { roomId: room.id, userId: actor.user.id, role: 'host' })
  const { seq: theirs } = await done(server, victim, 'message:send', draft(room.id, 'theirs'))
  const mine = role === 'a visitor' ? theirs : (await done(server, actor, 'message:send', draft(room.id, 'mine'))).seq
  return { actor, roomId: room.id, mine, theirs, mark }
}

const inRoom = ({ roomId }: Scene) => ({ roomId })
const at = ({ roomId, mine: seq }: Scene) => ({ roomId, seq })
const atTheirs = ({ roomId, theirs: seq }: Scene) => ({ roomId, seq })
const them = () => ({ userId: victim.user.id })
const themHere = ({ roomId }: Scene) => ({ roomId, ...them() })
const epoch = server.store.epoch

type Orders = { [Name in CommandName]?: (scene: Scene) => Payload<Name> | Promise<Payload<Name>> }
const ORDERS = {
  'message:send': ({ roomId, mark }) => draft(roomId, mark),
  'message:edit': (scene) => ({ ...at(scene), body: scene.mark }),
  'message:forward': (scene) => ({
    ...atTheirs(scene),
    toRoomId: scene.roomId,
    clientId: crypto.randomUUID(),
    comment: scene.mark,
  }),
  'message:source': atTheirs,
  'message:remind': (scene) => ({ ...atTheirs(scene), at: new Date(Date.now() + 3_600_000).toISOString() }),
  'reminders:list': () => ({}),
  'message:delete': at,
  'message:unpreview': at,
  'message:react': (scene) => ({ ...atTheirs(scene), emoji: '🦔', on: true }),
  'message:pin': (scene) => ({ ...atTheirs(scene), on: true }),
  'message:save': (scene) => ({ ...atTheirs(scene), on: true }),
  'reactions:list': (scene) => ({ ...atTheirs(scene), emoji: '🦔' }),
  'message:versions': at,
  'message:report': (scene) => ({ ...atTheirs(scene), reason: scene.mark }),
  'messages:pinned': inRoom,
  'files:list': inRoom,
  'room:history': inRoom,
  'room:changes': ({ roomId }) => ({ roomId, epoch, since: 0 }),
  'room:create': ({ mark }) => ({ kind: 'closed', name: mark, memberIds: [friend.user.id] }),
  'room:update': ({ roomId, mark }) => ({ roomId, topic: mark }),
  'room:delete': ({ roomId, mark }) => ({ roomId, name: mark.replace('Mark', 'Scene') }),
  'room:join': inRoom,
  'room:leave': inRoom,
  'room:accept': inRoom,
  'room:decline': inRoom,
  'room:hide': inRoom,
  'room:invite': ({ roomId }) => ({ roomId, userId: friend.user.id }),
  'room:remove': themHere,
  'room:appoint': (scene) => ({ ...themHere(scene), role: 'host' }),
  'room:members': inRoom,
  'room:origin': inRoom,
  'room:joins': inRoom,
  'room:at': ({ roomId }) => ({ roomId, at: '2000-01-01T00:00:00Z' }),
  'rooms:read': () => ({}),
  'room:read': at,
  'room:unread': at,
  'room:notify': ({ roomId }) => ({ roomId, level: 'nothing' }),
  'user:claim': () => ({ password: PASSWORD }),
  'user:rename': ({ mark }) => ({ name: mark }),
  'user:password': () => ({ current: PASSWORD, password: `${PASSWORD}!` }),
  'user:leave': () => ({ messages: 'keep' }),
  'user:block': () => ({ ...them(), on: true }),
  'user:appoint': () => ({ ...them(), role: 'moderator' }),
  'user:status': ({ mark }) => ({ text: mark }),
  'user:picture': () => ({}),
  'emoji:list': () => ({}),
  'emoji:add': () => ({ name: anEmojiName(), image: PIXEL }),
  'emoji:remove': async ({ actor }) => {
    const { name } = await done(server, actor, 'emoji:add', { name: anEmojiName(), image: PIXEL })
    return { name }
  },
  'user:timeZone': () => ({ timeZone: 'Europe/Berlin' }),
  'user:profile': them,
  'people:list': () => ({}),
  'people:direct': () => ({}),
  'preferences:update': () => ({ clock: '24' }),
  'notify:get': () => ({}),
  'notify:update': () => ({ reactions: true }),
  'notify:snooze': () => ({ until: null }),
  'push:subscribe': () => aSubscription(),
  'push:unsubscribe': () => ({ endpoint: 'https://push.example/nothing' }),
  'mail:get': () => ({}),
  'mail:update': () => ({ weekly: true }),
  'mail:give': () => ({ address: 'ann@example.org', password: PASSWORD }),
  'mail:remove': () => ({ password: PASSWORD }),
  'mail:confirm': () => ({ code: 'none' }),
  'people:find': () => ({}),
  'session:end': () => ({}),
  'session:endAll': () => ({ others: true }),
  'session:link': () => ({}),
  'sessions:list': () => ({}),
  'invite:create': () => ({}),
  'invites:list': () => ({}),
  'invite:revoke': async () => ({ inviteId: (await done(server, maker, 'invite:create', {})).id }),
  'invite:redeem': async ({ roomId }) => ({ invite: (await done(server, maker, 'invite:create', { roomId })).code }),
  'user:ban': () => ({ ...them(), reason: 'held back' }),
  'user:unban': them,
  'bans:list': () => ({}),
  'user:mute': () => ({ ...them(), minutes: 1 }),
  'user:unmute': them,
  'user:removePicture': them,
  'user:removeMessages': () => ({ ...them(), hours: 1 }),
  'removal:undo': async () => {
    const { removalId } = await done(server, olga, 'user:removeMessages', { userId: friend.user.id, hours: 1 })
    return { removalId }
  },
  'file:upload': ({ mark }) => ({ name: mark, size: 10 }),
  'file:remove': async ({ actor }) => ({
    fileId: (await done(server, actor, 'file:upload', { name: 'a', size: 1 })).id,
  }),
  'files:usage': () => ({}),
  'files:older': ({ roomId }) => ({ roomId, before: '2020-01-01T00:00:00Z' }),
  'files:deleteOlder': ({ roomId }) => ({ roomId, before: '2020-01-01T00:00:00Z' }),
  'files:restore': async () => {
    const { deletionId } = await done(server, olga, 'files:deleteOlder', { before: '2020-01-01T00:00:00Z' })
    return { deletionId }
  },
  'reports:list': () => ({}),
  'report:reporters': reportTheirs,
  'report:resolve': reportTheirs,
  'audit:list': () => ({}),
  'settings:update': () => ({ roomsBy: 'everyone', auditFor: 'members' }),
  'settings:picture': () => ({}),
} satisfies Orders
type Ordered = keyof typeof ORDERS

type Case = { command: Ordered; as: Role; in?: 'open' | 'closed'; with?: (scene: Scene) => object }
type Revocation = {
  what: string
  revoke: (scene: Scene) => Promise<unknown>
  undo?: (scene: Scene) => Promise<unknown>
  code: string
  cases: Case[]
}
const cases = (as: Role, commands: Ordered[], kind: 'open' | 'closed' = 'closed'): Case[] =>
  commands.map((command) => ({ command, as, in: kind }))

async function tryHeldBack({ what, revoke, undo, code }: Omit<Revocation, 'cases'>, one: Case): Promise<void> {
  const place = await scene(one.as, one.in ?? 'closed')
  const order: (scene: Scene) => object | Promise<object> = ORDERS[one.command]
  const payload = { ...(await order(place)), ...one.with?.(place) }
  const begin = () => overHttp(server, place.actor.token, one.command, payload as never)
  events.length = 0
  const says = `${one.command} of ${one.as} when ${what}`
  const result = await heldBack(place.actor.user.id, begin, () => revoke(place), says)
  assert.equal(codeOf(result), code, says)
  await undo?.(place)
  // When this has been heard, so has everything told before.
  const sign = `after ${place.mark}`
  await done(server, olga, 'message:send', draft('lobby', sign))
  await Promise.all(listeners.map((member) => member.hears(sign)))
  const told = JSON.stringify(events.map(({ payload }) => payload)).replaceAll(sign, '')
  assert.ok(!told.includes(place.mark), `nothing is told of ${says}`)
  assert.ok(!told.includes('held back') && !told.includes('🦔'), `nothing is told of ${says}`)
}

const WORDS: Ordered[] = ['message:send', 'message:forward', 'message:edit', 'message:react']
const OF_MEMBERS: Ordered[] = [
  'room:history',
  'room:changes',
  'room:members',
  'messages:pinned',
  'files:list',
  'message:versions',
  'message:report',
  'message:save',
  'message:remind',
  'message:source',
  'reactions:list',
  'room:origin',
  'room:joins',
  'room:at',
  ...WORDS,
  'message:unpreview',
  'message:delete',
  'room:read',
  'room:unread',
  'room:notify',
  'room:leave',
  'room:accept',
  'room:decline',
]
const OF_HOSTS: Ordered[] = ['room:update', 'room:delete', 'room:remove', 'room:appoint']
const AGAINST_THEM: Ordered[] = [
  'user:ban',
  'user:unban',
  'user:mute',
  'user:unmute',
  'user:removePicture',
  'user:removeMessages',
]
const OF_OWNERS: Ordered[] = [
  'user:appoint',
  'settings:update',
  'settings:picture',
  'files:usage',
  'files:older',
  'files:deleteOlder',
  'files:restore',
]
const OF_MODERATORS: Ordered[] = [
  ...AGAINST_THEM,
  'removal:undo',
  'bans:list',
  'reports:list',
  'report:reporters',
  'report:resolve',
  'audit:list',
]

const remove = ({ roomId, actor }: Scene) =>
  done(server, maker, 'room:remove', { roomId, userId: actor.user.id, minutes: 1 })
const update = (payload: object) => (place: Scene) =>
  done(server, maker, 'room:update', { roomId: place.roomId, ...payload })
const mute = ({ actor }: Scene, roomId?: string) =>
  done(server, olga, 'user:mute', { userId: actor.user.id, minutes: 1, ...(roomId !== undefined && { roomId }) })
const unmute = ({ actor }: Scene, roomId?: string) =>
  done(server, olga, 'user:unmute', { userId: actor.user.id, ...(roomId !== undefined && { roomId }) })
const settings = (payload: object) => () => done(server, olga, 'settings:update', payload)
const block = (who: Somebody, on: boolean) => (place: Scene) =>
  done(server, who, 'user:block', { userId: place.actor.user.id, on })

const REVOCATIONS: Revocation[] = [
  {
    what: 'the session ends',
    revoke: ({ actor }) => done(server, actor, 'session:end', {}),
    code: 'unauthorized',
    cases: [
      ...cases('a guest', OF_MEMBERS),
      ...cases('a guest', ['user:claim', 'user:rename', 'user:leave', 'user:block', 'people:find', 'room:create']),
      ...cases('a guest', ['session:end', 'session:endAll', 'session:link', 'sessions:list', 'invites:list']),
      ...cases('a guest', ['invite:redeem', 'invite:revoke']),
      ...cases('a guest', [
        'user:status',
        'user:picture',
        'user:timeZone',
        'user:profile',
        'people:list',
        'people:direct',
      ]),
      ...cases('a guest', ['preferences:update', 'reminders:list', 'rooms:read', 'file:upload', 'file:remove']),
      ...cases('a guest', ['emoji:list']),
      ...cases('a person', ['message:pin', 'room:invite', 'invite:create', 'emoji:add', 'emoji:remove']),
      ...cases('a guest', ['notify:get', 'notify:update', 'notify:snooze', 'push:subscribe', 'push:unsubscribe']),
      ...cases('a person', ['mail:get', 'mail:update', 'mail:give', 'mail:remove', 'mail:confirm']),
      ...cases('a host', OF_HOSTS),
      ...cases('one of two', ['room:hide']),
      ...cases('a visitor', ['room:join'], 'open'),
      ...cases('a moderator', OF_MODERATORS),
      ...cases('an owner', OF_OWNERS),
    ],
  },
  {
    what: 'the seat is taken away',
    revoke: remove,
    code: 'not_found',
    cases: [...cases('a guest', OF_MEMBERS), ...cases('a person', ['message:pin', 'room:invite'])],
  },
  {
    what: 'the seat in an open room is taken away',
    revoke: remove,
    code: 'forbidden',
    cases: cases('a guest', [...WORDS, 'room:read', 'room:unread', 'room:notify', 'room:leave'], 'open'),
  },
  {
    what: 'they are a host no more',
    revoke: ({ roomId, actor }) =>
      done(server, olga, 'room:appoint', { roomId, userId: actor.user.id, role: 'member' }),
    code: 'forbidden',
    cases: [
      ...cases('a host', OF_HOSTS),
      { command: 'user:mute', as: 'a host', with: inRoom },
      { command: 'user:unmute', as: 'a host', with: inRoom },
      { command: 'invite:create', as: 'a host', with: inRoom },
      { command: 'message:delete', as: 'a host', with: atTheirs },
      { command: 'message:versions', as: 'a host', with: atTheirs },
    ],
  },
  {
    what: 'those they act against became hosts themselves',
    revoke: ({ roomId }) => done(server, olga, 'room:appoint', { roomId, ...them(), role: 'host' }),
    code: 'forbidden',
    cases: [
      { command: 'room:remove', as: 'a host' },
      { command: 'room:appoint', as: 'a host', with: () => ({ role: 'member' }) },
      { command: 'user:mute', as: 'a host', with: inRoom },
      { command: 'user:unmute', as: 'a host', with: inRoom },
    ],
  },
  {
    what: 'the room is closed',
    revoke: update({ kind: 'closed' }),
    code: 'not_found',
    cases: cases(
      'a visitor',
      [
        'room:history',
        'room:changes',
        'room:members',
        'messages:pinned',
        'files:list',
        'room:join',
        'message:report',
        'message:save',
        'reactions:list',
        'message:versions',
      ],
      'open',
    ),
  },
  {
    what: 'the room is deleted',
    revoke: ({ roomId, mark }) => done(server, maker, 'room:delete', { roomId, name: mark.replace('Mark', 'Scene') }),
    code: 'not_found',
    cases: [
      ...cases('a guest', OF_MEMBERS),
      ...cases('a host', OF_HOSTS),
      ...cases('a person', ['message:pin', 'room:invite']),
    ],
  },
  {
    what: 'the room is archived',
    revoke: update({ isArchived: true }),
    code: 'forbidden',
    cases: [
      ...cases('a guest', WORDS),
      ...cases('a person', ['message:pin', 'room:invite']),
      ...cases('a visitor', ['room:join'], 'open'),
    ],
  },
  {
    what: 'the room is locked',
    revoke: update({ isLocked: true }),
    code: 'forbidden',
    cases: [...cases('a guest', WORDS), ...cases('a person', ['message:pin'])],
  },
  {
    what: 'they are muted there',
    revoke: (place) => mute(place, place.roomId),
    undo: (place) => unmute(place, place.roomId),
    code: 'forbidden',
    cases: [
      ...cases('a guest', [...WORDS, 'user:rename']),
      ...cases('a person', ['message:pin', 'room:invite']),
      { command: 'room:update', as: 'a host' },
      { command: 'invite:create', as: 'a host', with: inRoom },
    ],
  },
  {
    what: 'they are muted everywhere',
    revoke: (place) => mute(place),
    undo: (place) => unmute(place),
    code: 'forbidden',
    cases: [
      ...cases('a guest', [...WORDS, 'user:rename', 'user:status', 'room:create']),
      ...cases('a person', ['message:pin', 'room:invite', 'invite:create', 'emoji:add']),
      ...cases('a host', ['room:update']),
    ],
  },
  {
    what: 'the other one of two blocks them',
    revoke: block(victim, true),
    undo: block(victim, false),
    code: 'forbidden',
    cases: [...cases('one of two', WORDS), { command: 'message:pin', as: 'one of two' }],
  },
  {
    what: 'those whom they invite block them',
    revoke: block(friend, true),
    undo: block(friend, false),
    code: 'forbidden',
    cases: cases('a person', ['room:create', 'room:invite']),
  },
  {
    what: 'they are demoted',
    revoke: () => appoint(mod, 'member'),
    undo: () => appoint(mod, 'moderator'),
    code: 'forbidden',
    cases: cases('a moderator', OF_MODERATORS),
  },
  {
    what: 'they are demoted, and the invitation is another’s',
    revoke: () => appoint(mod, 'member'),
    undo: () => appoint(mod, 'moderator'),
    code: 'not_found',
    cases: cases('a moderator', ['invite:revoke']),
  },
  {
    what: 'they are an owner no more',
    revoke: () => appoint(second, 'moderator'),
    undo: () => appoint(second, 'owner'),
    code: 'forbidden',
    cases: cases('an owner', OF_OWNERS),
  },
  {
    what: 'those they act against became moderators themselves',
    revoke: () => appoint(victim, 'moderator'),
    undo: () => appoint(victim, 'member'),
    code: 'forbidden',
    cases: cases('a moderator', AGAINST_THEM),
  },
  {
    what: 'only moderators make rooms from now on',
    revoke: settings({ roomsBy: 'moderators' }),
    undo: settings({ roomsBy: 'everyone' }),
    code: 'forbidden',
    cases: cases('a guest', ['room:create']),
  },
  {
    what: 'the invitation is taken back',
    revoke: async () => {
      const { invites } = await done(server, maker, 'invites:list', {})
      for (const { id } of invites) await done(server, maker, 'invite:revoke', { inviteId: id })
    },
    code: 'forbidden',
    cases: cases('a guest', ['invite:redeem']),
  },
]

for (const { cases: some, ...revocation } of REVOCATIONS) {
  test(`[S60] nothing that was under way is carried out when ${revocation.what}`, async () => {
    for (const one of some) await tryHeldBack(revocation, one)
  })
}

test('[S60] a member can no longer read the log when it is for moderators again', async () => {
  await settings({ auditFor: 'members' })()
  const begin = () => overHttp(server, rita.token, 'audit:list', {})
  assert.equal(codeOf(await heldBack(rita.user.id, begin, settings({ auditFor: 'moderators' }))), 'forbidden')
})

test('[S60] another password is not set by a session that ends meanwhile', async () => {
  const here = await elsewhere(rita)
  const order = { current: PASSWORD, password: `${PASSWORD}!` }
  const begin = () => overHttp(server, here.token, 'user:password', order)
  const end = () => done(server, here, 'session:end', {})
  assert.equal(codeOf(await heldBack(rita.user.id, begin, end)), 'unauthorized')
  await arrive(server, { name: 'Rita', password: PASSWORD })
})

test('[S60] no one signs in by a password that is changed meanwhile', async () => {
  const sam = await person(server, 'Sam')
  const knock = () => ask<NewSession & Refused>(server, '/api/session', json({ name: 'Sam', password: PASSWORD }))
  const change = () => done(server, sam, 'user:password', { current: PASSWORD, password: `${PASSWORD}!` })
  const { status, body } = await heldBack(NEWCOMER, knock, change)
  assert.deepEqual([status, body.error?.code], [401, 'unauthorized'])
  assert.equal((await done(server, sam, 'sessions:list', {})).sessions.length, 1)
})

test('[S60] @room of a former host is only text', async () => {
  const place = await scene('a host', 'closed')
  const begin = () => overHttp(server, place.actor.token, 'message:send', draft(place.roomId, '@room, listen'))
  const said = await heldBack(place.actor.user.id, begin, () =>
    done(server, olga, 'room:appoint', { roomId: place.roomId, userId: place.actor.user.id, role: 'member' }),
  )
  assert.ok(said.ok && said.value.mentionsRoom === undefined)
})

// Each takes an invitation's maker the right to make it.
const LOST: [what: string, lose: (maker: Somebody) => Promise<unknown>, toRoom: boolean][] = [
  ['is banned', ({ user }) => done(server, olga, 'user:ban', { userId: user.id, minutes: 1, address: false }), false],
  ['is muted', ({ user }) => done(server, olga, 'user:mute', { userId: user.id, minutes: 1 }), false],
  ['leaves the chat', (who) => done(server, who, 'user:leave', { messages: 'keep', password: PASSWORD }), false],
  ['is demoted', (who) => appoint(who, 'member'), true],
]
for (const [what, lose, toRoom] of LOST) {
  test(`[S61] no one comes in by an invitation whose maker ${what} while they are on their way`, async () => {
    const inviter = await person(server, `Inviter who ${what.slice(0, 20)}`)
    // Of an open room without a seat, which only moderators look after then.
    if (toRoom) await appoint(inviter, 'moderator')
    const { id: roomId } = await done(server, maker, 'room:create', { kind: 'open', name: `For whom ${what}` })
    const make = () => done(server, inviter, 'invite:create', toRoom ? { roomId } : {})
    const [{ code }, { code: other }] = [await make(), await make()]
    const come = () => ask<NewSession & Refused>(server, '/api/session', json({ name: `By ${what}`, invite: code }))
    const { status, body } = await heldBack(NEWCOMER, come, () => lose(inviter))
    assert.deepEqual([status, body.error?.code], [403, 'forbidden'])
    const redeemed = await overHttp(server, friend.token, 'invite:redeem', { invite: other })
    assert.equal(codeOf(redeemed), 'forbidden')
  })
}

test('[C13] a user who is removed while they begin to watch a room does not hear who is online there', async () => {
  const place = await scene('a guest', 'closed')
  const tab = await online(server, place.actor)
  const told: unknown[] = []
  tab.socket.on('presence', (presence: { roomId: string }) => presence.roomId === place.roomId && told.push(presence))
  const begin = () => tab.run('presence:watch', { roomId: place.roomId })
  assert.equal(codeOf(await heldBack(`what ${place.actor.user.id} sees`, begin, () => remove(place))), 'ok')
  const olgas = await online(server, olga)
  const heard = new Promise((resolve) => olgas.socket.on('presence', resolve))
  await olgas.run('presence:watch', { roomId: place.roomId })
  const late = await online(server, friend)
  await done(server, maker, 'room:invite', { roomId: place.roomId, userId: friend.user.id })
  await inTime('somebody has come', heard)
  await tab.run('people:find', {})
  assert.deepEqual(told, [])
  for (const one of [tab, olgas, late]) one.leave()
})

test('[S60] the bytes of a file are neither taken nor given by a session that ends, or a seat that is lost, meanwhile', async () => {
  const place = await scene('a guest', 'closed')
  const { actor, roomId } = place
  const id = await upload(server, friend, Buffer.from('0123456789'))
  await done(server, maker, 'room:invite', { roomId, userId: friend.user.id })
  await done(server, friend, 'message:send', { ...draft(roomId, ''), files: [id] })
  const own = await begin(server, actor, 10)
  const read = async (file: string) =>
    (await ask(server, `/api/files/${file}`, { headers: bearer(actor.token) })).status
  const asked = (only: string, act: () => Promise<number>, meanwhile: () => Promise<unknown>) =>
    heldBack(actor.user.id, act, meanwhile, only, only)
  const write = async () => (await patch(server, actor, own, { from: 0, bytes: Buffer.from('01234') })).status
  assert.equal(
    await asked(
      'fileToServe',
      () => read(id),
      () => remove(place),
    ),
    404,
  )
  const end = () => done(server, actor, 'session:end', {})
  assert.equal(await asked('takeOverUpload', write, end), 401)
  const third = await scene('a guest', 'closed')
  const film = await upload(server, third.actor, Buffer.from('not a film yet'))
  const poster = { method: 'PUT', headers: bearer(third.actor.token), body: aPicture({ width: 20, height: 20 }) }
  const show = async () =>
    (await ask(server, `/api/files/${film}/poster`, { ...poster, body: new Uint8Array(poster.body) })).status
  const endThird = () => done(server, third.actor, 'session:end', {})
  assert.equal(await heldBack(third.actor.user.id, show, endThird, 'addPoster', 'addPoster'), 401)
  const other = await scene('a guest', 'closed')
  const theirs = await begin(server, other.actor, 10)
  const late = async () => (await patch(server, other.actor, theirs, { from: 0, bytes: Buffer.from('01234') })).status
  const endOther = () => done(server, other.actor, 'session:end', {})
  assert.equal(await heldBack(other.actor.user.id, late, endOther, 'upload', 'upload'), 401)
})

test('[S60] a picture is not given, and a film gets no poster, when the session ends meanwhile', async () => {
  const places = [await scene('a guest', 'closed'), await scene('a guest', 'closed')]
  const [reader, sender] = places.map(({ actor }) => actor) as [Somebody, Somebody]
  const image = aPicture({ width: 40, height: 30 })
  const { picture } = await done(server, friend, 'user:picture', { image: image.toString('base64') })
  const film = await upload(server, sender, filmWithXyz(), 'film.mp4')
  const asked = async ({ token }: Somebody, path: string, more: RequestInit = {}) =>
    (await ask(server, path, { ...more, headers: bearer(token) })).status
  const read = () => asked(reader, `/api/pictures/${picture}`)
  const put = () => asked(sender, `/api/files/${film}/poster`, { method: 'PUT', body: new Uint8Array(image) })
  assert.deepEqual([await read(), await put()], [200, 204])
  const end = (who: Somebody) => () => done(server, who, 'session:end', {})
  assert.equal(await heldBack(reader.user.id, read, end(reader), 'pictureToServe', 'pictureToServe'), 401)
  assert.equal(await heldBack(sender.user.id, put, end(sender), 'addPoster', 'addPoster'), 401)
})

test('[S60] an emoji is not added when only moderators may meanwhile, nor by a session that ends', async () => {
  const [member, leaver] = [await person(server, 'Adder'), await person(server, 'Leaving adder')]
  const add = (who: Somebody) => () => overHttp(server, who.token, 'emoji:add', { name: anEmojiName(), image: PIXEL })
  const order = (emojiBy: 'members' | 'moderators') => done(server, olga, 'settings:update', { emojiBy })
  const onlyModerators = () => order('moderators')
  const held = await heldBack(member.user.id, add(member), onlyModerators, 'addEmoji', 'addEmoji')
  await order('members')
  const end = () => done(server, leaver, 'session:end', {})
  const ended = await heldBack(leaver.user.id, add(leaver), end, 'addEmoji', 'addEmoji')
  assert.deepEqual([codeOf(held), codeOf(ended)], ['forbidden', 'unauthorized'])
})

test('[S60] there is a case for every call of the store that needs a permission', () => {
  assert.deepEqual(
    DECIDED.filter((name) => !held.has(name)),
    [],
  )
})

async function reportTheirs(scene: Scene) {
  await done(server, olga, 'message:report', { ...atTheirs(scene), reason: 'to be resolved' })
  const { reports } = await done(server, olga, 'reports:list', {})
  return { reportId: reports.find(({ roomId }) => roomId === scene.roomId)!.id }
}
