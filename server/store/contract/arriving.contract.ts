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

    test('[S7] a session is found by its token’s hash, and by no other', async () => {
      const device = aDevice('', 'cid’s token')
      const { user, sessionId } = await stage.store.addUser({ name: named('Cid'), device })
      assert.deepEqual(await stage.store.findSession(hash('cid’s token')), { user, sessionId })
      assert.equal(await stage.store.findSession(hash('somebody’s token')), undefined)
    })

    test('[S8] a guest has a seat in the lobby, and is counted', async () => {
      const before = (await stage.store.peekRoom(LOBBY))!.memberCount
      const dan = await stage.guest('Dan')
      const [room] = await stage.store.roomsOf(dan)
      assert.deepEqual(
        { id: room?.id, role: room?.role, memberCount: room?.memberCount },
        { id: LOBBY, role: 'member', memberCount: before + 1 },
      )
      assert.deepEqual(await stage.store.standingOf(dan), { user: dan.user, role: 'guest' })
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
      const numbers = await Promise.all(Array.from({ length: 20 }, () => stage.store.nextGuestNumber()))
      assert.equal(new Set(numbers).size, 20)
    })

    test('[S23] who comes by an invitation is seated in the lobby, a guest of one room only there', async () => {
      const wide = await come('Wide', (await invite()).codeHash)
      assert.deepEqual(await stage.store.roomIdsOf(wide.userId), [LOBBY])

      const { codeHash } = await invite({ roomId: closedRoom })
      const narrow = await come('Narrow', codeHash)
      assert.equal((await stage.store.standingOf(narrow)).onlyRoomId, closedRoom)
      assert.deepEqual(
        (await stage.store.roomsOf(narrow)).map(({ id }) => id),
        [closedRoom],
      )

      const person = await come('Grown up', codeHash, 'hash of a password')
      assert.equal((await stage.store.standingOf(person)).onlyRoomId, closedRoom)
      assert.deepEqual(await stage.store.roomIdsOf(person.userId), [closedRoom])
    })

    test('[S23] a guest of one room sees no other', async () => {
      const narrow = await come('Inmate', (await invite({ roomId: closedRoom })).codeHash)
      const open = await stage.room('open', 'For all others', [ann])
      assert.equal(await stage.store.findRoom(LOBBY, narrow), undefined)
      assert.equal(await stage.store.findRoom(open, narrow), undefined)
      assert.equal((await stage.view(narrow, closedRoom))?.role, 'member')
      assert.deepEqual(await stage.store.browse(narrow, { query: '', isArchived: false, limit: 10 }), { rooms: [] })
      await assert.rejects(stage.store.seat(ann, open, narrow.userId, true), { code: 'conflict' })
      await assert.rejects(stage.room('direct', '', [ann, narrow]), { code: 'conflict' })
      await stage.store.claim(narrow, 'hash of a password')
      assert.equal((await stage.store.standingOf(narrow)).onlyRoomId, closedRoom)
      await assert.rejects(stage.store.redeemInvite(narrow, (await invite({ roomId: open })).codeHash), {
        code: 'conflict',
      })
      assert.deepEqual(await stage.store.redeemInvite(narrow, (await invite()).codeHash), { roomId: LOBBY })
      assert.equal((await stage.view(narrow, open))?.role, 'visitor')
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
      await stage.store.unseat(ann, roomId, host.userId, inHours(0))
      await stage.store.appointHost(ann, roomId, other.userId, 'member')
      for (const codeHash of made) await assert.rejects(come('Tenant', codeHash), { code: 'forbidden' })
    })

    test('[S53] a sign-in link ends with the session that made it', async () => {
      const here = await stage.person('Two devices')
      const there = await stage.store.signIn(here.userId, aDevice())
      const codeHash = hash('a link of the other device')
      await stage.store.addSignInCode({ userId: here.userId, sessionId: there.sessionId }, codeHash, inHours(1))
      await stage.store.endSession(here, there.sessionId)
      await assert.rejects(stage.store.redeemSignInCode(codeHash, aDevice()), { code: 'forbidden' })
    })

    test('[S24] an invitation that is unknown, expired, used or taken back says which', async () => {
      const refused = async (codeHash: Uint8Array, says: RegExp) => {
        await assert.rejects(come('Too late', codeHash), { code: 'forbidden', message: says })
        await assert.rejects(stage.store.checkInvite(codeHash), { code: 'forbidden', message: says })
      }
      await refused(hash('no such code'), /no such invitation/)
      await refused((await invite({ expiresAt: inHours(-1) })).codeHash, /expired/)
      const single = await invite({ uses: 1 })
      // Asking uses none up.
      for (let count = 0; count < 2; count++) await stage.store.checkInvite(single.codeHash)
      await come('In time', single.codeHash)
      await refused(single.codeHash, /used/)
      const revoked = await invite()
      await stage.store.revokeInvite(ann, revoked.id, 'mine')
      await refused(revoked.codeHash, /taken back/)
      await assert.rejects(stage.store.revokeInvite(ann, revoked.id, 'mine'), { code: 'not_found' })
      const goneRoom = await stage.room('closed', 'Soon gone', [ann])
      const { codeHash } = await invite({ roomId: goneRoom })
      await stage.store.deleteRoom(ann, goneRoom)
      await refused(codeHash, /gone/)
    })

    test('[S24] an invitation for one, redeemed by several at once, lets one in', async () => {
      const { codeHash } = await invite({ uses: 1 })
      const results = await Promise.allSettled(['One', 'Two', 'Three'].map((name) => come(name, codeHash)))
      assert.equal(fulfilled(results), 1)
    })

    test('[S24] one who is known takes the seat that an invitation offers, and who has it uses none up', async () => {
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
      const results = await Promise.allSettled(both.map((who) => stage.store.redeemInvite(who, codeHash)))
      assert.equal(fulfilled(results), 1)
    })

    test('[S24] listed are the invitations that hold, mine or all, and only they can be taken back', async () => {
      const bob = await stage.person('Bert')
      const mine = await stage.store.addInvite(bob, { codeHash: hash('bert’s'), roomId: closedRoom, uses: 3 })
      assert.deepEqual(await stage.store.invites(bob, 'mine'), [mine])
      assert.deepEqual([mine.by, mine.usesLeft, mine.roomId], [bob.user, 3, closedRoom])
      await come('One of three', hash('bert’s'))
      assert.equal((await stage.store.invites(bob, 'mine'))[0]?.usesLeft, 2)
      const others = (await stage.store.invites(bob, 'all')).filter(({ by }) => by.id !== bob.userId)
      assert.ok(others.length > 0 && others.every(({ usesLeft }) => usesLeft !== 0))
      await assert.rejects(stage.store.revokeInvite(bob, others[0]!.id, 'mine'), { code: 'not_found' })
      await stage.store.revokeInvite(bob, others[0]!.id, 'all')
      assert.ok(!(await stage.store.invites(bob, 'all')).some(({ id }) => id === others[0]!.id))
    })

    test('[S25] a sign-in link lets its maker in, once, even when used twice at once', async () => {
      await stage.store.addSignInCode(ann, hash('link'), inHours(1))
      const use = () => stage.store.redeemSignInCode(hash('link'), aDevice())
      const results = await Promise.allSettled([use(), use()])
      assert.equal(fulfilled(results), 1)
      const [first] = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
      assert.deepEqual(first?.user, ann.user)
      await assert.rejects(use(), { code: 'forbidden' })
      await stage.store.addSignInCode(ann, hash('stale link'), inHours(-1))
      await assert.rejects(stage.store.redeemSignInCode(hash('stale link'), aDevice()), { code: 'forbidden' })
    })

    test('[S25] the one whose password was right is signed in, and nobody who is not there', async () => {
      const found = await stage.store.findPassword('ann')
      assert.deepEqual(found, { userId: ann.userId, passwordHash: 'hash of Ann’s' })
      assert.equal(await stage.store.findPassword('dan'), undefined)
      const { user, sessionId } = await stage.store.signIn(ann.userId, aDevice())
      assert.deepEqual(user, ann.user)
      assert.notEqual(sessionId, ann.sessionId)
      await assert.rejects(stage.store.signIn('u_nobody', aDevice()), { code: 'unauthorized' })
    })

    test('[S26] the owner’s code works once, makes an owner, and another takes its place', async () => {
      assert.deepEqual(await stage.store.ownerState(), { hasOwner: false, hasCode: false })
      await stage.store.setOwnerCode(hash('first code'))
      await stage.store.setOwnerCode(hash('second code'))
      assert.deepEqual(await stage.store.ownerState(), { hasOwner: false, hasCode: true })
      const redeem = (code: string, name: string) =>
        stage.store.redeemOwnerCode(hash(code), {
          name: named(name),
          passwordHash: `${name}’s new hash`,
          device: aDevice(),
        })
      await assert.rejects(redeem('first code', 'Olga'), { code: 'forbidden' })
      const results = await Promise.allSettled([redeem('second code', 'Olga'), redeem('second code', 'Oleg')])
      assert.equal(fulfilled(results), 1)
      assert.deepEqual(await stage.store.ownerState(), { hasOwner: true, hasCode: true })
    })

    test('[S26] a person who comes by the owner’s code has the new password, and no other session', async () => {
      const pat = await stage.person('Pat')
      await stage.store.setOwnerCode(hash('pat’s code'))
      const owner = { name: named('Pat'), passwordHash: 'new hash', device: aDevice() }
      const back = await stage.store.redeemOwnerCode(hash('pat’s code'), owner)
      assert.deepEqual([back.user, back.endedSessionIds], [pat.user, [pat.sessionId]])
      const standing = await stage.store.standingOf({ userId: pat.userId, sessionId: back.sessionId })
      assert.equal(standing.role, 'owner')
      assert.equal((await stage.store.findPassword('pat'))?.passwordHash, 'new hash')
    })
  })
}
