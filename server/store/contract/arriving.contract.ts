import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { before, describe, test } from 'node:test'
import { LOBBY } from '../../../protocol/limits.ts'
import { aDevice, hash, inHours, type MakeFolder, named, type Somebody, Stage } from './stage.ts'

export function describeArriving(makeFolder: MakeFolder): void {
  describe('arriving', () => {
    const stage = new Stage(makeFolder)
    let ann: Somebody
    let closedRoom: string

    before(async () => {
      ann = await stage.person('Ann')
      closedRoom = await stage.room('closed', 'Behind the curtain', [ann])
    })

    const invite = async (invitation: { roomId?: string; uses?: number; expiresAt?: string } = {}) => {
      const codeHash = hash(randomUUID())
      return { codeHash, ...(await stage.store.addInvite(ann, { codeHash, ...invitation })) }
    }
    const come = async (name: string, inviteHash: Uint8Array, passwordHash?: string) => {
      const { user, sessionId } = await stage.store.addUser({
        name: named(name),
        device: aDevice(),
        inviteHash,
        passwordHash,
      })
      return { user, sessionId, userId: user.id }
    }
    const fulfilled = (results: PromiseSettledResult<unknown>[]) =>
      results.filter(({ status }) => status === 'fulfilled').length

    test('[S26] the owner’s code works once, makes an owner, and another takes its place', async () => {
      assert.equal(await stage.store.hasOwner(), false)
      const offered = ['one', 'another'].map((code, place) => stage.node(place).addFirstOwnerCode(hash(code)))
      assert.equal((await Promise.all(offered)).filter(Boolean).length, 1)
      await stage.store.setOwnerCode(hash('first code'))
      await stage.store.setOwnerCode(hash('second code'))
      assert.equal(await stage.store.hasOwner(), false)
      const redeem = (code: string, name: string, node = stage.store) =>
        node.redeemOwnerCode(hash(code), {
          name: named(name),
          passwordHash: `${name}’s new hash`,
          device: aDevice(),
        })
      await assert.rejects(redeem('first code', 'Olga'), { code: 'forbidden' })
      const results = await Promise.allSettled([
        redeem('second code', 'Olga'),
        redeem('second code', 'Oleg', stage.other),
      ])
      assert.equal(fulfilled(results), 1)
      assert.equal(await stage.store.hasOwner(), true)
    })

    test('[S7] a session is found by its token’s hash, and by no other', async () => {
      const device = aDevice('', 'cid’s token')
      const { user, sessionId } = await stage.store.addUser({ name: named('Cid'), device })
      assert.deepEqual(await stage.store.findSession(hash('cid’s token')), { user, sessionId })
      assert.equal(await stage.store.findSession(hash('somebody’s token')), undefined)
    })

    test('[H9] of many sessions those that have ended are named', async () => {
      const [gone, here] = [await stage.person('Gone'), await stage.guest('Here')]
      await stage.store.endSession(gone)
      const asked = [gone.sessionId, here.sessionId, 'never there']
      assert.deepEqual((await stage.store.endedSessions(asked)).toSorted(), ['never there', gone.sessionId].toSorted())
      assert.deepEqual(await stage.store.endedSessions([]), [])
    })

    test('[H10] the rooms of many users are those in their lists', async () => {
      const [dora, eric] = [await stage.person('Dora'), await stage.guest('Eric')]
      const den = await stage.room('closed', 'Dora’s den', [dora, eric])
      const left = await stage.room('closed', 'Dora’s attic', [dora, eric])
      await stage.store.leaveRoom(eric, left)
      for (const { userId, roomIds } of await stage.store.seatsOf([dora.userId, eric.userId, 'nobody'])) {
        const who = userId === dora.userId ? dora : eric
        const listed = (await stage.store.roomsOf(who)).map(({ id }) => id)
        assert.deepEqual(roomIds.toSorted(), listed.toSorted())
        assert.equal(roomIds.includes(den), true)
        assert.equal(roomIds.includes(left), who === dora)
      }
    })

    test('[H51] the accounts of many users are what each of them gets', async () => {
      const [dora, eric] = [await stage.person('Dora of many'), await stage.guest('Eric of many')]
      await stage.store.block(dora, eric.userId, true)
      await stage.store.setStatus(eric, { emoji: '🌴', text: 'away' })
      const mes = new Map((await stage.store.mesOf([dora.userId, eric.userId, 'nobody'])).map((me) => [me.user.id, me]))
      assert.equal(mes.size, 2)
      for (const { userId } of [dora, eric]) assert.deepEqual(mes.get(userId), await stage.store.meOf(userId))
      assert.deepEqual(mes.get(dora.userId)?.blocked, [eric.userId])
      assert.equal(mes.get(eric.userId)?.status?.text, 'away')
    })

    test('[H51] users with another name or kind since a moment are found, and newcomers are not', async () => {
      const [finn, gus, twin] = [await stage.guest('Finn'), await stage.guest('Gus'), await stage.guest('Gus')]
      const since = new Date().toISOString()
      assert.deepEqual(await stage.store.namedSince(since), [])
      const { user } = await stage.store.rename(finn, named('Finja'))
      const { user: claimed, renamed } = await stage.store.claim(gus, 'Gus', 'hash')
      assert.deepEqual(
        renamed.map(({ id }) => id),
        [twin.userId],
      )
      const found = await stage.store.namedSince(since)
      const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1)
      assert.deepEqual(found.toSorted(byId), [user, claimed, ...renamed].toSorted(byId))
    })

    test('[S8] a guest has a seat in the lobby, and is counted', async () => {
      const before = (await stage.store.peekRoom(LOBBY))!.memberCount
      const dan = await stage.guest('Dan')
      const [room] = await stage.store.roomsOf(dan)
      assert.deepEqual(
        { id: room?.id, role: room?.role, memberCount: room?.memberCount },
        { id: LOBBY, role: 'member', memberCount: before + 1 },
      )
      assert.deepEqual(await stage.store.accountOf(dan), { user: dan.user, role: 'guest' })
    })

    test('[S9] a name that looks like another is found, the very same name of a guest is free', async () => {
      await stage.store.addUser({ name: { name: 'Eve', key: 'eve', look: 'eve' }, device: aDevice() })
      const lookAlike = { name: 'Еve', key: 'еve', look: 'eve' }
      assert.equal((await stage.store.findNameHolder(lookAlike))?.name, 'Eve')
      assert.equal(await stage.store.findNameHolder(named('Eve')), undefined)
      assert.equal(await stage.store.findNameHolder(named('Nobody')), undefined)
      assert.equal((await stage.store.findNameHolder(named('Ann')))?.id, ann.userId)
      await assert.rejects(stage.store.addUser({ name: lookAlike, device: aDevice() }), { code: 'conflict' })
    })

    test('[S11] unnamed guests are counted without a twin', async () => {
      const numbers = await Promise.all(Array.from({ length: 20 }, (_, n) => stage.node(n).nextGuestNumber()))
      assert.equal(new Set(numbers).size, 20)
    })

    test('[S23] a newcomer by an invitation has a seat in the lobby, and by one to a room only there', async () => {
      const wide = await come('Wide', (await invite()).codeHash)
      assert.deepEqual(await stage.store.roomIdsOf(wide.userId), [LOBBY])

      const { codeHash } = await invite({ roomId: closedRoom })
      const narrow = await come('Narrow', codeHash)
      assert.equal((await stage.store.accountOf(narrow)).onlyRoomId, closedRoom)
      assert.deepEqual(
        (await stage.store.roomsOf(narrow)).map(({ id }) => id),
        [closedRoom],
      )

      const person = await come('Grown up', codeHash, 'hash of a password')
      assert.equal((await stage.store.accountOf(person)).onlyRoomId, closedRoom)
      assert.deepEqual(await stage.store.roomIdsOf(person.userId), [closedRoom])
    })

    test('[S23] a guest of one room sees no other', async () => {
      const narrow = await come('Inmate', (await invite({ roomId: closedRoom })).codeHash)
      const open = await stage.room('open', 'For all others', [ann])
      assert.equal(await stage.store.findRoom(LOBBY, narrow), undefined)
      assert.equal(await stage.store.findRoom(open, narrow), undefined)
      assert.equal((await stage.view(narrow, closedRoom))?.role, 'member')
      assert.deepEqual(await stage.store.browse(narrow, { query: '', isArchived: false, limit: 10 }), { rooms: [] })
      await assert.rejects(stage.store.seat(ann, open, narrow.userId), { code: 'conflict' })
      await assert.rejects(stage.room('direct', '', [ann, narrow]), { code: 'conflict' })
      await stage.store.claim(narrow, narrow.user.name, 'hash of a password')
      assert.equal((await stage.store.accountOf(narrow)).onlyRoomId, closedRoom)
      await assert.rejects(stage.store.redeemInvite(narrow, (await invite({ roomId: open })).codeHash), {
        code: 'conflict',
      })
      const opened = await stage.store.redeemInvite(narrow, (await invite()).codeHash)
      assert.deepEqual(opened, { roomId: LOBBY, opened: [] })
      assert.equal((await stage.view(narrow, open))?.role, 'visitor')
    })

    test('[S63] an outsider hears of no name outside of their room, but that a person has it', async () => {
      await stage.guest('Gnome')
      await stage.person('Zed')
      const inDen = await come('Dweller', (await invite({ roomId: closedRoom })).codeHash)
      const onlyRoomId = closedRoom
      const lookAlike = (name: string) => ({ name: name.toUpperCase(), key: `${name} in another form`, look: name })
      assert.equal(await stage.store.findNameHolder(lookAlike('gnome'), { onlyRoomId }), undefined)
      assert.equal((await stage.store.findNameHolder(lookAlike('gnome')))?.name, 'Gnome')
      assert.equal((await stage.store.findNameHolder(lookAlike('dweller'), { onlyRoomId }))?.name, 'Dweller')
      assert.equal((await stage.store.findNameHolder(lookAlike('zed'), { onlyRoomId }))?.name, 'Zed')
      const taken = { code: 'conflict', message: '“ZED” is taken. Choose another name.' }
      await assert.rejects(stage.store.rename(inDen, lookAlike('zed')), taken)
      const { codeHash } = await invite({ roomId: closedRoom })
      const late = { name: lookAlike('zed'), device: aDevice(), inviteHash: codeHash }
      await assert.rejects(stage.store.addUser(late), taken)
      const found = await stage.store.findPeople(inDen, '', 100)
      assert.ok(found.every(({ user }) => !['Gnome', 'Zed'].includes(user.name)) && found.length > 1)
    })

    test('[S63] an outsider looks after no room, until the whole chat is open to them', async () => {
      const olga = await stage.owner('Olga of the outsiders')
      const maker = await stage.person('Maker')
      const roomId = await stage.room('closed', 'Left to outsiders', [maker])
      const codeHash = hash('left to outsiders')
      await stage.store.addInvite(maker, { codeHash, roomId })
      const [first, second] = [await come('First', codeHash), await come('Second', codeHash, 'hash of a password')]
      assert.equal((await stage.seatOf(first, roomId, 'second'))?.role, 'outsider')
      await assert.rejects(stage.store.appointHost(maker, roomId, first.userId, 'host'), { code: 'conflict' })
      // Otherwise the room would have no possible host.
      await assert.rejects(stage.store.leaveRoom(maker, roomId), { code: 'conflict' })
      assert.deepEqual((await stage.store.leave(maker, 'keep')).newHosts, [])
      await assert.rejects(stage.store.updateRoom(first, roomId, { topic: 'ours' }), { code: 'forbidden' })
      assert.deepEqual(await stage.store.appoint(olga, second.userId, 'member'), {
        opened: [{ roomId, userId: second.userId }],
      })
      await stage.store.updateRoom(second, roomId, { topic: 'ours' })
    })

    test('[S23] an invitation to the lobby opens the lobby alone', async () => {
      const olga = await stage.owner('Olga of the lobby')
      await stage.store.addInvite(olga, { codeHash: hash('the lobby'), roomId: LOBBY })
      const open = await stage.room('open', 'Beyond the lobby', [ann])
      const lobbyist = await come('Lobbyist', hash('the lobby'))
      assert.deepEqual(await stage.store.accountOf(lobbyist), {
        user: lobbyist.user,
        role: 'outsider',
        onlyRoomId: LOBBY,
      })
      assert.equal(await stage.view(lobbyist, open), undefined)
      await stage.store.redeemInvite(lobbyist, (await invite()).codeHash)
      assert.equal((await stage.view(lobbyist, open))?.role, 'visitor')
    })

    test('[S53] an invitation to a room ends with its maker’s seat or role in it', async () => {
      const [host, other] = [await stage.guest('Hosting'), await stage.guest('Hosting too')]
      const roomId = await stage.room('closed', 'Short lease', [ann, host, other])
      const made: Uint8Array[] = []
      for (const maker of [host, other]) {
        await stage.store.appointHost(ann, roomId, maker.userId, 'host')
        const codeHash = hash(`lease of ${maker.userId}`)
        await stage.store.addInvite(maker, { codeHash, roomId })
        made.push(codeHash)
      }
      const olga = await stage.owner('Olga of the lease')
      await stage.store.seat(ann, roomId, olga.userId)
      await stage.store.unseat(olga, roomId, host.userId, inHours(0))
      await stage.store.appointHost(olga, roomId, other.userId, 'member')
      for (const codeHash of made) await assert.rejects(come('Tenant', codeHash), { code: 'forbidden' })
    })

    test('[S53] a sign-in link ends with the session that made it', async () => {
      const here = await stage.person('Two devices')
      const there = await stage.signIn(here, aDevice())
      const codeHash = hash('a link of the other device')
      await stage.store.addSignInCode({ userId: here.userId, sessionId: there.sessionId }, codeHash, inHours(1))
      await stage.store.endSession(here, there.sessionId)
      await assert.rejects(stage.store.redeemSignInCode(codeHash, aDevice()), { code: 'forbidden' })
    })

    test('[S24] an invitation that is unknown, expired, used or taken back says which', async () => {
      const refused = async (codeHash: Uint8Array, message: RegExp) => {
        await assert.rejects(come('Too late', codeHash), { code: 'forbidden', message })
        await assert.rejects(stage.store.checkInvite(codeHash), { code: 'forbidden', message })
      }
      await refused(hash('no such code'), /isn’t valid/)
      await refused((await invite({ expiresAt: inHours(-1) })).codeHash, /expired/)
      const single = await invite({ uses: 1 })
      // A look uses no invitation up.
      for (let count = 0; count < 2; count++) await stage.store.checkInvite(single.codeHash)
      await come('In time', single.codeHash)
      await refused(single.codeHash, /used/)
      const revoked = await invite()
      await stage.store.revokeInvite(ann, revoked.id)
      await refused(revoked.codeHash, /revoked/)
      await assert.rejects(stage.store.revokeInvite(ann, revoked.id), { code: 'not_found' })
      const goneRoom = await stage.room('closed', 'Soon gone', [ann])
      const { codeHash } = await invite({ roomId: goneRoom })
      await stage.store.deleteRoom(ann, goneRoom)
      await refused(codeHash, /deleted/)
    })

    test('[S24] an invitation for one, redeemed by several at once, lets one in', async () => {
      const { codeHash } = await invite({ uses: 1 })
      const results = await Promise.allSettled(
        ['One', 'Two', 'Three'].map((name, n) =>
          stage.node(n).addUser({ name: named(name), device: aDevice(), inviteHash: codeHash }),
        ),
      )
      assert.equal(fulfilled(results), 1)
    })

    test('[S24] a known user takes the seat that an invitation offers; a user who has the seat uses none up', async () => {
      const bob = await stage.guest('Bob')
      const single = await invite({ roomId: closedRoom, uses: 1 })
      assert.deepEqual(await stage.store.redeemInvite(ann, single.codeHash), { roomId: closedRoom })
      assert.deepEqual(await stage.store.redeemInvite(bob, single.codeHash), { roomId: closedRoom })
      assert.equal((await stage.view(bob, closedRoom))?.role, 'member')
      await assert.rejects(stage.store.redeemInvite(await stage.guest('Ben'), single.codeHash), { code: 'forbidden' })
    })

    test('[S24] an invitation for one, redeemed by two who are known at once, seats one', async () => {
      const { codeHash } = await invite({ roomId: closedRoom, uses: 1 })
      const both = [await stage.guest('Left'), await stage.guest('Right')]
      const results = await Promise.allSettled(both.map((who, n) => stage.node(n).redeemInvite(who, codeHash)))
      assert.equal(fulfilled(results), 1)
    })

    test('[S24] listed are the invitations that hold, mine or all, and only they can be taken back', async () => {
      const [olga, bob] = [await stage.owner('Olga of the links'), await stage.person('Bert')]
      const roomId = await stage.room('closed', 'Bert’s', [bob])
      const mine = await stage.store.addInvite(bob, { codeHash: hash('bert’s'), roomId, uses: 3 })
      assert.deepEqual(await stage.store.invites(bob), [mine])
      assert.deepEqual([mine.by, mine.usesLeft, mine.roomId], [bob.user, 3, roomId])
      await come('One of three', hash('bert’s'))
      assert.equal((await stage.store.invites(bob))[0]?.usesLeft, 2)
      const others = (await stage.store.invites(olga)).filter(({ by }) => by.id === ann.userId)
      assert.ok(others.length > 0 && others.every(({ usesLeft }) => usesLeft !== 0))
      await assert.rejects(stage.store.revokeInvite(bob, others[0]!.id), { code: 'not_found' })
      await stage.store.revokeInvite(olga, others[0]!.id)
      assert.ok(!(await stage.store.invites(olga)).some(({ id }) => id === others[0]!.id))
    })

    test('[S25] a sign-in link lets its maker in, once, even when used twice at once', async () => {
      await stage.store.addSignInCode(ann, hash('link'), inHours(1))
      const use = (node = stage.store) => node.redeemSignInCode(hash('link'), aDevice())
      for (let count = 0; count < 2; count++) await stage.store.checkSignInCode(hash('link'))
      const results = await Promise.allSettled([use(), use(stage.other)])
      assert.equal(fulfilled(results), 1)
      const [first] = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
      assert.deepEqual(first?.user, ann.user)
      await assert.rejects(use(), { code: 'forbidden' })
      await assert.rejects(stage.store.checkSignInCode(hash('link')), { code: 'forbidden' })
      await stage.store.addSignInCode(ann, hash('stale link'), inHours(-1))
      await assert.rejects(stage.store.checkSignInCode(hash('stale link')), { code: 'forbidden' })
      await assert.rejects(stage.store.redeemSignInCode(hash('stale link'), aDevice()), { code: 'forbidden' })
    })

    test('[S25] a person with the right password is signed in, and an unknown user is not', async () => {
      const found = await stage.store.findPassword('ann')
      assert.deepEqual(found, { userId: ann.userId, passwordHash: 'hash of Ann’s' })
      assert.equal(await stage.store.findPassword('dan'), undefined)
      const { user, sessionId } = await stage.signIn(ann, aDevice())
      assert.deepEqual(user, ann.user)
      assert.notEqual(sessionId, ann.sessionId)
      const wrong = { userId: ann.userId, passwordHash: 'the hash of before' }
      await assert.rejects(stage.store.signIn(wrong, aDevice()), { code: 'unauthorized' })
      const nobody = { userId: 'u_nobody', passwordHash: 'hash of Ann’s' }
      await assert.rejects(stage.store.signIn(nobody, aDevice()), { code: 'unauthorized' })
    })

    test('[S26] a person who comes by the owner’s code has the new password, and no other session', async () => {
      const pat = await stage.person('Pat')
      await stage.store.setOwnerCode(hash('pat’s code'))
      for (let count = 0; count < 2; count++) await stage.store.checkOwnerCode(hash('pat’s code'))
      await assert.rejects(stage.store.checkOwnerCode(hash('no code')), { code: 'forbidden' })
      const owner = { name: named('Pat'), passwordHash: 'new hash', device: aDevice() }
      const back = await stage.store.redeemOwnerCode(hash('pat’s code'), owner)
      assert.deepEqual([back.user, back.endedSessionIds], [pat.user, [pat.sessionId]])
      await assert.rejects(stage.store.checkOwnerCode(hash('pat’s code')), { code: 'forbidden' })
      const account = await stage.store.accountOf({ userId: pat.userId, sessionId: back.sessionId })
      assert.equal(account.role, 'owner')
      assert.equal((await stage.store.findPassword('pat'))?.passwordHash, 'new hash')
    })
  })
}
