import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { LOBBY } from '../../../protocol/limits.ts'
import type { Changed } from '../store.ts'
import { aDevice, hash, inHours, type MakeFolder, type Somebody, Stage } from './stage.ts'

export function describeModeration(makeFolder: MakeFolder): void {
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
      const elsewhere = await stage.store.signIn(pat.userId, aDevice())
      await stage.store.addSignInCode(pat, hash('made before'), inHours(1))
      const { endedSessionIds } = await ban(pat.userId, { until: '2099-03-05T14:00:00.000Z' })
      assert.deepEqual(endedSessionIds.toSorted(), [pat.sessionId, elsewhere.sessionId].toSorted())
      await assert.rejects(stage.store.standingOf(pat), { code: 'unauthorized' })
      await assert.rejects(stage.store.signIn(pat.userId, aDevice()), {
        code: 'banned',
        message: 'You are banned until 2099-03-05 14:00 UTC: Shouting.',
      })
      await assert.rejects(stage.store.redeemSignInCode(hash('made before'), aDevice()))
      const [listed] = await stage.store.bans()
      assert.deepEqual(
        { ...listed, at: '' },
        { user: pat.user, by: olga.user, reason: 'Shouting', at: '', until: '2099-03-05T14:00:00.000Z' },
      )
      await stage.store.unban(olga, pat.userId)
      assert.deepEqual(await stage.store.bans(), [])
      assert.deepEqual((await stage.store.signIn(pat.userId, aDevice())).user, pat.user)
    })

    test('[S42] a ban that has run out is none, a second replaces the first, and one for good has no end', async () => {
      const quin = await stage.person('Quin')
      await ban(quin.userId)
      await assert.rejects(stage.store.signIn(quin.userId, aDevice()), {
        code: 'banned',
        message: 'You are banned: Shouting.',
      })
      assert.ok(!('until' in (await stage.store.bans())[0]!))
      await ban(quin.userId, { until: inHours(-1) })
      assert.deepEqual(await stage.store.bans(), [])
      await stage.store.signIn(quin.userId, aDevice())
      await assert.rejects(ban('u_nobody'), { code: 'not_found' })
    })

    test('[S42] who is banned keeps the seat, and the list of seats says so until the ban ends', async () => {
      const sid = await stage.person('Sid the seated')
      const isBanned = async () => (await stage.store.findMember('lobby', sid.userId))?.isBanned
      assert.equal(await isBanned(), undefined)
      await ban(sid.userId, { until: inHours(1) })
      assert.equal(await isBanned(), true)
      const { members } = await stage.store.members('lobby', { query: 'Sid the', limit: 5 })
      assert.deepEqual(
        members.map((member) => member.isBanned),
        [true],
      )
      await ban(sid.userId, { until: inHours(-1) })
      assert.equal(await isBanned(), undefined)
    })

    test('[S43] nobody new comes from a banned guest’s network, persons sign in all the same', async () => {
      const rae = await stage.person('Rae')
      const troll = await stage.guest('Troll', '192.0.2.7')
      await ban(troll.userId, { until: inHours(1), address: true })
      await assert.rejects(stage.guest('Troll again', '192.0.2.7'), { code: 'banned' })
      await stage.guest('Neighbour', '192.0.2.8')
      await stage.store.signIn(rae.userId, aDevice('192.0.2.7'))
      await stage.store.unban(olga, troll.userId)
      await stage.guest('Back again', '192.0.2.7')
    })

    test('[S43] a network is banned only when it is asked for, and neither a person’s nor that of a proxy', async () => {
      const ban2 = async (somebody: Promise<Somebody>, address: boolean) =>
        ban((await somebody).userId, { until: inHours(1), address })
      await ban2(stage.guest('Quiet', '198.51.100.1'), false)
      await stage.guest('A friend', '198.51.100.1')
      for (const network of ['127.0.0.1', '0:0:0:0', '']) {
        await ban2(stage.guest('From the proxy', network), true)
        await stage.guest('Also from the proxy', network)
      }
      const person = await stage.store.signIn((await stage.person('Sue')).userId, aDevice('198.51.100.2'))
      await ban(person.user.id, { until: inHours(1), address: true })
      await stage.guest('Housemate', '198.51.100.2')
    })

    test('[S43] the invitations of who is banned do not hold meanwhile', async () => {
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

    test('[S44] who is muted sees until when, in one room or everywhere, until it is taken back or over', async () => {
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
      assert.equal((await stage.store.findMember(roomId, una.userId))?.mutedUntil, late)
      await stage.store.unmute(olga, una.userId)
      assert.deepEqual([await until(roomId), await until(LOBBY)], [soon, undefined])
      await mute(inHours(-1), roomId)
      assert.equal(await until(roomId), undefined)
      await stage.store.leaveRoom(una, roomId)
      await mute(soon, roomId)
      assert.equal(await until(roomId), soon)
      await stage.store.unmute(olga, una.userId, roomId)
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

    test('[S45] all that somebody said since then is removed in all rooms, and comes back as it was', async () => {
      const vic = await stage.guest('Vic')
      const wes = await stage.guest('Wes')
      const roomId = await stage.room('closed', 'Corner', [vic, wes])
      const first = await stage.say(vic, 'first @Wes', { roomId, mentions: [['wes']] })
      await stage.say(wes, 'not mine', { roomId })
      const edited = await stage.say(vic, 'second', { roomId })
      await stage.store.edit(vic, { roomId, seq: edited.seq, body: 'second, edited' })
      await stage.store.react(wes, roomId, edited.seq, '👍', true)
      const takenBack = await stage.say(vic, 'taken back', { roomId })
      await stage.store.deleteMessage(vic, roomId, takenBack.seq, false)
      const atAll = await stage.say(vic, '@room', { mentionsRoom: true })
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

    test('[S45] what was said before then stays, and removing nothing is no change', async () => {
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
        Array.from({ length: 3_000 }, (_, index) => stage.say(index % 3 === 0 ? others : yan, `${index}`)),
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
        Array.from({ length: 4_020 }, (_, index) => rev + 1 + index),
      )
      assert.equal((await stage.wholeHistory()).filter(({ body }) => body === '').length, 0)
    })

    test('[S45] who leaves and takes their words along takes those along that were put aside', async () => {
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
      await stage.store.deleteMessage(ben, LOBBY, message.seq, false)
      const reports = await stage.store.reports()
      assert.deepEqual(
        reports.map(({ by, reason, body }) => [by.name, reason, body]),
        [
          ['Amy', 'very rude', 'ugly words'],
          ['Olga', '', 'ugly words'],
        ],
      )
      const { author, roomId, roomName, seq } = reports[0]!
      assert.deepEqual([author, roomId, roomName, seq], [ben.user, LOBBY, 'Lobby', message.seq])
      for (const { id } of reports) await stage.store.resolveReport(olga, id)
      assert.deepEqual(await stage.store.reports(), [])
      await assert.rejects(stage.store.resolveReport(olga, reports[0]!.id), { code: 'not_found' })
      await assert.rejects(stage.store.report(amy, LOBBY, message.seq, ''), { code: 'not_found' })
      await assert.rejects(stage.store.report(amy, LOBBY, 1_000_000, ''), { code: 'not_found' })
    })

    test('[S47] each act of moderation is in the log, newest first, with who, whom and where', async () => {
      const cal = await stage.guest('Cal')
      const roomId = await stage.room('open', 'Court', [olga, cal])
      const { seq } = await stage.say(cal, 'guilty', { roomId })
      const until = inHours(1)
      await stage.store.mute(olga, { userId: cal.userId, roomId, until, reason: 'Noise' })
      await stage.store.unmute(olga, cal.userId, roomId)
      await stage.store.unmute(olga, cal.userId, roomId)
      await stage.store.deleteMessage(olga, roomId, seq, true)
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
      assert.deepEqual(await stage.acts(olga, roomId), [
        { ...where, roomName: name, act: 'room:delete', details: {} },
        { ...where, act: 'room:update', details: { from: 'Court', to: name } },
        ...whileOpen,
      ])
      // What happens behind a closed door is for those behind it.
      assert.deepEqual(await stage.acts(cal, roomId), whileOpen)
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

    test('[S47] a refused act is not in the log', async () => {
      const before = await stage.acts(olga)
      await assert.rejects(ban(olga.userId))
      await assert.rejects(stage.store.undoRemoval(olga, 'x_none'))
      await assert.rejects(stage.store.deleteRoom(olga, 'nowhere'))
      assert.deepEqual(await stage.acts(olga), before)
    })

    test('[S47] the log comes page by page', async () => {
      const all = await stage.store.audit({ limit: 100 }, olga)
      const first = await stage.store.audit({ limit: 3 }, olga)
      const second = await stage.store.audit({ limit: 97, before: first.entries.at(-1)!.id }, olga)
      assert.deepEqual([...first.entries, ...second.entries].slice(0, 100), all.entries)
      assert.deepEqual([first.more, (await stage.store.audit({ limit: 1, before: 1 }, olga)).more], [true, false])
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
