import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { Refusal } from '../../../protocol/errors.ts'
import { LOBBY } from '../../../protocol/limits.ts'
import type { Report } from '../../../protocol/models.ts'
import type { Changed } from '../terms.ts'
import { aDevice, hash, inHours, type Effort, type MakeFolder, named, type Somebody, Stage } from './stage.ts'

export function describeModeration(makeFolder: MakeFolder, { messages }: Effort): void {
  describe('moderation', () => {
    const stage = new Stage(makeFolder)
    let olga: Somebody

    before(async () => {
      olga = await stage.owner('Olga')
    })

    const ban = (userId: string, { until, address = false }: { until?: string; address?: boolean } = {}) =>
      stage.store.ban(olga, { userId, until, reason: 'Shouting', address })

    test('[S42] a ban ends all sessions, and none begins, with until when and why', async () => {
      const pat = await stage.person('Pat')
      const elsewhere = await stage.signIn(pat, aDevice())
      await stage.store.addSignInCode(pat, hash('made before'), inHours(1))
      const { endedSessionIds } = await ban(pat.userId, { until: '2099-03-05T14:00:00.000Z' })
      assert.deepEqual(endedSessionIds.toSorted(), [pat.sessionId, elsewhere.sessionId].toSorted())
      await assert.rejects(stage.store.accountOf(pat), { code: 'unauthorized' })
      await assert.rejects(stage.signIn(pat, aDevice()), {
        code: 'banned',
        message: 'You are banned until 2099-03-05 14:00 UTC: Shouting.',
      })
      await assert.rejects(stage.store.redeemSignInCode(hash('made before'), aDevice()))
      const [listed] = await stage.store.bans(olga)
      assert.deepEqual(
        { ...listed, at: '' },
        { user: pat.user, by: olga.user, reason: 'Shouting', at: '', until: '2099-03-05T14:00:00.000Z' },
      )
      await stage.store.unban(olga, pat.userId)
      assert.deepEqual(await stage.store.bans(olga), [])
      assert.deepEqual((await stage.signIn(pat, aDevice())).user, pat.user)
    })

    test('[S42] a ban that has run out is none, a second replaces the first, and one for good has no end', async () => {
      const quin = await stage.person('Quin')
      await ban(quin.userId)
      await assert.rejects(stage.signIn(quin, aDevice()), {
        code: 'banned',
        message: 'You are banned: Shouting.',
      })
      assert.ok(!('until' in (await stage.store.bans(olga))[0]!))
      await ban(quin.userId, { until: inHours(-1) })
      assert.deepEqual(await stage.store.bans(olga), [])
      await stage.signIn(quin, aDevice())
      await assert.rejects(ban('u_nobody'), { code: 'not_found' })
    })

    test('[S42] a banned user keeps the seat, and the list of members says so until the ban ends', async () => {
      const sid = await stage.person('Sid the seated')
      const isBanned = async () => (await stage.seatOf(olga, LOBBY, 'Sid the'))?.isBanned
      assert.equal(await isBanned(), undefined)
      await ban(sid.userId, { until: inHours(1) })
      assert.equal(await isBanned(), true)
      await ban(sid.userId, { until: inHours(-1) })
      assert.equal(await isBanned(), undefined)
    })

    test('[S43] no new guest joins from a banned guest’s network; persons can sign in', async () => {
      const rae = await stage.person('Rae')
      const troll = await stage.guest('Troll', '192.0.2.7')
      await ban(troll.userId, { until: inHours(1), address: true })
      await assert.rejects(stage.guest('Troll again', '192.0.2.7'), { code: 'banned' })
      await stage.guest('Neighbour', '192.0.2.8')
      await stage.signIn(rae, aDevice('192.0.2.7'))
      await stage.store.unban(olga, troll.userId)
      await stage.guest('Back again', '192.0.2.7')
    })

    test('[S43] a network is banned only when it is asked for, a person’s too, and never that of a proxy', async () => {
      const ban2 = async (somebody: Promise<Somebody>, address: boolean) =>
        ban((await somebody).userId, { until: inHours(1), address })
      await ban2(stage.guest('Quiet', '198.51.100.1'), false)
      await stage.guest('A friend', '198.51.100.1')
      for (const network of ['127.0.0.1', '0:0:0:0', '']) {
        await ban2(stage.guest('From the proxy', network), true)
        await stage.guest('Also from the proxy', network)
      }
      const person = await stage.signIn(await stage.person('Sue'), aDevice('198.51.100.2'))
      await ban(person.user.id, { until: inHours(1), address: true })
      await assert.rejects(stage.guest('Sue again', '198.51.100.2'), { code: 'banned' })
      // At the second ban there is no session left that shows her network.
      await ban(person.user.id, { until: inHours(2), address: true })
      await assert.rejects(stage.guest('Sue again', '198.51.100.2'), { code: 'banned' })
      await ban(person.user.id, { until: inHours(2), address: false })
      await stage.guest('Housemate', '198.51.100.2')
    })

    test('[S43] the invitations of a banned user are inactive meanwhile', async () => {
      const tom = await stage.person('Tom')
      await stage.store.addInvite(tom, { codeHash: hash('tom’s') })
      await ban(tom.userId, { until: inHours(1) })
      const come = () =>
        stage.store.addUser({
          name: { name: 'Tom’s', key: 'tom’s', look: 'tom’s' },
          device: aDevice(),
          inviteHash: hash('tom’s'),
        })
      await assert.rejects(come(), { code: 'forbidden' })
      await stage.store.unban(olga, tom.userId)
      await come()
    })

    test('[S64] in a banned network a guest who never wrote cannot write until the ban is over', async () => {
      const network = '198.51.100.64'
      const [troll, heard, stock] = [
        await stage.guest('Troll of many', network),
        await stage.guest('Heard', network),
        await stage.guest('Stock', network),
      ]
      const forum = await stage.room('open', 'Forum', [heard])
      const { seq: aloud } = await stage.say(heard, 'where everybody reads it', { roomId: forum })
      const lair = await stage.room('closed', 'Lair', [stock, heard])
      const { seq } = await stage.say(stock, 'where nobody reads it', { roomId: lair })
      await ban(troll.userId, { until: inHours(1), address: true })
      const no = { code: 'forbidden', message: /^New people can’t write from your network until / }
      await assert.rejects(stage.say(stock, 'spam'), no)
      await assert.rejects(stage.store.edit(stock, { roomId: lair, seq, body: 'spam' }), no)
      await assert.rejects(stage.store.updateRoom(stock, lair, { kind: 'open' }), no)
      await assert.rejects(stage.store.claim(stock, stock.user.name, 'hash'), no)
      await stage.say(heard, 'where nobody reads it', { roomId: lair })
      // A deleted message does not count.
      await stage.store.deleteMessage(olga, forum, aloud)
      await assert.rejects(stage.say(heard, 'again'), no)
      await ban(troll.userId, { until: inHours(-1), address: true })
      await stage.say(stock, 'at last')
    })

    test('[S44] a muted user sees until when, in one room or everywhere, until the mute is lifted or ends', async () => {
      const una = await stage.guest('Una')
      const roomId = await stage.room('open', 'Loud', [olga, una])
      const [soon, late] = [inHours(1), inHours(2)]
      const mute = (until: string, where?: string) =>
        stage.store.mute(olga, { userId: una.userId, roomId: where, until, reason: 'Noise' })
      const until = async (where: string) => (await stage.view(una, where))?.mutedUntil
      await mute(soon, roomId)
      assert.deepEqual([await until(roomId), await until(LOBBY)], [soon, undefined])
      await mute(late)
      assert.deepEqual([await until(roomId), await until(LOBBY)], [late, late])
      assert.equal((await stage.seatOf(olga, roomId, 'Una'))?.mutedUntil, late)
      await stage.store.unmute(olga, { userId: una.userId })
      assert.deepEqual([await until(roomId), await until(LOBBY)], [soon, undefined])
      await mute(inHours(-1), roomId)
      assert.equal(await until(roomId), undefined)
      await mute(soon, roomId)
      await stage.store.leaveRoom(una, roomId)
      await stage.store.join(una, roomId)
      assert.equal(await until(roomId), soon)
      await stage.store.unmute(olga, { userId: una.userId, roomId })
      assert.equal(await until(roomId), undefined)
      await assert.rejects(stage.store.mute(olga, { userId: 'u_nobody', until: soon, reason: '' }), {
        code: 'not_found',
      })
    })

    /** The ranges join on where the room was, and each message has the next rev. */
    const isGapless = ({ from, to, messages }: Changed) => {
      assert.deepEqual(
        messages.map(({ rev }) => rev),
        Array.from({ length: to - from }, (_, index) => from + 1 + index),
      )
    }
    const revOf = async (roomId: string) => (await stage.store.history(roomId, { limit: 1 })).rev

    test('[S45] all messages of a user since then are removed in all rooms, and restored as they were', async () => {
      const vic = await stage.person('Vic')
      const wes = await stage.guest('Wes')
      const roomId = await stage.room('closed', 'Corner', [vic, wes])
      const first = await stage.say(vic, 'first @Wes', { roomId, mentions: [['wes']] })
      await stage.say(wes, 'not mine', { roomId })
      const edited = await stage.say(vic, 'second', { roomId })
      await stage.store.edit(vic, { roomId, seq: edited.seq, body: 'second, edited' })
      await stage.store.react(wes, roomId, edited.seq, '👍', true)
      const takenBack = await stage.say(vic, 'taken back', { roomId })
      await stage.store.deleteMessage(vic, roomId, takenBack.seq)
      const atAll = await stage.say(vic, '@room', { mentions: [['room']] })
      const before = { here: await stage.wholeHistory(roomId), lobby: await stage.wholeHistory() }
      const revs = { here: await revOf(roomId), lobby: await revOf(LOBBY) }
      const mentioned = async () => [
        (await stage.view(wes, roomId))?.mentions,
        (await stage.view(wes, LOBBY))?.mentions,
      ]
      assert.deepEqual(await mentioned(), [1, 1])

      const { removal, changes } = await stage.store.removeMessages(olga, vic.userId, inHours(-1))
      assert.equal(removal.count, 3)
      assert.ok(Date.parse(removal.undoUntil) > Date.now() + 23 * 60 * 60 * 1_000)
      changes.forEach(isGapless)
      const here = changes.find((change) => change.roomId === roomId)!
      assert.deepEqual([here.from, here.to], [revs.here, revs.here + 2])
      assert.deepEqual(
        here.messages.map(({ seq, body, reactions }) => [seq, body, reactions]),
        [
          [first.seq, '', []],
          [edited.seq, '', []],
        ],
      )
      assert.deepEqual(await mentioned(), [0, 0])
      assert.ok(!JSON.stringify(await stage.wholeHistory(roomId)).includes('second'))
      assert.equal((await stage.say(wes, 'and on', { roomId })).rev, revs.here + 3)

      const back = await stage.store.undoRemoval(olga, removal.removalId)
      back.forEach(isGapless)
      assert.equal(back.find((change) => change.roomId === roomId)?.from, revs.here + 3)
      const withoutRev = (messages: object[]) => messages.map((message) => ({ ...message, rev: 0 }))
      assert.deepEqual(withoutRev((await stage.wholeHistory(roomId)).slice(0, -1)), withoutRev(before.here))
      assert.deepEqual(withoutRev(await stage.wholeHistory()), withoutRev(before.lobby))
      assert.equal(await revOf(LOBBY), revs.lobby + 2)
      assert.equal((await stage.wholeHistory()).at(-1)?.seq, atAll.seq)
      assert.deepEqual(await mentioned(), [1, 1])
      await assert.rejects(stage.store.undoRemoval(olga, removal.removalId), { code: 'not_found' })
      await assert.rejects(stage.store.undoRemoval(olga, 'x_none'), { code: 'not_found' })
    })

    test('[S45] earlier messages stay, and removing nothing is no change', async () => {
      const xia = await stage.guest('Xia')
      await stage.say(xia, 'stays')
      const rev = await revOf(LOBBY)
      const { removal, changes } = await stage.store.removeMessages(olga, xia.userId, inHours(1))
      assert.deepEqual([removal.count, changes, await revOf(LOBBY)], [0, [], rev])
      assert.deepEqual(await stage.store.undoRemoval(olga, removal.removalId), [])
      await assert.rejects(stage.store.removeMessages(olga, 'u_nobody', inHours(-1)), { code: 'not_found' })
    })

    test('[S45] thousands are removed and brought back at once, while others write', async () => {
      const yan = await stage.guest('Yan')
      const others = await stage.guest('Others')
      await Promise.all(
        Array.from({ length: messages }, (_, index) => stage.say(index % 3 === 0 ? others : yan, `${index}`)),
      )
      const rev = await revOf(LOBBY)
      const [{ removal, changes }, ...said] = await Promise.all([
        stage.store.removeMessages(olga, yan.userId, inHours(-1)),
        ...Array.from({ length: 20 }, () => stage.say(others, 'meanwhile')),
      ])
      changes.forEach(isGapless)
      const back = await stage.store.undoRemoval(olga, removal.removalId)
      back.forEach(isGapless)
      const revs = [...changes, ...back].flatMap(({ messages }) => messages.map((message) => message.rev))
      revs.push(...said.map((message) => message.rev))
      assert.deepEqual(
        revs.toSorted((one, other) => one - other),
        Array.from({ length: (messages / 3) * 4 + 20 }, (_, index) => rev + 1 + index),
      )
      assert.equal((await stage.wholeHistory()).filter(({ body }) => body === '').length, 0)
    })

    test('[S45] a user who leaves and deletes their messages deletes those kept for undo, too', async () => {
      const zed = await stage.guest('Zed')
      await stage.say(zed, 'put aside')
      const { removal } = await stage.store.removeMessages(olga, zed.userId, inHours(-1))
      await stage.store.leave(zed, 'delete')
      assert.deepEqual(await stage.store.undoRemoval(olga, removal.removalId), [])
    })

    test('[S46] a report keeps the words that were reported, until it is closed', async () => {
      const [amy, ben] = [await stage.guest('Amy'), await stage.guest('Ben')]
      const message = await stage.say(ben, 'ugly words')
      await stage.store.report(amy, LOBBY, message.seq, 'rude')
      await stage.store.report(amy, LOBBY, message.seq, 'very rude')
      await stage.store.report(olga, LOBBY, message.seq, '')
      await stage.store.deleteMessage(ben, LOBBY, message.seq)
      const { reports, open } = await stage.store.reports(olga)
      assert.equal(open, 1)
      const [{ id, by, reason, body, author, roomId, roomName, seq, count, networks, reporters }] = reports as [Report]
      assert.deepEqual([by.name, reason, body, count, networks], ['Amy', 'very rude', 'ugly words', 2, 1])
      assert.deepEqual(
        reporters.map(({ user, ...rest }) => [user.name, rest.reason, rest.body]),
        [
          ['Amy', 'very rude', undefined],
          ['Olga', '', undefined],
        ],
      )
      assert.deepEqual([author, roomId, roomName, seq], [ben.user, LOBBY, 'Lobby', message.seq])
      await stage.store.resolveReport(olga, id)
      assert.deepEqual(await stage.store.reports(olga), { reports: [], open: 0 })
      await assert.rejects(stage.store.resolveReport(olga, id), { code: 'not_found' })
      await assert.rejects(stage.store.reporters(olga, id, { limit: 1 }), { code: 'not_found' })
      await assert.rejects(stage.store.report(amy, LOBBY, message.seq, ''), { code: 'not_found' })
      await assert.rejects(stage.store.report(amy, LOBBY, 1_000_000, ''), { code: 'not_found' })
    })

    test('[M40] a message is one report, with what it said to each, the first fifty by name and the others by pages', async () => {
      const author = await stage.guest('Reported author')
      const { seq } = await stage.say(author, 'first words')
      const readers = await Promise.all(Array.from({ length: 60 }, (_, n) => stage.guest(`Reader ${n}`)))
      await stage.store.report(readers[0]!, LOBBY, seq, 'first')
      await stage.store.edit(author, { roomId: LOBBY, seq, body: 'other words' })
      for (const reader of readers.slice(1)) await stage.store.report(reader, LOBBY, seq, '')
      const { reports, open } = await stage.store.reports(olga)
      const { id, count, body, reporters } = reports[0]!
      assert.deepEqual([open, count, body, reporters.length], [1, 60, 'first words', 50])
      assert.deepEqual(
        reporters.slice(0, 2).map((one) => one.body),
        [undefined, 'other words'],
      )
      const names: string[] = []
      let after: string | undefined
      do {
        const page = await stage.store.reporters(olga, id, { after, limit: 25 })
        names.push(...page.reporters.map(({ user }) => user.name))
        after = page.next
      } while (after !== undefined)
      assert.deepEqual(names.toSorted(), readers.map(({ user }) => user.name).toSorted())
      await stage.store.leave(author, 'delete')
      const [emptied] = (await stage.store.reports(olga)).reports
      assert.deepEqual([emptied?.body, emptied?.reporters[1]?.body], ['', undefined])
      await assert.rejects(stage.store.reporters(readers[0]!, id, { limit: 1 }), { code: 'forbidden' })
      await stage.store.resolveReport(olga, id)
    })

    test('[M41] reports of a person, and those of a network’s guests, are bounded until they are dealt with', async () => {
      const author = await stage.guest('Much reported')
      const seqs: number[] = []
      for (let n = 0; n < 45; n++) seqs.push((await stage.say(author, `words ${n}`)).seq)
      const reportAll = async (who: Somebody) => {
        let taken = 0
        for (const seq of seqs) {
          try {
            await stage.store.report(who, LOBBY, seq, '')
            taken++
          } catch (error) {
            assert.ok(error instanceof Refusal && error.code === 'rate_limited' && error.retryAfterMs! > 0)
          }
        }
        return taken
      }
      const network = '198.51.100.7'
      const guests = [
        await stage.guest('G 1', network),
        await stage.guest('G 2', network),
        await stage.guest('G 3', network),
      ]
      // Twenty each. A report of a message that is reported already joins that report, and opens none.
      assert.deepEqual([await reportAll(guests[0]!), await reportAll(guests[1]!)], [20, 40])
      assert.equal(await reportAll(guests[2]!), 40)
      assert.equal((await stage.store.reports(olga)).open, 40)
      assert.equal(await reportAll(await stage.guest('Elsewhere', '198.51.100.8')), 45)
      for (let isMore = true; isMore;) {
        const { reports } = await stage.store.reports(olga)
        for (const { id } of reports) await stage.store.resolveReport(olga, id)
        isMore = reports.length > 0
      }
      await stage.store.report(guests[0]!, LOBBY, seqs[0]!, '')
      await stage.store.resolveReport(olga, (await stage.store.reports(olga)).reports[0]!.id)
    })

    test('[M42] each network has its turn in the list of reports, people with a password before guests', async () => {
      const author = await stage.guest('Reported a lot')
      const say = async (body: string) => (await stage.say(author, body)).seq
      const [crowd, pia] = [await stage.guest('Crowd', '203.0.113.1'), await stage.guest('Lone guest', '203.0.113.2')]
      for (let n = 0; n < 20; n++) await stage.store.report(crowd, LOBBY, await say(`of the crowd ${n}`), '')
      await stage.store.report(pia, LOBBY, await say('of the lone one'), '')
      const both = await say('of two networks')
      for (const who of [await stage.guest('C', '203.0.113.3'), await stage.guest('D', '203.0.113.4')])
        await stage.store.report(who, LOBBY, both, '')
      const { reports } = await stage.store.reports(olga)
      assert.deepEqual(
        // The order within the crowd is unknown when reports came in the same millisecond.
        reports.slice(0, 4).map(({ body, networks }) => [body.replace(/ \d+$/, ''), networks]),
        [
          ['of two networks', 2],
          ['of the crowd', 1],
          ['of the lone one', 1],
          ['of the crowd', 1],
        ],
      )
      for (const { id } of reports) await stage.store.resolveReport(olga, id)
    })

    test('[S47] each act of moderation is in the log, newest first, with moderator, user and room', async () => {
      const cal = await stage.guest('Cal')
      const roomId = await stage.room('open', 'Court', [olga, cal])
      const { seq } = await stage.say(cal, 'guilty', { roomId })
      const until = inHours(1)
      await stage.store.mute(olga, { userId: cal.userId, roomId, until, reason: 'Noise' })
      await stage.store.unmute(olga, { userId: cal.userId, roomId })
      await stage.store.unmute(olga, { userId: cal.userId, roomId })
      await stage.store.deleteMessage(olga, roomId, seq)
      await stage.store.appointHost(olga, roomId, cal.userId, 'host')
      await stage.store.unseat(olga, roomId, cal.userId, until)
      await stage.store.updateRoom(olga, roomId, { kind: 'closed' })
      await stage.store.updateRoom(olga, roomId, { name: 'Star chamber', look: 'star chamber' })
      await stage.store.deleteRoom(olga, roomId)
      const where = { by: olga.user, roomId, roomName: 'Court' }
      const whom = { ...where, user: cal.user }
      const whileOpen = [
        { ...where, act: 'room:update', details: { kind: 'closed' } },
        { ...whom, act: 'room:remove', details: { until } },
        { ...whom, act: 'room:appoint', details: { to: 'host' } },
        { ...whom, act: 'message:delete', seq, details: {} },
        { ...whom, act: 'user:unmute', details: {} },
        { ...whom, act: 'user:mute', details: { until, reason: 'Noise' } },
      ]
      const name = 'Star chamber'
      const seen = (await stage.acts(olga)) as { roomId?: string }[]
      assert.deepEqual(
        seen.filter((act) => act.roomId === roomId),
        [
          { ...where, roomName: name, act: 'room:delete', details: {} },
          { ...where, act: 'room:update', details: { from: 'Court', to: name } },
          ...whileOpen,
        ],
      )
      // Actions in a closed room are only for its members.
      const ofRoom = (await stage.acts(await stage.owner('Other owner'))) as { roomId?: string }[]
      assert.deepEqual(
        ofRoom.filter((act) => act.roomId === roomId),
        whileOpen,
      )
    })

    test('[S47] acts without a room are in the log as well, and no words and no networks are', async () => {
      const dee = await stage.guest('Dee', '203.0.113.9')
      await stage.say(dee, 'unspeakable')
      await ban(dee.userId, { address: true })
      await stage.store.unban(olga, dee.userId)
      await stage.store.unban(olga, dee.userId)
      const { removal } = await stage.store.removeMessages(olga, dee.userId, inHours(-1))
      await stage.store.undoRemoval(olga, removal.removalId)
      const acts = (await stage.acts(olga)) as { act: string; details: object }[]
      assert.deepEqual(
        acts.slice(0, 4).map(({ act }) => act),
        ['removal:undo', 'user:removeMessages', 'user:unban', 'user:ban'],
      )
      assert.deepEqual(acts[3]?.details, { reason: 'Shouting', address: true })
      assert.doesNotMatch(JSON.stringify(acts), /unspeakable|203\.0\.113/)
    })

    test('[S62] people keep their names of that time in the log and in reports, so moderators know people who left', async () => {
      const [eli, reporter, reader] = [
        await stage.guest('Eli'),
        await stage.guest('Reporter'),
        await stage.person('Reader'),
      ]
      const { seq } = await stage.say(eli, 'words of Eli')
      await stage.store.report(reporter, LOBBY, seq, '')
      await stage.store.mute(olga, { userId: eli.userId, until: inHours(1), reason: '' })
      await stage.store.unmute(olga, { userId: eli.userId })
      await stage.store.rename(eli, named('Elias'))
      for (const who of [eli, reporter]) await stage.store.leave(who, 'delete')
      const report = (await stage.store.reports(olga)).reports.find(({ author }) => author.id === eli.userId)!
      assert.deepEqual([report.author.name, report.by.name, report.body], ['Eli', 'Reporter', ''])
      await stage.store.resolveReport(olga, report.id)
      const namesSeenBy = async (who: Somebody) => {
        const acts = (await stage.acts(who)) as { act: string; user?: { name: string } }[]
        return acts.slice(0, 3).map(({ act, user }) => `${act} ${user?.name ?? ''}`)
      }
      const acts = ['report:resolve', 'user:unmute', 'user:mute']
      assert.deepEqual(
        await namesSeenBy(olga),
        acts.map((act) => `${act} Eli`),
      )
      await assert.rejects(namesSeenBy(reader), { code: 'forbidden' })
      await stage.store.updateSettings(olga, { auditFor: 'members' })
      assert.deepEqual(
        (await namesSeenBy(reader)).slice(1),
        acts.slice(0, 2).map((act) => `${act} former member`),
      )
      await stage.store.updateSettings(olga, { auditFor: 'moderators' })
    })

    test('[S47] a refused act is not in the log', async () => {
      const before = await stage.acts(olga)
      await assert.rejects(ban(olga.userId))
      await assert.rejects(stage.store.undoRemoval(olga, 'x_none'))
      await assert.rejects(stage.store.deleteRoom(olga, 'nowhere'))
      assert.deepEqual(await stage.acts(olga), before)
    })

    test('[S47] the log comes page by page', async () => {
      const all = await stage.store.audit(olga, { limit: 100 })
      const first = await stage.store.audit(olga, { limit: 3 })
      const second = await stage.store.audit(olga, { limit: 97, after: first.next })
      assert.deepEqual([...first.entries, ...second.entries].slice(0, 100), all.entries)
      const last = await stage.store.audit(olga, { limit: all.entries.length })
      assert.deepEqual(['next' in first, 'next' in last], [true, all.next !== undefined])
    })

    test('[S48] settings change as far as they are given, and that is in the log', async () => {
      assert.deepEqual(await stage.store.settings(), { auditFor: 'moderators', roomsBy: 'everyone' })
      const after = await stage.store.updateSettings(olga, { roomsBy: 'members', auditFor: undefined })
      assert.deepEqual(after, { auditFor: 'moderators', roomsBy: 'members' })
      assert.deepEqual(await stage.store.settings(), after)
      const entry = { by: olga.user, act: 'settings:update', details: { roomsBy: 'members' } }
      assert.deepEqual((await stage.acts(olga))[0], entry)
      const written = (await stage.acts(olga)).length
      await stage.store.updateSettings(olga, { roomsBy: 'members' })
      assert.equal((await stage.acts(olga)).length, written)
    })
  })
}
