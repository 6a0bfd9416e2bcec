import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { Refusal } from '../../../protocol/errors.ts'
import { LOBBY } from '../../../protocol/limits.ts'
import type { Store } from '../store.ts'
import type { Signed } from '../terms.ts'
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
        (store, who) => store.roomAccess(LOBBY, who),
        (store, who) => store.roomsOf(who),
        (store, who) => store.accountOf(who),
        (store, who) => store.sessionsOf(who),
        (store, who) => store.passwordHashOf(who),
        (store, who) => store.invites(who),
        (store, who) => store.audit(who, { limit: 1 }),
        (store, who) => store.browse(who, { query: '', isArchived: false, limit: 1 }),
        (store, who) => store.claim(who, 'Fay', 'hash'),
        (store, who) => store.rename(who, named('Other')),
        (store, who) => store.changePassword(who, 'hash'),
        (store, who) => store.leave(who, 'keep'),
        (store, who) => store.block(who, olgaId, true),
        (store, who) => store.appoint(who, olgaId, 'member'),
        (store, who) => store.endSession(who),
        (store, who) => store.endSessions(who, true),
        (store, who) => store.addSignInCode(who, hash('code'), inHours(1)),
        (store, who) => store.addInvite(who, { codeHash: hash('code') }),
        (store, who) => store.revokeInvite(who, 'i_none'),
        (store, who) => store.redeemInvite(who, hash('code')),
        (store, who) => store.createRoom(who, newRoom('open', 'Late')),
        (store, who) => store.updateRoom(who, LOBBY, { topic: 'late' }),
        (store, who) => store.deleteRoom(who, LOBBY),
        (store, who) => store.join(who, LOBBY),
        (store, who) => store.leaveRoom(who, LOBBY),
        (store, who) => store.seat(who, LOBBY, olgaId),
        (store, who) => store.unseat(who, LOBBY, olgaId, inHours(1)),
        (store, who) => store.appointHost(who, LOBBY, olgaId, 'host'),
        (store, who) => store.markRead(who, LOBBY, 1),
        (store, who) => store.markUnread(who, LOBBY, 1),
        (store, who) => store.setLevel(who, LOBBY, 'nothing'),
        (store, who) => store.append(who, { roomId: LOBBY, clientId: 'late', body: 'too late' }),
        (store, who) => store.edit(who, { roomId: LOBBY, seq, body: 'too late' }),
        (store, who) => store.deleteMessage(who, LOBBY, seq),
        (store, who) => store.react(who, LOBBY, seq, '👍', true),
        (store, who) => store.ban(who, { userId: olgaId, reason: '', address: true }),
        (store, who) => store.unban(who, olgaId),
        (store, who) => store.mute(who, { userId: olgaId, until: inHours(1), reason: '' }),
        (store, who) => store.unmute(who, { userId: olgaId }),
        (store, who) => store.removeMessages(who, olgaId, inHours(-1)),
        (store, who) => store.undoRemoval(who, 'x_none'),
        (store, who) => store.report(who, LOBBY, seq, ''),
        (store, who) => store.resolveReport(who, 'p_none'),
        (store, who) => store.updateSettings(who, { roomsBy: 'members' }),
      ]
      const tokenHash = hash('soon over')
      const { sessionId } = await stage.signIn(fay, { ...aDevice(), tokenHash })
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

    test('[S27] a guest who claims the name becomes a person, with the same seats and messages', async () => {
      const gil = await stage.guest('Gil')
      const { seq } = await stage.say(gil, 'as a guest')
      assert.deepEqual(await stage.store.claim(gil, gil.user.name, 'hash'), {
        user: { ...gil.user, kind: 'person' },
        renamed: [],
      })
      assert.equal((await stage.store.accountOf(gil)).role, 'member')
      assert.equal((await stage.store.history(LOBBY, { around: seq, limit: 1 })).messages[0]?.author.kind, 'person')
      assert.equal(await stage.store.passwordHashOf(gil), 'hash')
      await assert.rejects(stage.store.claim(gil, gil.user.name, 'hash'), { code: 'forbidden' })
    })

    test('[S27] of two guests of one name who claim it at once one is the person', async () => {
      const twins = [await stage.guest('Twin'), await stage.guest('Twin')]
      const results = await Promise.allSettled(
        twins.map((twin, n) => stage.node(n).claim(twin, twin.user.name, 'hash')),
      )
      assert.deepEqual(results.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
      await assert.rejects(stage.guest('Twin'), { code: 'conflict' })
      await assert.rejects(stage.person('Twin'), { code: 'conflict' })
    })

    test('[S27] of people who take one name or look-alikes at once one gets it', async () => {
      const rivals = await Promise.all(['Yan', 'Yen', 'Yin'].map((name) => stage.guest(name)))
      const looks = ['Zoe', 'Z0e', 'ZOE'].map((name) => ({ name, key: name.toLowerCase(), look: 'zoe' }))
      const claimed = await Promise.allSettled(
        rivals.map(async (rival, n) => {
          await stage.node(n).rename(rival, looks[n]!)
          return stage.node(n).claim(rival, looks[n]!.name, 'hash')
        }),
      )
      assert.equal(claimed.filter(({ status }) => status === 'fulfilled').length, 1)
      const come = (n: number) =>
        stage.node(n).addUser({ name: named('Xaver'), device: aDevice(), passwordHash: 'hash' })
      const came = await Promise.allSettled([0, 1, 2].map(come))
      assert.equal(came.filter(({ status }) => status === 'fulfilled').length, 1)
      for (const one of came)
        if (one.status === 'rejected') assert.equal((one.reason as Refusal).code, 'conflict', String(one.reason))
    })

    test('[S27] another name may be neither another person’s nor look like somebody’s, but mine in another form', async () => {
      const hal = await stage.guest('Hal')
      await assert.rejects(stage.store.rename(hal, named('Olga')), { code: 'conflict' })
      await assert.rejects(stage.store.rename(hal, { name: 'О1ga', key: 'о1ga', look: 'olga' }), { code: 'conflict' })
      assert.equal((await stage.store.rename(hal, named('HAL'))).user.name, 'HAL')
      assert.equal((await stage.store.accountOf(hal)).user.name, 'HAL')
    })

    test('[P38] guests with a name that becomes a person’s get numbers at once', async () => {
      const bea = await stage.guest('Bea')
      const twin = await stage.guest('Bea')
      const second = await stage.guest('Bea 2')
      const { seq } = await stage.say(twin, 'said as Bea')
      const { user, renamed } = await stage.store.claim(bea, 'Bea', 'hash')
      assert.deepEqual(user, { ...bea.user, kind: 'person' })
      assert.deepEqual(renamed, [{ ...twin.user, name: 'Bea 3' }])
      assert.equal((await stage.store.meOf(twin.userId)).lostName, 'Bea')
      assert.equal((await stage.store.meOf(second.userId)).lostName, undefined)
      assert.equal((await stage.store.history(LOBBY, { around: seq, limit: 1 })).messages[0]?.author.name, 'Bea 3')
      assert.equal((await stage.view(twin, LOBBY))?.id, LOBBY)
      // A user who wanted to keep the name must not get a password for the numbered one by mistake.
      await assert.rejects(stage.store.claim(twin, 'Bea', 'hash'), { code: 'conflict' })
      await stage.store.rename(twin, named('Bee'))
      assert.equal((await stage.store.meOf(twin.userId)).lostName, undefined)
    })

    test('[P38] so it is however the name becomes a person’s: by an invitation, or by another name', async () => {
      const guests = await Promise.all(['Cleo', 'Edda'].map((name) => stage.guest(name)))
      await stage.person('Cleo')
      const fritz = await stage.person('Fritz')
      const { renamed } = await stage.store.rename(fritz, named('Edda'))
      assert.deepEqual(renamed, [{ ...guests[1]!.user, name: 'Edda 2' }])
      const names = await Promise.all(guests.map(async (guest) => (await stage.store.accountOf(guest)).user.name))
      assert.deepEqual(names, ['Cleo 2', 'Edda 2'])
    })

    test('[S28] another password ends the sessions elsewhere', async () => {
      const ida = await stage.person('Ida')
      const elsewhere = await stage.signIn(ida, aDevice())
      await stage.store.addSignInCode(ida, hash('ida’s link'), inHours(1))
      assert.deepEqual(await stage.store.changePassword(ida, 'another hash'), [elsewhere.sessionId])
      assert.equal(await stage.store.passwordHashOf(ida), 'another hash')
      await assert.rejects(stage.store.redeemSignInCode(hash('ida’s link'), aDevice()), { code: 'forbidden' })
      await assert.rejects(stage.store.changePassword(await stage.guest('No password'), 'hash'), { code: 'forbidden' })
    })

    test('[S28] my sessions are listed with device and use, and end one by one or all at once', async () => {
      const joe = await stage.person('Joe')
      const elsewhere = await Promise.all([1, 2, 3].map(() => stage.signIn(joe, aDevice())))
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
      assert.equal((await stage.store.accountOf(kim)).role, 'moderator')
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

    test('[S30] the last owner stays: not appointed away, not leaving', async () => {
      await assert.rejects(stage.store.appoint(olga, olga.userId, 'member'), { code: 'conflict' })
      await assert.rejects(stage.store.leave(olga, 'keep'), { code: 'conflict' })
      assert.equal((await stage.store.accountOf(olga)).role, 'owner')
    })

    test('[S30] of two owners who ban each other at once one stays', async () => {
      const ned = await stage.person('Ned')
      await stage.store.appoint(olga, ned.userId, 'owner')
      const ban = (by: Somebody, { userId }: Somebody, node: Store) =>
        node.ban(by, { userId, until: inHours(1), reason: '', address: false })
      const results = await Promise.allSettled([ban(olga, ned, stage.store), ban(ned, olga, stage.other)])
      assert.deepEqual(results.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
      // Either may have won, and the later tests need Olga as owner. The ban ended the sessions of the other one.
      const [owner, banned] = results[0].status === 'fulfilled' ? [olga, ned] : [ned, olga]
      await stage.store.unban(owner, banned.userId)
      if (banned === olga) olga = { ...olga, ...(await stage.signIn(olga, aDevice())) }
      await stage.store.appoint(olga, ned.userId, 'member')
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
        stage.other.appoint(pam, olga.userId, 'member'),
      ])
      assert.deepEqual(results.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
      // Either may have won, and the later tests need Olga as owner.
      const owner = results[0]!.status === 'fulfilled' ? olga : pam
      await stage.store.appoint(owner, olga.userId, 'owner')
      await stage.store.appoint(olga, pam.userId, 'member')
    })

    test('[S31] my list of blocked users is private, and they cannot seat me anywhere', async () => {
      const [quin, rae] = [await stage.guest('Quin'), await stage.guest('Rae')]
      await stage.store.block(quin, rae.userId, true)
      await stage.store.block(quin, rae.userId, true)
      assert.deepEqual((await stage.store.meOf(quin.userId)).blocked, [rae.userId])
      await assert.rejects(stage.room('direct', '', [rae, quin]), { code: 'forbidden' })
      await assert.rejects(stage.room('closed', 'Trap', [rae, olga, quin]), { code: 'forbidden' })
      await stage.room('direct', '', [rae, olga])
      await stage.store.block(quin, rae.userId, false)
      assert.deepEqual(await stage.store.meOf(quin.userId), { user: quin.user, role: 'guest', blocked: [] })
      await assert.rejects(stage.store.block(quin, 'u_nobody', true), { code: 'not_found' })
      await assert.rejects(stage.store.meOf('u_nobody'), { code: 'not_found' })
    })

    test('[S32] people are found by the beginning of any word of their name', async () => {
      const [sue] = [await stage.person('Sue van Dyke'), await stage.guest('Vandyke'), await stage.person('Una')]
      const found = async (query: string) =>
        (await stage.store.findPeople(olga, query, 10)).map(({ user }) => user.name)
      assert.deepEqual(await found('VAN'), ['Sue van Dyke', 'Vandyke'])
      assert.deepEqual(await found('dyke'), ['Sue van Dyke'])
      assert.deepEqual(await found('yke'), [])
      assert.deepEqual(await found('100%'), [])
      assert.equal((await stage.store.findPeople(olga, '', 2)).length, 2)
      await stage.store.leave(sue, 'keep')
      assert.deepEqual(await found('van'), ['Vandyke'])
    })

    test('[S55] a user who leaves with thousands of messages is gone at once; the messages go slice by slice, also over a crash', async () => {
      const [writer, friend] = [await stage.guest('Writer'), await stage.guest('Reader')]
      const side = await stage.room('open', 'Side room', [writer, friend])
      const before = await stage.store.history(LOBBY, { limit: 1 })
      await Promise.all(
        Array.from({ length: 2_600 }, (_, number) =>
          stage.say(writer, `word ${number}`, { roomId: number % 2 === 0 ? LOBBY : side }),
        ),
      )
      const kept = await stage.say(friend, 'somebody else’s')
      const wordsLeft = async () =>
        [...(await stage.wholeHistory()), ...(await stage.wholeHistory(side))].filter(({ body }) =>
          body.startsWith('word '),
        ).length

      const { changes } = await stage.store.leave(writer, 'delete')
      await assert.rejects(stage.store.roomsOf(writer), { code: 'unauthorized' })
      const slices = [changes]
      assert.equal(await wordsLeft(), 1_600)
      slices.push((await stage.store.eraseNext())!)
      await stage.restart()
      for (let more = await stage.store.eraseNext(); more; more = await stage.store.eraseNext()) slices.push(more)
      assert.equal(await wordsLeft(), 0)

      // The changes follow each other without a gap.
      const revs = slices.flatMap((slice) => slice.filter(({ roomId }) => roomId === LOBBY))
      assert.ok(revs.length >= 3 && revs.every(({ from, to, messages }) => to - from === messages.length))
      let at = kept.rev
      for (const { from, to, messages } of revs) {
        assert.equal(from, at)
        assert.deepEqual(
          messages.map(({ rev }) => rev),
          messages.map((_, index) => from + 1 + index),
        )
        at = to
      }
      const page = await stage.store.history(LOBBY, { limit: 1 })
      assert.deepEqual([page.rev, page.lastSeq], [at, before.lastSeq + 1_301])
      assert.equal(page.messages[0]?.body, 'somebody else’s')
      assert.equal((await stage.view(friend, LOBBY))?.readSeq, page.lastSeq)
      assert.equal(await stage.store.purge(), false)
    })

    for (const fate of ['keep', 'delete'] as const) {
      test(`[S33] who leaves is forgotten, and what they said is ${fate === 'keep' ? 'kept' : 'deleted'}`, async () => {
        const name = `Leaver ${fate}`
        const leaver = await stage.person(name)
        const friend = await stage.guest(`Friend ${fate}`)
        const direct = await stage.room('direct', '', [leaver, friend])
        const said = [await stage.say(leaver, 'in the lobby'), await stage.say(leaver, 'to you', { roomId: direct })]
        const early = await stage.say(leaver, 'taken back at once')
        await stage.store.deleteMessage(leaver, LOBBY, early.seq)
        await stage.store.report(friend, direct, 1, 'for the record')
        const { memberCount, rev } = (await stage.view(friend, LOBBY))!
        await stage.store.addInvite(leaver, { codeHash: hash(`invitation to ${fate}`) })

        const left = await stage.store.leave(leaver, fate)
        const former = { id: leaver.userId, name: 'former member', kind: 'person' as const }
        assert.deepEqual([left.user, left.roomIds.toSorted()], [former, [LOBBY, direct].toSorted()])
        await assert.rejects(stage.store.roomsOf(leaver), { code: 'unauthorized' })
        await assert.rejects(stage.signIn(leaver, aDevice()), { code: 'unauthorized' })
        assert.equal(await stage.store.findPassword(name.toLowerCase()), undefined)
        await assert.rejects(stage.store.profile(friend, leaver.userId), { code: 'not_found' })
        assert.equal(await stage.store.findNameHolder(named(name)), undefined)
        await assert.rejects(stage.store.redeemInvite(friend, hash(`invitation to ${fate}`)), { code: 'forbidden' })
        assert.equal((await stage.view(friend, LOBBY))?.memberCount, memberCount - 1)
        const seen = (await stage.view(friend, direct))!
        assert.deepEqual([seen.memberCount, seen.people, seen.formerPeople], [1, [friend.user], [former]])

        const { messages } = await stage.store.history(LOBBY, { around: said[0]!.seq, limit: 1 })
        assert.deepEqual(messages[0]?.author, former)
        assert.equal(messages[0]?.body, fate === 'keep' ? 'in the lobby' : '')
        const reported = (await stage.store.reports(olga)).reports.filter(({ author }) => author.id === leaver.userId)
        assert.deepEqual(
          reported.map(({ author, body }) => [author.name, body]),
          [[name, fate === 'keep' ? 'to you' : '']],
        )
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
