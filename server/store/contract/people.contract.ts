import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { LOBBY } from '../../../protocol/limits.ts'
import type { Signed, Store } from '../store.ts'
import { aDevice, hash, inHours, type MakeFolder, named, newRoom, type Somebody, Stage } from './stage.ts'

export function describePeople(makeFolder: MakeFolder): void {
  describe('people', () => {
    const stage = new Stage(makeFolder)
    let olga: Somebody

    before(async () => {
      olga = await stage.owner('Olga')
    })

    test('[S14] nothing is done in the name of a session that is over, or of another’s', async () => {
      const fay = await stage.person('Fay')
      const { seq } = await stage.say(fay, 'while it lasts')
      const { userId: olgaId } = olga
      const asSomebody: ((store: Store, who: Signed) => Promise<unknown>)[] = [
        (store, who) => store.findRoom(LOBBY, who),
        (store, who) => store.footingIn(LOBBY, who),
        (store, who) => store.roomsOf(who),
        (store, who) => store.standingOf(who),
        (store, who) => store.sessionsOf(who),
        (store, who) => store.passwordHashOf(who),
        (store, who) => store.invites(who, 'mine'),
        (store, who) => store.audit({ limit: 1 }, who),
        (store, who) => store.browse(who, { query: '', isArchived: false, limit: 1 }),
        (store, who) => store.claim(who, 'hash'),
        (store, who) => store.rename(who, named('Other')),
        (store, who) => store.changePassword(who, 'hash'),
        (store, who) => store.leave(who, 'keep'),
        (store, who) => store.block(who, olgaId, true),
        (store, who) => store.appoint(who, olgaId, 'member'),
        (store, who) => store.endSession(who),
        (store, who) => store.endSessions(who, true),
        (store, who) => store.addSignInCode(who, hash('code'), inHours(1)),
        (store, who) => store.addInvite(who, { codeHash: hash('code') }),
        (store, who) => store.revokeInvite(who, 'i_none', 'all'),
        (store, who) => store.redeemInvite(who, hash('code')),
        (store, who) => store.createRoom(who, newRoom('open', 'Late')),
        (store, who) => store.updateRoom(who, LOBBY, { topic: 'late' }),
        (store, who) => store.deleteRoom(who, LOBBY),
        (store, who) => store.join(who, LOBBY),
        (store, who) => store.leaveRoom(who, LOBBY),
        (store, who) => store.seat(who, LOBBY, olgaId, true),
        (store, who) => store.unseat(who, LOBBY, olgaId, inHours(1)),
        (store, who) => store.appointHost(who, LOBBY, olgaId, 'host'),
        (store, who) => store.markRead(who, LOBBY, 1),
        (store, who) => store.markUnread(who, LOBBY, 1),
        (store, who) => store.setLevel(who, LOBBY, 'nothing'),
        (store, who) => store.append(who, { roomId: LOBBY, clientId: 'late', body: 'too late' }),
        (store, who) => store.edit(who, { roomId: LOBBY, seq, body: 'too late' }),
        (store, who) => store.deleteMessage(who, LOBBY, seq, true),
        (store, who) => store.react(who, LOBBY, seq, '👍', true),
        (store, who) => store.ban(who, { userId: olgaId, reason: '', address: true }),
        (store, who) => store.unban(who, olgaId),
        (store, who) => store.mute(who, { userId: olgaId, until: inHours(1), reason: '' }),
        (store, who) => store.unmute(who, olgaId),
        (store, who) => store.removeMessages(who, olgaId, inHours(-1)),
        (store, who) => store.undoRemoval(who, 'x_none'),
        (store, who) => store.report(who, LOBBY, seq, ''),
        (store, who) => store.resolveReport(who, 'p_none'),
        (store, who) => store.updateSettings(who, { roomsBy: 'members' }),
      ]
      const tokenHash = hash('soon over')
      const { sessionId } = await stage.store.signIn(fay.userId, { ...aDevice(), tokenHash })
      const over = { userId: fay.userId, sessionId }
      assert.equal((await stage.view(over, LOBBY))?.id, LOBBY)
      await stage.store.endSession(over)
      for (const who of [over, { userId: fay.userId, sessionId: olga.sessionId }]) {
        for (const act of asSomebody) {
          await assert.rejects(act(stage.store, who), { code: 'unauthorized' }, act.toString())
        }
      }
      assert.equal(await stage.store.findSession(tokenHash), undefined)
      assert.equal((await stage.wholeHistory()).length, seq)
    })

    test('[S27] a guest who claims the name is a person, with the same seats and words', async () => {
      const gil = await stage.guest('Gil')
      const { seq } = await stage.say(gil, 'as a guest')
      assert.deepEqual(await stage.store.claim(gil, 'hash'), { ...gil.user, kind: 'person' })
      assert.equal((await stage.store.standingOf(gil)).role, 'member')
      assert.equal((await stage.store.history(LOBBY, { around: seq, limit: 1 })).messages[0]?.author.kind, 'person')
      assert.equal(await stage.store.passwordHashOf(gil), 'hash')
      await assert.rejects(stage.store.claim(gil, 'hash'), { code: 'conflict' })
    })

    test('[S27] of two guests of one name who claim it at once one is the person', async () => {
      const twins = [await stage.guest('Twin'), await stage.guest('Twin')]
      const results = await Promise.allSettled(twins.map((twin) => stage.store.claim(twin, 'hash')))
      assert.deepEqual(results.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
      await assert.rejects(stage.guest('Twin'), { code: 'conflict' })
      await assert.rejects(stage.person('Twin'), { code: 'conflict' })
    })

    test('[S27] another name may be neither another person’s nor look like somebody’s, but mine in another form', async () => {
      const hal = await stage.guest('Hal')
      await assert.rejects(stage.store.rename(hal, named('Olga')), { code: 'conflict' })
      await assert.rejects(stage.store.rename(hal, { name: 'О1ga', key: 'о1ga', look: 'olga' }), { code: 'conflict' })
      assert.equal((await stage.store.rename(hal, named('HAL'))).name, 'HAL')
      assert.equal((await stage.store.findUser(hal.userId))?.user.name, 'HAL')
    })

    test('[S28] another password ends the sessions elsewhere', async () => {
      const ida = await stage.person('Ida')
      const elsewhere = await stage.store.signIn(ida.userId, aDevice())
      await stage.store.addSignInCode(ida, hash('ida’s link'), inHours(1))
      assert.deepEqual(await stage.store.changePassword(ida, 'another hash'), [elsewhere.sessionId])
      assert.equal(await stage.store.passwordHashOf(ida), 'another hash')
      await assert.rejects(stage.store.redeemSignInCode(hash('ida’s link'), aDevice()), { code: 'forbidden' })
      await assert.rejects(stage.store.changePassword(await stage.guest('No password'), 'hash'), { code: 'conflict' })
    })

    test('[S28] my sessions are listed with device and use, and end one by one or all at once', async () => {
      const joe = await stage.person('Joe')
      const elsewhere = await Promise.all([1, 2, 3].map(() => stage.store.signIn(joe.userId, aDevice())))
      const sessions = await stage.store.sessionsOf(joe)
      assert.equal(sessions.length, 4)
      assert.deepEqual(
        sessions.filter(({ isThis }) => isThis).map(({ id, device }) => [id, device]),
        [[joe.sessionId, 'Firefox on Linux']],
      )
      const ids = elsewhere.map(({ sessionId }) => sessionId)
      await stage.store.endSession(joe, ids[0])
      await assert.rejects(stage.store.endSession(joe, ids[0]), { code: 'not_found' })
      await assert.rejects(stage.store.endSession(joe, olga.sessionId), { code: 'not_found' })
      assert.deepEqual((await stage.store.endSessions(joe, true)).toSorted(), ids.slice(1).toSorted())
      assert.deepEqual(await stage.store.endSessions(joe, false), [joe.sessionId])
      await assert.rejects(stage.store.sessionsOf(joe), { code: 'unauthorized' })
    })

    test('[S28] noting the use of a session that was used a moment ago changes nothing', async () => {
      const mia = await stage.guest('Mia', '192.0.2.1')
      const [before] = await stage.store.sessionsOf(mia)
      await stage.store.noteUse(mia.sessionId, '192.0.2.2')
      assert.deepEqual((await stage.store.sessionsOf(mia))[0], before)
    })

    test('[S29] roles are for persons, and each appointment is written down', async () => {
      const kim = await stage.person('Kim')
      await stage.store.appoint(olga, kim.userId, 'moderator')
      assert.equal((await stage.store.findUser(kim.userId))?.role, 'moderator')
      assert.ok((await stage.store.moderatorIds()).includes(kim.userId))
      assert.deepEqual((await stage.acts(olga))[0], {
        by: olga.user,
        act: 'user:appoint',
        user: kim.user,
        details: { from: 'member', to: 'moderator' },
      })
      const written = (await stage.acts(olga)).length
      await stage.store.appoint(olga, kim.userId, 'moderator')
      assert.equal((await stage.acts(olga)).length, written)
      const guest = await stage.guest('Gus')
      await assert.rejects(stage.store.appoint(olga, guest.userId, 'moderator'), { code: 'conflict' })
      await assert.rejects(stage.store.appoint(olga, 'u_nobody', 'owner'), { code: 'not_found' })
    })

    test('[S30] the last owner stays: not appointed away, not banned, not leaving', async () => {
      await assert.rejects(stage.store.appoint(olga, olga.userId, 'member'), { code: 'conflict' })
      await assert.rejects(stage.store.leave(olga, 'keep'), { code: 'conflict' })
      await assert.rejects(stage.store.ban(olga, { userId: olga.userId, reason: '', address: false }), {
        code: 'conflict',
      })
      assert.equal((await stage.store.standingOf(olga)).role, 'owner')
    })

    test('[S30] an owner who is banned is no other owner', async () => {
      const nat = await stage.person('Nat')
      await stage.store.appoint(olga, nat.userId, 'owner')
      await stage.store.ban(olga, { userId: nat.userId, until: inHours(1), reason: '', address: false })
      await assert.rejects(stage.store.appoint(olga, olga.userId, 'member'), { code: 'conflict' })
      await stage.store.unban(olga, nat.userId)
      await stage.store.appoint(olga, nat.userId, 'member')
    })

    test('[S30] of two owners who demote each other at once one stays', async () => {
      const pam = await stage.person('Pam')
      await stage.store.appoint(olga, pam.userId, 'owner')
      const results = await Promise.allSettled([
        stage.store.appoint(olga, pam.userId, 'member'),
        stage.store.appoint(pam, olga.userId, 'member'),
      ])
      assert.deepEqual(results.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
      // Whoever it was, the tests after this one ask for Olga.
      const owner = results[0]!.status === 'fulfilled' ? olga : pam
      await stage.store.appoint(owner, olga.userId, 'owner')
      await stage.store.appoint(olga, pam.userId, 'member')
    })

    test('[S31] whom I block is my own list, and who blocks me can be asked', async () => {
      const [quin, rae] = [await stage.guest('Quin'), await stage.guest('Rae')]
      await stage.store.block(quin, rae.userId, true)
      await stage.store.block(quin, rae.userId, true)
      assert.deepEqual((await stage.store.meOf(quin.userId)).blocked, [rae.userId])
      assert.deepEqual(await stage.store.blockersOf(rae.userId, [olga.userId, quin.userId]), [quin.userId])
      assert.deepEqual(await stage.store.blockersOf(rae.userId, [olga.userId]), [])
      await stage.store.block(quin, rae.userId, false)
      assert.deepEqual(await stage.store.meOf(quin.userId), { user: quin.user, role: 'guest', blocked: [] })
      await assert.rejects(stage.store.block(quin, 'u_nobody', true), { code: 'not_found' })
      await assert.rejects(stage.store.meOf('u_nobody'), { code: 'not_found' })
    })

    test('[S32] people are found by the beginning of any word of their name', async () => {
      const [sue] = [await stage.person('Sue van Dyke'), await stage.guest('Vandyke'), await stage.person('Una')]
      const found = async (query: string) => (await stage.store.findPeople(query, 10)).map(({ user }) => user.name)
      assert.deepEqual(await found('VAN'), ['Sue van Dyke', 'Vandyke'])
      assert.deepEqual(await found('dyke'), ['Sue van Dyke'])
      assert.deepEqual(await found('yke'), [])
      assert.deepEqual(await found('100%'), [])
      assert.equal((await stage.store.findPeople('', 2)).length, 2)
      await stage.store.leave(sue, 'keep')
      assert.deepEqual(await found('van'), ['Vandyke'])
    })

    for (const fate of ['keep', 'delete'] as const) {
      test(`[S33] who leaves is forgotten, and what they said is ${fate === 'keep' ? 'kept' : 'deleted'}`, async () => {
        const name = `Leaver ${fate}`
        const leaver = await stage.person(name)
        const friend = await stage.guest(`Friend ${fate}`)
        const direct = await stage.room('direct', '', [leaver, friend])
        const said = [await stage.say(leaver, 'in the lobby'), await stage.say(leaver, 'to you', { roomId: direct })]
        const early = await stage.say(leaver, 'taken back at once')
        await stage.store.deleteMessage(leaver, LOBBY, early.seq, false)
        await stage.store.report(friend, direct, 1, 'for the record')
        const { memberCount, rev } = (await stage.view(friend, LOBBY))!
        await stage.store.addInvite(leaver, { codeHash: hash(`invitation to ${fate}`) })

        const left = await stage.store.leave(leaver, fate)
        const former = { id: leaver.userId, name: 'former member', kind: 'person' as const }
        assert.deepEqual([left.user, left.roomIds.toSorted()], [former, [LOBBY, direct].toSorted()])
        await assert.rejects(stage.store.roomsOf(leaver), { code: 'unauthorized' })
        await assert.rejects(stage.store.signIn(leaver.userId, aDevice()), { code: 'unauthorized' })
        assert.equal(await stage.store.findPassword(name.toLowerCase()), undefined)
        assert.equal(await stage.store.findUser(leaver.userId), undefined)
        assert.equal(await stage.store.findNameHolder(named(name)), undefined)
        await assert.rejects(stage.store.redeemInvite(friend, hash(`invitation to ${fate}`)), { code: 'forbidden' })
        assert.equal((await stage.view(friend, LOBBY))?.memberCount, memberCount - 1)
        const seen = (await stage.view(friend, direct))!
        assert.deepEqual([seen.memberCount, seen.people, seen.formerPeople], [1, [friend.user], [former]])

        const { messages } = await stage.store.history(LOBBY, { around: said[0]!.seq, limit: 1 })
        assert.deepEqual(messages[0]?.author, former)
        assert.equal(messages[0]?.body, fate === 'keep' ? 'in the lobby' : '')
        const reported = (await stage.store.reports()).filter(({ author }) => author.id === leaver.userId)
        assert.equal(reported.length, fate === 'keep' ? 1 : 0)
        if (fate === 'keep') return assert.deepEqual(left.changes, [])
        const changes = new Map(left.changes.map((change) => [change.roomId, change]))
        assert.deepEqual([...changes.keys()].toSorted(), [LOBBY, direct].toSorted())
        assert.deepEqual(
          changes.get(LOBBY)?.messages.map(({ seq, rev }) => [seq, rev]),
          [[said[0]!.seq, rev + 1]],
        )
      })
    }
  })
}
