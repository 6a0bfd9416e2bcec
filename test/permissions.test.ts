/**
 * Every command of every role at every kind of room, through both doors, in another order for each seed, compared with the
 * table. `SEED=7 node --test test/permissions.test.ts` repeats an order.
 */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { type CommandName, commands, type Output, type Payload } from '../protocol/commands.ts'
import type { Result } from '../protocol/errors.ts'
import type { Message } from '../protocol/models.ts'
import type { ChatRole, Role } from '../protocol/roles.ts'
import { type ChatAction, IN_CHAT, IN_ROOM, type RoomAction, type RoomRule } from '../protocol/permissions.ts'
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
  PASSWORD,
  person,
  type Somebody,
  withPassword,
} from './support/people.ts'
import { aPicture } from './support/pictures.ts'
import { aSubscription } from './support/push.ts'
import { WITH_MAIL } from './support/mail.ts'
import { startServer } from './support/server.ts'
import type { Member } from './support/sockets.ts'

const SEED = Number(process.env.SEED ?? 5050)
/** Cases tried at once. */
const TOGETHER = 8

type Code = 'ok' | 'forbidden' | 'not_found' | 'conflict'
type Kind = 'lobby' | 'open' | 'closed' | 'direct'
type Spot = { kind: Kind; seated: boolean }
/** `hosts` looks after every room in which there is a seat for him. */
type Actor = Somebody & Traits & { what: string; hosts: boolean; member: Member }
type Traits = { role: ChatRole; only?: string; hasPassword: boolean }
/** A room as the actor finds it: two messages, the actor's own where there is a seat, and a user to act against. */
type Room = { id: string; name: string; mine: number; theirs: number }
const placeOf = ({ actor, spot }: { actor: Actor; spot: Spot }) => `${actor.what} ${JSON.stringify(spot)}`
const DOORS = ['socket', 'http'] as const
type Door = (typeof DOORS)[number]

const server = await startServer({ args: ['--limits', 'off', ...WITH_MAIL] })
after(() => server.stop())

const olga = await owner(server)
const [maker, victim, outsider, stranger, hostess, plainMember, mod] = await Promise.all([
  person(server, 'Maker'),
  guest(server, 'Victim'),
  guest(server, 'Outsider'),
  person(server, 'Stranger'),
  person(server, 'Hostess'),
  person(server, 'Member'),
  moderator(server, olga, 'Moderator'),
])
const [newcomer, hostingGuest] = await Promise.all([guest(server, 'Newcomer'), guest(server, 'Hosting guest')])
// There is another owner, so that no one here is the last one.
await done(server, olga, 'user:appoint', { userId: stranger.user.id, role: 'owner' })
for (const { user } of [hostess, hostingGuest])
  await done(server, olga, 'room:appoint', { roomId: 'lobby', userId: user.id, role: 'host' })
await done(server, olga, 'settings:update', { emojiBy: 'members' })
const den = await done(server, maker, 'room:create', { kind: 'closed', name: 'Den', memberIds: [victim.user.id] })
const limited = await limitedGuest(server, maker, den.id, 'Limited')
const limitedPerson = await withPassword(server, await limitedGuest(server, maker, den.id, 'Limited person'))

async function asActor(what: string, role: ChatRole, who: Somebody, more: Partial<Actor> = {}): Promise<Actor> {
  const hasPassword = role !== 'guest' && role !== 'outsider'
  return { hosts: false, hasPassword, ...more, what, role, ...who, member: await online(server, who) }
}
const actors = await Promise.all([
  asActor('an owner', 'owner', olga),
  asActor('a moderator', 'moderator', mod),
  asActor('a host', 'member', hostess, { hosts: true }),
  asActor('a member', 'member', plainMember),
  asActor('a guest', 'guest', newcomer),
  asActor('a guest who is host', 'guest', hostingGuest, { hosts: true }),
  asActor('an outsider', 'outsider', limited, { only: den.id }),
  asActor('an outsider with a password', 'outsider', limitedPerson, { only: den.id, hasPassword: true }),
])
after(() => actors.forEach((actor) => actor.member.leave()))

/** The spots of an actor. An outsider has a seat in that one room, which is closed, and nowhere else. */
const spotsOf = ({ only }: Actor): Spot[] => [
  { kind: 'lobby', seated: only === undefined },
  { kind: 'open', seated: false },
  { kind: 'closed', seated: false },
  { kind: 'direct', seated: false },
  { kind: 'closed', seated: true },
  ...(only === undefined
    ? [
        { kind: 'open' as const, seated: true },
        { kind: 'direct' as const, seated: true },
      ]
    : []),
]

let rooms = 0
async function makeRoom(actor: Actor, { kind, seated }: Spot): Promise<Room> {
  const by = kind === 'lobby' ? olga : maker
  const memberIds = [victim.user.id, ...(seated ? [actor.user.id] : [])]
  const name = `Room ${++rooms}`
  const { id } =
    kind === 'lobby'
      ? { id: 'lobby' }
      : actor.only !== undefined && seated
        ? { id: actor.only }
        : await done(server, maker, 'room:create', { kind, memberIds, ...(kind !== 'direct' && { name }) })
  if (actor.hosts && seated && kind !== 'direct' && kind !== 'lobby')
    await done(server, maker, 'room:appoint', { roomId: id, userId: actor.user.id, role: 'host' })
  const { seq: theirs } = await done(server, by, 'message:send', draft(id, 'theirs'))
  const mine = seated ? await done(server, actor, 'message:send', draft(id, 'mine')) : undefined
  return { id, name: id === den.id ? den.name : name, theirs, mine: mine?.seq ?? theirs }
}

type RoomCase<Name extends CommandName = CommandName> = {
  action: RoomAction
  command: Name
  payload: (room: Room) => Payload<Name>
  /** The act uses the room up: afterwards it is not what it was. */
  uses?: true
  /** The table's notes. */
  unless?: (actor: Actor, spot: Spot) => Code | undefined
  prepare?: (room: Room, spot: Spot) => Promise<() => Promise<void>>
  check?: (value: Output<Name>, actor: Actor, spot: Spot) => void
}
const at = <Name extends CommandName>(row: RoomCase<Name>): RoomCase => row as unknown as RoomCase

const { epoch } = actors[0]!.member.welcome
const notInTheLobby = (_: Actor, { kind }: Spot) => (kind === 'lobby' ? ('forbidden' as const) : undefined)
const isWith = ({ id }: Room) => ({ roomId: id, userId: victim.user.id })

const IN_ROOMS: RoomCase[] = [
  at({ action: 'room:history', command: 'room:history', payload: ({ id }) => ({ roomId: id }) }),
  at({ action: 'room:changes', command: 'room:changes', payload: ({ id }) => ({ roomId: id, epoch, since: 0 }) }),
  at({ action: 'room:origin', command: 'room:origin', payload: ({ id }) => ({ roomId: id }) }),
  at({
    action: 'message:forward',
    command: 'message:forward',
    payload: ({ id, theirs }) => ({ roomId: id, seq: theirs, toRoomId: id, clientId: crypto.randomUUID() }),
    // To the room itself, in which not every user may write.
    unless: (actor, spot) => ruled('message:send', actor, spot),
  }),
  at({
    action: 'message:source',
    command: 'message:source',
    payload: ({ id, theirs }) => ({ roomId: id, seq: theirs }),
    // It was not forwarded.
    unless: () => 'not_found',
  }),
  at({ action: 'room:joins', command: 'room:joins', payload: ({ id }) => ({ roomId: id }) }),
  at({
    action: 'message:remind',
    command: 'message:remind',
    payload: ({ id, theirs }) => ({ roomId: id, seq: theirs }),
  }),
  at({ action: 'room:at', command: 'room:at', payload: ({ id }) => ({ roomId: id, at: '2026-01-01T00:00:00.000Z' }) }),
  at({ action: 'room:members', command: 'room:members', payload: ({ id }) => ({ roomId: id }) }),
  at({ action: 'screen:show', command: 'screen:show', payload: ({ id }) => ({ roomId: id }) }),
  at({ action: 'presence:watch', command: 'presence:watch', payload: ({ id }) => ({ roomId: id }) }),
  at({ action: 'room:join', command: 'room:join', uses: true, payload: ({ id }) => ({ roomId: id }) }),
  at({
    action: 'message:report',
    command: 'message:report',
    payload: ({ id, theirs }) => ({ roomId: id, seq: theirs, reason: 'look' }),
  }),
  at({
    action: 'reactions:list',
    command: 'reactions:list',
    payload: ({ id, theirs }) => ({ roomId: id, seq: theirs, emoji: '👍' }),
  }),
  at({
    action: 'message:save',
    command: 'message:save',
    payload: ({ id, theirs }) => ({ roomId: id, seq: theirs, on: true }),
  }),
  at({
    action: 'message:versions',
    command: 'message:versions',
    payload: ({ id, mine }) => ({ roomId: id, seq: mine }),
    unless: (actor, spot) => (spot.seated ? undefined : ruled('message:versionsOfOthers', actor, spot)),
  }),
  at({
    action: 'message:versionsOfOthers',
    command: 'message:versions',
    payload: ({ id, theirs }) => ({ roomId: id, seq: theirs }),
  }),
  at({ action: 'files:list', command: 'files:list', payload: ({ id }) => ({ roomId: id }) }),
  at({ action: 'messages:pinned', command: 'messages:pinned', payload: ({ id }) => ({ roomId: id }) }),
  at({
    action: 'message:pin',
    command: 'message:pin',
    payload: ({ id, theirs }) => ({ roomId: id, seq: theirs, on: true }),
  }),
  at({ action: 'message:send', command: 'message:send', payload: ({ id }) => draft(id, 'hello') }),
  at({
    action: 'message:edit',
    command: 'message:edit',
    payload: ({ id, mine }) => ({ roomId: id, seq: mine, body: crypto.randomUUID() }),
  }),
  at({
    action: 'message:unpreview',
    command: 'message:unpreview',
    payload: ({ id, mine }) => ({ roomId: id, seq: mine }),
  }),
  at({
    action: 'message:delete',
    command: 'message:delete',
    uses: true,
    payload: ({ id, mine }) => ({ roomId: id, seq: mine }),
    // Without a seat there is nothing of one's own.
    unless: (actor, spot) => (spot.seated ? undefined : ruled('message:deleteOthers', actor, spot)),
  }),
  at({
    action: 'message:deleteOthers',
    command: 'message:delete',
    uses: true,
    payload: ({ id, theirs }) => ({ roomId: id, seq: theirs }),
  }),
  at({
    action: 'message:react',
    command: 'message:react',
    payload: ({ id, theirs }) => ({ roomId: id, seq: theirs, emoji: '👍', on: true }),
  }),
  at({ action: 'typing:start', command: 'typing:start', payload: ({ id }) => ({ roomId: id }) }),
  at({ action: 'room:read', command: 'room:read', payload: ({ id }) => ({ roomId: id, seq: 1 }) }),
  at({ action: 'room:unread', command: 'room:unread', payload: ({ id }) => ({ roomId: id, seq: 1 }) }),
  at({
    action: 'room:notify',
    command: 'room:notify',
    payload: ({ id }) => ({ roomId: id, level: 'mentions' }),
  }),
  at({ action: 'room:accept', command: 'room:accept', payload: ({ id }) => ({ roomId: id }) }),
  at({
    action: 'room:decline',
    command: 'room:decline',
    payload: ({ id }) => ({ roomId: id }),
    // A user who has written in a room has accepted their seat.
    unless: (actor, spot) => (ruled('room:decline', actor, spot) === 'ok' ? 'not_found' : undefined),
  }),
  at({ action: 'room:hide', command: 'room:hide', uses: true, payload: ({ id }) => ({ roomId: id }) }),
  at({
    action: 'room:leave',
    command: 'room:leave',
    uses: true,
    payload: ({ id }) => ({ roomId: id }),
    unless: notInTheLobby,
  }),
  at({
    action: 'room:invite',
    command: 'room:invite',
    payload: ({ id }) => ({ roomId: id, userId: outsider.user.id }),
  }),
  at({
    action: 'mention:room',
    command: 'message:send',
    payload: ({ id }) => draft(id, '@room, listen'),
    // From others it is only text, and text may be sent.
    unless: (actor, spot) => ruled('message:send', actor, spot),
    check: (message: Message, actor, spot) =>
      assert.equal(
        message.mentionsRoom === true,
        ruled('mention:room', actor, spot) === 'ok',
        'whether it speaks to everybody',
      ),
  }),
  at({
    action: 'message:sendFreely',
    command: 'message:send',
    payload: ({ id }) => draft(id, 'locked'),
    prepare: async ({ id }, { kind }) => {
      if (kind === 'direct') return () => Promise.resolve()
      const lock = async (isLocked: boolean) =>
        void (await done(server, kind === 'lobby' ? olga : maker, 'room:update', { roomId: id, isLocked }))
      await lock(true)
      return () => lock(false)
    },
    // A direct room has no lock, and writing needs a seat even where it is free.
    unless: (actor, spot) =>
      spot.kind === 'direct' || ruled('message:send', actor, spot) !== 'ok'
        ? ruled('message:send', actor, spot)
        : undefined,
  }),
  at({
    action: 'room:forgive',
    command: 'room:invite',
    payload: isWith,
    prepare: async (room, { kind }) => {
      // No one is removed from the others.
      if (kind === 'open' || kind === 'closed') await done(server, maker, 'room:remove', isWith(room))
      return async () => {
        if (kind === 'open' || kind === 'closed') await done(server, maker, 'room:invite', isWith(room))
      }
    },
    unless: (actor, spot) =>
      spot.kind === 'lobby' || ruled('room:invite', actor, spot) !== 'ok'
        ? ruled('room:invite', actor, spot)
        : undefined,
  }),
  at({
    action: 'room:update',
    command: 'room:update',
    payload: ({ id }) => ({ roomId: id, topic: crypto.randomUUID() }),
  }),
  at({
    action: 'room:delete',
    command: 'room:delete',
    uses: true,
    payload: ({ id, name }) => ({ roomId: id, name }),
    unless: notInTheLobby,
  }),
  at({
    action: 'room:remove',
    command: 'room:remove',
    uses: true,
    payload: (room) => ({ ...isWith(room), minutes: 0 }),
    unless: notInTheLobby,
  }),
  at({ action: 'room:appoint', command: 'room:appoint', payload: (room) => ({ ...isWith(room), role: 'member' }) }),
  at({ action: 'user:muteHere', command: 'user:mute', payload: (room) => ({ ...isWith(room), minutes: 1 }) }),
  at({ action: 'user:unmuteHere', command: 'user:unmute', payload: isWith }),
  at({ action: 'invite:createHere', command: 'invite:create', payload: ({ id }) => ({ roomId: id, uses: 1 }) }),
]

/** The table's answer, before its notes. */
function ruled(action: RoomAction, actor: Actor, { kind, seated }: Spot): Code {
  const isSeen = seated || ((kind === 'open' || kind === 'lobby') && actor.only === undefined)
  if (!isSeen) return 'not_found'
  const rule: RoomRule = IN_ROOM[action]
  const asKind = kind === 'lobby' ? 'open' : kind
  const mayHere = rule.kinds.includes(asKind) && rule.may.includes(roleIn(actor, { kind, seated }))
  return mayHere && (seated || !rule.needsSeat) ? 'ok' : 'forbidden'
}

function roleIn({ role, hosts }: Actor, { kind, seated }: Spot): Role {
  if (role === 'outsider') return role
  if (kind === 'direct') return role === 'guest' ? 'guest' : 'member'
  if (role === 'owner' || role === 'moderator') return role
  return hosts && seated ? 'host' : role
}

const give = <Name extends CommandName>(
  door: Door,
  { member, token }: { member: Member; token: string },
  name: Name,
  payload: Payload<Name>,
): Promise<Result<Output<Name>>> =>
  door === 'socket' ? member.run(name, payload) : overHttp(server, token, name, payload)

type Found = { what: string; expected: string; answered: string }
const complaints = (found: Found[]) => found.filter(({ expected, answered }) => expected !== answered)

function inOrder<T>(all: T[]): T[] {
  const [order] = fc.sample(fc.shuffledSubarray(all, { minLength: all.length }), { seed: SEED, numRuns: 1 })
  assert.equal(order?.length, all.length)
  return order ?? []
}

test('[A1] there is a case for every command and for every line of the table', () => {
  const tried = new Set<string>([...IN_ROOMS, ...IN_THE_CHAT].map(({ command }) => command))
  assert.deepEqual(
    Object.keys(commands).filter((name) => !tried.has(name)),
    [],
  )
  const actions = new Set<string>([...IN_ROOMS, ...IN_THE_CHAT].map(({ action }) => action))
  assert.deepEqual(
    [...Object.keys(IN_ROOM), ...Object.keys(IN_CHAT)].filter((action) => !actions.has(action)),
    [],
  )
})

test('[A1] every command of every role in every kind of room is answered as the table says, by both doors', async (t) => {
  t.diagnostic(`SEED=${SEED}`)
  const cases = actors.flatMap((actor) =>
    spotsOf(actor).flatMap((spot) => IN_ROOMS.flatMap((row) => DOORS.map((door) => ({ actor, spot, row, door })))),
  )
  assert.ok(cases.length > 1_500)
  const fresh = new Map<string, Room>()
  const found: Found[] = []
  const tryOut = async ({ actor, spot, row, door }: (typeof cases)[number]) => {
    const key = placeOf({ actor, spot })
    const room = fresh.get(key) ?? (await makeRoom(actor, spot))
    fresh.set(key, room)
    const tidyUp = await row.prepare?.(room, spot)
    const result = await give(door, actor, row.command, row.payload(room))
    await tidyUp?.()
    if (result.ok && row.uses) fresh.delete(key)
    const hidden = ruled('room:history', actor, spot) === 'not_found'
    const expected = hidden ? 'not_found' : (row.unless?.(actor, spot) ?? ruled(row.action, actor, spot))
    const what = `${actor.what}, ${spot.seated ? 'seated' : 'not seated'} in ${spot.kind}: ${row.action} by ${door}`
    found.push({ what, expected, answered: codeOf(result) })
    if (result.ok) row.check?.(result.value, actor, spot)
    // A user muted or removed by a case gets back their place before the next one.
    if (result.ok && row.command === 'user:mute')
      await done(server, spot.kind === 'lobby' ? olga : actor, 'user:unmute', isWith(room))
    if (result.ok && row.command === 'room:remove' && room.id === den.id)
      await done(server, maker, 'room:invite', { roomId: den.id, userId: victim.user.id })
  }
  // Rooms do not affect each other. The lobby and the den are one room for all of them.
  const lanes = Map.groupBy(inOrder(cases), (one) => {
    if (one.spot.kind === 'lobby') return 'lobby'
    return one.actor.only !== undefined && one.spot.seated ? 'den' : placeOf(one)
  })
  await Promise.all(
    Array.from(lanes.values(), async (lane) => {
      for (const one of lane) await tryOut(one)
    }),
  )
  assert.deepEqual(complaints(found), [])
  for (const code of ['ok', 'forbidden', 'not_found'])
    assert.ok(found.filter(({ answered }) => answered === code).length > 200, `${code} was seen often`)
})

type ChatCase<Name extends CommandName = CommandName> = {
  action: ChatAction
  command: Name
  payload: (actor: Somebody & Traits) => Payload<Name> | Promise<Payload<Name>>
  /** The actor is another user afterwards, or none. */
  spends?: true
  unless?: (actor: Traits) => Code | undefined
}
const inChat = <Name extends CommandName>(row: ChatCase<Name>): ChatCase => row as unknown as ChatCase

const makesInvites = (role: ChatRole) => role !== 'guest' && role !== 'outsider'
const addsEmoji = makesInvites
let names = 0

const PIXEL = aPicture({ width: 8, height: 8 }).toString('base64')
const anEmojiName = () => `added-${++names}`
const emojiOf = async (who: Somebody) =>
  (await done(server, who, 'emoji:add', { name: anEmojiName(), image: PIXEL })).name

const IN_THE_CHAT: ChatCase[] = [
  inChat({
    action: 'room:create',
    command: 'room:create',
    payload: () => ({ kind: 'closed', name: `New ${++names}` }),
  }),
  inChat({
    action: 'room:create',
    command: 'room:create',
    payload: () => ({ kind: 'open', name: `New ${++names}` }),
  }),
  inChat({
    action: 'room:create',
    command: 'room:create',
    payload: () => ({ kind: 'direct', memberIds: [outsider.user.id] }),
  }),
  inChat({ action: 'search', command: 'search', payload: () => ({ query: 'theirs' }) }),
  inChat({ action: 'inbox:list', command: 'inbox:list', payload: () => ({}) }),
  inChat({ action: 'messages:saved', command: 'messages:saved', payload: () => ({}) }),
  inChat({ action: 'rooms:browse', command: 'rooms:browse', payload: () => ({}) }),
  inChat({ action: 'people:find', command: 'people:find', payload: () => ({ query: 'v' }) }),
  inChat({
    action: 'user:claim',
    command: 'user:claim',
    spends: true,
    payload: () => ({ password: PASSWORD }),
    unless: ({ role, hasPassword }) => (role === 'outsider' && hasPassword ? 'conflict' : undefined),
  }),
  inChat({
    action: 'user:rename',
    command: 'user:rename',
    spends: true,
    payload: () => ({ name: `Called ${++names}` }),
  }),
  inChat({
    action: 'user:password',
    command: 'user:password',
    spends: true,
    payload: () => ({ current: PASSWORD, password: `${PASSWORD}!` }),
    unless: ({ role, hasPassword }) => (role === 'outsider' && !hasPassword ? 'forbidden' : undefined),
  }),
  inChat({
    action: 'user:leave',
    command: 'user:leave',
    spends: true,
    payload: ({ hasPassword }) => ({ messages: 'keep', ...(hasPassword && { password: PASSWORD }) }),
  }),
  inChat({ action: 'file:upload', command: 'file:upload', payload: () => ({ name: 'a.txt', size: 3 }) }),
  // Of a file that does not exist: whoever may, is told that it does not.
  inChat({
    action: 'file:remove',
    command: 'file:remove',
    payload: () => ({ fileId: `f_${'x'.repeat(22)}` }),
    unless: () => 'not_found',
  }),
  inChat({ action: 'files:usage', command: 'files:usage', payload: () => ({}) }),
  inChat({ action: 'files:older', command: 'files:older', payload: () => ({ before: '2020-01-01T00:00:00Z' }) }),
  inChat({
    action: 'files:deleteOlder',
    command: 'files:deleteOlder',
    payload: () => ({ before: '2020-01-01T00:00:00Z' }),
  }),
  inChat({
    action: 'files:restore',
    command: 'files:restore',
    payload: async () => {
      const { deletionId } = await done(server, olga, 'files:deleteOlder', { before: '2020-01-01T00:00:00Z' })
      return { deletionId }
    },
  }),
  inChat({ action: 'user:block', command: 'user:block', payload: () => ({ userId: outsider.user.id, on: false }) }),
  inChat({ action: 'user:status', command: 'user:status', payload: () => ({ text: 'about' }) }),
  inChat({ action: 'user:picture', command: 'user:picture', payload: () => ({}) }),
  inChat({ action: 'emoji:list', command: 'emoji:list', payload: () => ({}) }),
  inChat({
    action: 'emoji:add',
    command: 'emoji:add',
    payload: () => ({ name: anEmojiName(), image: PIXEL }),
  }),
  inChat({
    action: 'emoji:remove',
    command: 'emoji:remove',
    // A user who adds none has none to remove.
    payload: async (actor) => ({ name: await emojiOf(addsEmoji(actor.role) ? actor : olga) }),
  }),
  inChat({
    action: 'emoji:removeOthers',
    command: 'emoji:remove',
    payload: async () => ({ name: await emojiOf(olga) }),
  }),
  inChat({ action: 'user:timeZone', command: 'user:timeZone', payload: () => ({ timeZone: 'Europe/Berlin' }) }),
  inChat({ action: 'user:profile', command: 'user:profile', payload: ({ user }) => ({ userId: user.id }) }),
  inChat({ action: 'reminders:list', command: 'reminders:list', payload: () => ({}) }),
  inChat({ action: 'settings:picture', command: 'settings:picture', payload: () => ({}) }),
  inChat({ action: 'people:list', command: 'people:list', payload: () => ({ query: 'v' }) }),
  inChat({ action: 'people:direct', command: 'people:direct', payload: () => ({}) }),
  inChat({ action: 'mail:get', command: 'mail:get', payload: () => ({}) }),
  inChat({ action: 'mail:update', command: 'mail:update', payload: () => ({ weekly: true }) }),
  inChat({
    action: 'mail:give',
    command: 'mail:give',
    payload: () => ({ address: `a${++names}@example.org`, password: PASSWORD }),
    unless: ({ hasPassword }) => (hasPassword ? undefined : 'forbidden'),
  }),
  inChat({
    action: 'mail:remove',
    command: 'mail:remove',
    payload: () => ({ password: PASSWORD }),
    unless: ({ hasPassword }) => (hasPassword ? undefined : 'forbidden'),
  }),
  // Nobody has the code of a mail that was not sent.
  inChat({
    action: 'mail:confirm',
    command: 'mail:confirm',
    payload: () => ({ code: 'none' }),
    unless: () => 'forbidden',
  }),
  inChat({ action: 'preferences:get', command: 'preferences:get', payload: () => ({}) }),
  inChat({ action: 'preferences:update', command: 'preferences:update', payload: () => ({ clock: '24' }) }),
  inChat({ action: 'notify:get', command: 'notify:get', payload: () => ({}) }),
  inChat({ action: 'notify:update', command: 'notify:update', payload: () => ({ reactions: true }) }),
  inChat({ action: 'notify:snooze', command: 'notify:snooze', payload: () => ({ until: null }) }),
  inChat({ action: 'push:key', command: 'push:key', payload: () => ({}) }),
  inChat({ action: 'push:subscribe', command: 'push:subscribe', payload: () => aSubscription() }),
  inChat({ action: 'push:test', command: 'push:test', payload: () => ({}) }),
  inChat({
    action: 'push:unsubscribe',
    command: 'push:unsubscribe',
    payload: () => ({ endpoint: 'https://push.example/nothing' }),
  }),
  inChat({ action: 'rooms:read', command: 'rooms:read', payload: () => ({}) }),
  inChat({ action: 'session:end', command: 'session:end', spends: true, payload: () => ({}) }),
  inChat({ action: 'session:endAll', command: 'session:endAll', spends: true, payload: () => ({}) }),
  inChat({ action: 'session:link', command: 'session:link', payload: () => ({}) }),
  inChat({ action: 'sessions:list', command: 'sessions:list', payload: () => ({}) }),
  inChat({ action: 'invite:create', command: 'invite:create', payload: () => ({ uses: 1 }) }),
  inChat({ action: 'invites:list', command: 'invites:list', payload: () => ({}) }),
  inChat({
    action: 'invite:revoke',
    command: 'invite:revoke',
    payload: async (actor) => ({
      inviteId: makesInvites(actor.role) ? (await done(server, actor, 'invite:create', {})).id : 'i_nothing',
    }),
    // A user who makes no invitations has none to take back.
    unless: ({ role }) => (makesInvites(role) ? undefined : 'not_found'),
  }),
  inChat({
    action: 'invites:others',
    command: 'invite:revoke',
    payload: async () => ({ inviteId: (await done(server, maker, 'invite:create', {})).id }),
    // Another user’s invitation is as good as none.
    unless: ({ role }) => (role === 'owner' || role === 'moderator' ? undefined : 'not_found'),
  }),
  inChat({
    action: 'invite:redeem',
    command: 'invite:redeem',
    payload: async () => ({ invite: (await done(server, maker, 'invite:create', { roomId: den.id })).code }),
    spends: true,
  }),
  inChat({
    action: 'user:appoint',
    command: 'user:appoint',
    payload: () => ({ userId: maker.user.id, role: 'member' }),
  }),
  inChat({
    action: 'user:ban',
    command: 'user:ban',
    payload: async () => ({ userId: (await guest(server)).user.id, minutes: 1 }),
  }),
  inChat({ action: 'user:unban', command: 'user:unban', payload: () => ({ userId: victim.user.id }) }),
  inChat({ action: 'bans:list', command: 'bans:list', payload: () => ({}) }),
  inChat({
    action: 'user:mute',
    command: 'user:mute',
    payload: async () => ({ userId: (await guest(server)).user.id, minutes: 1 }),
  }),
  inChat({ action: 'user:unmute', command: 'user:unmute', payload: () => ({ userId: victim.user.id }) }),
  inChat({
    action: 'user:removePicture',
    command: 'user:removePicture',
    payload: async () => ({ userId: (await guest(server)).user.id }),
  }),
  inChat({
    action: 'user:removeMessages',
    command: 'user:removeMessages',
    payload: async () => ({ userId: (await guest(server)).user.id, hours: 1 }),
  }),
  inChat({
    action: 'removal:undo',
    command: 'removal:undo',
    payload: async () => {
      const { user } = await guest(server)
      return { removalId: (await done(server, olga, 'user:removeMessages', { userId: user.id, hours: 1 })).removalId }
    },
  }),
  inChat({ action: 'reports:list', command: 'reports:list', payload: () => ({}) }),
  inChat({ action: 'report:reporters', command: 'report:reporters', payload: makeReport }),
  inChat({ action: 'report:resolve', command: 'report:resolve', payload: makeReport }),
  inChat({ action: 'audit:list', command: 'audit:list', payload: () => ({}) }),
  inChat({ action: 'settings:update', command: 'settings:update', payload: () => ({ roomsBy: 'everyone' }) }),
]

test('[A1] every command of every role on the chat as a whole is answered as the table says, by both doors', async (t) => {
  t.diagnostic(`SEED=${SEED}`)
  // Reports made in the rooms.
  for (let left = Infinity; left > 0;) {
    const { reports, open } = await done(server, olga, 'reports:list', {})
    for (const { id } of reports) await done(server, olga, 'report:resolve', { reportId: id })
    left = open - reports.length
  }
  const cases = actors.flatMap((actor) => IN_THE_CHAT.flatMap((row) => DOORS.map((door) => ({ actor, row, door }))))
  const found: Found[] = []
  const tryOut = async ({ actor, row, door }: (typeof cases)[number]) => {
    const may = (IN_CHAT[row.action].may as readonly ChatRole[]).includes(actor.role)
    const expected = row.unless?.(actor) ?? (may ? 'ok' : 'forbidden')
    const who = row.spends && expected === 'ok' ? await another(actor) : actor
    const payload = await row.payload({ ...actor, ...who })
    const result = await give(door, who, row.command, payload)
    if (who !== actor) who.member.leave()
    // The list shows the first fifty: reports that stay open would keep later ones out of it.
    if ('reportId' in payload) await overHttp(server, olga.token, 'report:resolve', payload as { reportId: string })
    found.push({ what: `${actor.what}: ${row.action} by ${door}`, expected, answered: codeOf(result) })
  }
  const waiting = inOrder(cases)
  const lanes = Array.from({ length: TOGETHER }, async () => {
    for (let one = waiting.pop(); one; one = waiting.pop()) await tryOut(one)
  })
  await Promise.all(lanes)
  assert.deepEqual(complaints(found), [])
})

/** A new user of the same role. */
async function another({ role, only, hasPassword }: Actor): Promise<Somebody & { member: Member }> {
  const name = `Another ${++names}`
  const make = async () => {
    if (only !== undefined) {
      const outsider = await limitedGuest(server, maker, only, name)
      return hasPassword ? withPassword(server, outsider) : outsider
    }
    if (role === 'guest') return guest(server, name)
    const somebody = await person(server, name)
    if (role === 'owner' || role === 'moderator')
      await done(server, olga, 'user:appoint', { userId: somebody.user.id, role })
    return somebody
  }
  const somebody = await make()
  return { ...somebody, member: await online(server, somebody) }
}

async function makeReport() {
  const { seq } = await done(server, maker, 'message:send', draft('lobby', 'to be reported'))
  // No user makes many reports.
  await done(server, await guest(server), 'message:report', { roomId: 'lobby', seq })
  const { reports } = await done(server, olga, 'reports:list', {})
  return { reportId: reports.find((report) => report.seq === seq && report.roomId === 'lobby')!.id }
}
