/** Users who try to be taken for another user, or for no one. */
import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { Me, NewSession, Presence, Typing, User } from '../../protocol/models.ts'
import { nameKey } from '../../protocol/name-key.ts'
import { nameLook } from '../../protocol/names/looks.ts'
import { eventually } from '../support/eventually.ts'
import { ask, json, type Refused } from '../support/http.ts'
import {
  arrive,
  codeOf,
  done,
  draft,
  guest,
  online,
  overHttp,
  owner,
  ownerBy,
  PASSWORD,
  person,
  type Somebody,
} from '../support/people.ts'
import { startServer } from '../support/server.ts'
import { accepted, type Member, turnedAway } from '../support/sockets.ts'

// Behind a proxy each user here can come from an address of their own.
const server = await startServer({ args: ['--limits', 'off'], env: { TRUST_PROXY: '1' } })
after(() => server.stop())
const olga = await owner(server)
const from = (address: string) => ({ 'x-forwarded-for': address })
const knock = (payload: object, address = '198.51.100.1') =>
  ask<NewSession & Refused>(server, '/api/session', json(payload, from(address)))
const claim = (who: Somebody) => overHttp(server, who.token, 'user:claim', { password: PASSWORD })

/** No names, each for a reason of its own: a blank, two alphabets, small capitals, a pile, a joiner, a hidden dot. */
const NO_NAMES = [
  '\u2800',
  'Olga\u3164',
  '\u{1D159}\u{13441}',
  'Оlga',
  'ᴏʟɢᴀ',
  'O\u0301\u0302\u0303\u0304',
  'Ol\u200Dga',
  'i\u0307da',
]

describe('[P30, P31, P32, P33] a string that is no name', () => {
  const refusals: Record<string, (name: string) => Promise<string>> = {
    'of a guest who arrives': async (name) => (await knock({ name })).body.error.code,
    'of a guest who arrives at the typed door': async (name) => (await turnedAway(server.url, '/chat', { name })).code,
    'of a guest who arrives at the plain door': async (name) => (await turnedAway(server.url, '/', { name })).code,
    'of a person who comes by an invitation': async (name) => {
      const { code } = await done(server, olga, 'invite:create', { uses: 1 })
      return (await knock({ name, password: PASSWORD, invite: code })).body.error.code
    },
    'that somebody wants instead of theirs': async (name) =>
      codeOf(await overHttp(server, olga.token, 'user:rename', { name })),
    'of a room that is made': async (name) =>
      codeOf(await overHttp(server, olga.token, 'room:create', { kind: 'open', name })),
    'of a room that has another': async (name) => {
      const { id } = await done(server, olga, 'room:create', { kind: 'closed', name: 'Plain' })
      return codeOf(await overHttp(server, olga.token, 'room:update', { roomId: id, name }))
    },
  }
  for (const [whose, refuse] of Object.entries(refusals))
    test(`is not taken as the name ${whose}`, async () => {
      for (const name of NO_NAMES) assert.equal(await refuse(name), 'bad_request', JSON.stringify(name))
    })
})

test('[P2, P34, P40] no newcomer looks like another user, and no room like another room', async () => {
  await person(server, 'paypal')
  await person(server, 'admin')
  const here = await online(server, await guest(server, 'Coco'))
  for (const name of ['раураӏ', 'paypaI', 'PayPa1', 'ADMlN', 'adrnin', 'Сосо', 'C0CO']) {
    assert.equal((await knock({ name })).status, 409, name)
    const other = await guest(server)
    assert.equal(codeOf(await overHttp(server, other.token, 'user:rename', { name })), 'conflict', name)
  }
  await done(server, olga, 'room:create', { kind: 'open', name: 'Support' })
  for (const name of ['SUPP0RT', 'support'])
    assert.equal(codeOf(await overHttp(server, olga.token, 'room:create', { kind: 'open', name })), 'conflict', name)
  here.leave()
})

test('[P2] of many names that are taken, no two look alike', async () => {
  const alphabets = [
    ['o', '0', 'O', 'l', 'I', '1', 'rn', 'm'],
    ['о', 'О', 'і', 'ӏ'],
  ]
  const names = alphabets.flatMap((letters) => letters.flatMap((first) => letters.map((second) => first + second)))
  const taken: User[] = []
  for (const name of names) {
    const { status, body } = await knock({ name })
    if (status === 201) taken.push(body.user)
  }
  assert.ok(taken.length < names.length / 2, `${taken.length} of ${names.length}`)
  const byLook = Map.groupBy(taken, ({ name }) => nameLook(name))
  assert.ok(byLook.size > 5, `${byLook.size} looks`)
  for (const [look, users] of byLook) assert.equal(new Set(users.map(({ name }) => nameKey(name))).size, 1, look)
})

describe('[P38, P39] a name that a person claims', () => {
  /** Guests with one name, as it happens when each of them came while the others were away. */
  const namesakes = async (name: string, count: number): Promise<Somebody[]> => {
    const guests: Somebody[] = []
    for (let made = 0; made < count; made++) guests.push(await guest(server, name))
    return guests
  }
  /** The facts of this kind that a member hears, the latest last. */
  const hears = <T>({ socket }: Member, event: string): T[] => {
    const heard: T[] = []
    socket.on(event, (fact: T) => heard.push(fact))
    return heard
  }

  test('[P39] is no guest’s any more: all others are numbered and told, and every member sees it', async () => {
    const [ann, ...others] = await namesakes('Ann Other', 4)
    const { seq } = await done(server, others[0]!, 'message:send', draft('lobby', 'said as Ann'))
    const members = await Promise.all(others.slice(0, 2).map((other) => online(server, other)))
    const onlooker = await online(server, olga)
    const told = members.map((member) => hears<Me>(member, 'me:changed'))
    const seen = hears<User>(onlooker, 'user:changed')
    const here = hears<Presence>(onlooker, 'presence')
    const typing = hears<Typing>(onlooker, 'typing')
    accepted(await onlooker.run('presence:watch', { roomId: 'lobby' }))
    accepted(await members[0]!.run('typing:start', { roomId: 'lobby' }))
    await eventually(() => assert.equal(typing.at(-1)?.users[0]?.name, 'Ann Other'))

    accepted(await claim(ann!))

    const names = ['Ann Other 2', 'Ann Other 3', 'Ann Other 4']
    await eventually(() => {
      assert.deepEqual(told.map((mine) => mine.at(-1)?.user.name ?? '').toSorted(), names.slice(0, 2))
      assert.deepEqual(
        told.map((mine) => mine.at(-1)?.lostName),
        ['Ann Other', 'Ann Other'],
      )
      const others = seen.filter(({ kind }) => kind === 'guest').map(({ name }) => name)
      assert.deepEqual(others.toSorted(), names)
      assert.equal(typing.at(-1)?.users[0]?.name, 'Ann Other 2')
      const listed = here.at(-1)?.users?.map(({ name }) => name) ?? []
      assert.deepEqual(listed.filter((name) => name.startsWith('Ann Other')).toSorted(), names.slice(0, 2))
    })
    // Old messages carry the new name, and so do new ones.
    const { messages } = await done(server, olga, 'room:history', { roomId: 'lobby', around: seq, limit: 1 })
    assert.equal(messages[0]?.author.name, 'Ann Other 2')
    assert.equal((await members[0]!.say('said as the second')).author.name, 'Ann Other 2')
    // Each mention goes to the user it names.
    const { seq: mention } = await done(server, olga, 'message:send', draft('lobby', '@Ann Other 3 and nobody else'))
    const inboxes = await Promise.all(
      [ann!, ...others].map(async (who) =>
        (await done(server, who, 'inbox:list', {})).entries.map(({ message }) => message.seq),
      ),
    )
    assert.deepEqual(
      inboxes.map((seqs) => seqs.includes(mention)),
      [false, false, true, false],
    )
    // A user who was away hears it with the welcome, until they choose a name.
    const late = await online(server, others[2]!)
    assert.deepEqual([late.welcome.you.name, late.welcome.me.lostName], ['Ann Other 4', 'Ann Other'])
    assert.equal(codeOf(await late.run('user:rename', { name: 'Ann Other' })), 'conflict')
    accepted(await late.run('user:rename', { name: 'Anna Own' }))
    const again = await online(server, others[2]!)
    assert.equal(again.welcome.me.lostName, undefined)
    assert.equal((await knock({ name: 'ann other' })).status, 409)
    for (const member of [...members, onlooker, late, again]) member.leave()
  })

  test('[P39] when all who bear it claim it at once, one has it, and none of the others is a person by mistake', async () => {
    const twins = await namesakes('Twin of many', 8)
    const results = await Promise.all(twins.map(claim))
    assert.equal(results.filter(({ ok }) => ok).length, 1)
    for (const result of results) if (!result.ok) assert.equal(result.error.code, 'conflict')
    const welcomes = await Promise.all(
      twins.map(async (twin) => {
        const member = await online(server, twin)
        member.leave()
        return member.welcome.you
      }),
    )
    assert.equal(new Set(welcomes.map(({ name }) => name.toLowerCase())).size, 8, 'each has a name of their own')
    assert.equal(welcomes.filter(({ kind }) => kind === 'person').length, 1)
  })

  test('also by a password with an invitation, by the owner link and by another name', async () => {
    const ways: Record<string, (name: string) => Promise<Somebody>> = {
      invitation: async (name) => {
        const { code } = await done(server, olga, 'invite:create', { uses: 1 })
        return arrive(server, { name, password: PASSWORD, invite: code })
      },
      'another name': async (name) => {
        const who = await person(server, `${name} before`)
        await done(server, who, 'user:rename', { name })
        return who
      },
    }
    for (const [way, take] of Object.entries(ways)) {
      const [bearer] = await namesakes(`Name by ${way}`, 1)
      const { user } = await take(`Name by ${way}`)
      const back = await online(server, bearer!)
      assert.deepEqual(
        [back.welcome.you.name, back.welcome.me.lostName],
        [`Name by ${way} 2`, `Name by ${way}`],
        user.name,
      )
      back.leave()
    }
    const fresh = await startServer({ args: ['--limits', 'off'] })
    const bearer = await arrive(fresh, { name: 'Operator' })
    await ownerBy(fresh, await eventually(() => /\/owner#([\w-]+)/.exec(fresh.stdout)![1]!), 'Operator')
    const back = await online(fresh, bearer)
    assert.equal(back.welcome.you.name, 'Operator 2')
    back.leave()
    await fresh.stop()
  })
})

describe('[P2, P38] a guest who is banned with the address', () => {
  const banned = '198.51.100.66'
  const elsewhere = '198.51.100.67'

  test('comes back neither under a name that looks alike nor as a guest renamed by a claim', async () => {
    const mallory = (await knock({ name: 'Mallory' }, banned)).body
    const stock = (await knock({ name: 'Stock' }, banned)).body
    const friend = (await knock({ name: 'Stock' }, elsewhere)).body
    assert.equal(codeOf(await claim(mallory)), 'ok')
    await done(server, olga, 'user:ban', { userId: mallory.user.id, address: true, reason: '' })

    for (const name of ['Mallory', 'Mаllоrу', 'MALL0RY', 'Rnallory']) {
      for (const address of [banned, elsewhere])
        assert.ok([400, 403, 409].includes((await knock({ name }, address)).status), `${name} from ${address}`)
    }
    assert.equal((await knock({ name: 'Nobody yet' }, banned)).status, 403)
    assert.equal(codeOf(await claim(friend)), 'ok')
    const tab = await online(server, stock)
    assert.deepEqual([tab.welcome.you.name, tab.welcome.me.lostName], ['Stock 2', 'Stock'])
    for (const result of [
      await claim(stock),
      await tab.run('user:rename', { name: 'Mallory again' }),
      await tab.run('message:send', draft('lobby', 'heard again')),
    ])
      assert.equal(codeOf(result), 'forbidden')
    tab.leave()
  })
})
