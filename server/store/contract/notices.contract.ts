import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { MAX_SUBSCRIPTIONS } from '../../../protocol/limits.ts'
import type { Store } from '../store.ts'
import type { HeldNotice } from '../notices-store.ts'
import { eventually } from '../../../test/support/eventually.ts'
import { aDevice, inHours, type MakeFolder, type Somebody, Stage } from './stage.ts'

export function describeNotices(makeFolder: MakeFolder): void {
  describe('notices', () => {
    const stage = new Stage(makeFolder)
    let ann: Somebody

    before(async () => {
      ann = await stage.person('Ann')
    })

    const atFirst = {
      keywords: [],
      quiet: [],
      showWords: true,
      reactions: false,
      mutedMentions: false,
      sound: 'mentions',
    }
    const another = async (of: Somebody): Promise<Somebody> => ({ ...of, ...(await stage.signIn(of, aDevice())) })

    test('[Q1] notify settings are kept one by one over a restart, and deleted with a user who leaves', async () => {
      const eve = await stage.guest('Eve')
      assert.deepEqual(await stage.store.notifySettings(eve), atFirst)
      const quiet = [{ days: [1, 2], from: '22:00', to: '07:00' }]
      await stage.store.updateNotifySettings(eve, { keywords: ['release'], timeZone: 'Asia/Tokyo', quiet })
      await stage.store.updateNotifySettings(eve, { timeZone: '', reactions: true, keywords: undefined })
      await stage.restart()
      assert.deepEqual(await stage.store.notifySettings(eve), {
        ...atFirst,
        keywords: ['release'],
        quiet,
        reactions: true,
      })
      assert.deepEqual(await stage.store.notifySettings(ann), atFirst)
      await stage.store.leave(eve, 'keep')
      await assert.rejects(stage.store.notifySettings(eve), { code: 'unauthorized' })
    })

    test('[Q1] a snooze ends at its moment, or when it is taken back', async () => {
      const until = inHours(1)
      assert.equal((await stage.store.updateNotifySettings(ann, { snoozedUntil: until })).snoozedUntil, until)
      assert.equal((await stage.store.notifySettings(ann)).snoozedUntil, until)
      assert.deepEqual(await stage.store.updateNotifySettings(ann, { snoozedUntil: null }), atFirst)
      assert.deepEqual(await stage.store.updateNotifySettings(ann, { snoozedUntil: inHours(-1) }), atFirst)
    })

    test('[Q3] all nodes have the same keys for pushes, also after a restart', async () => {
      const keys = await Promise.all([0, 1, 2].map((n) => stage.node(n).vapidKeys()))
      await stage.restart()
      assert.deepEqual(new Set([...keys, await stage.store.vapidKeys()].map((key) => JSON.stringify(key))).size, 1)
      assert.equal(Buffer.from(keys[0]!.publicKey, 'base64url').length, 65)
      assert.equal(Buffer.from(keys[0]!.privateKey, 'base64url').length, 32)
    })

    test('[Q4] a session and a browser have one subscription each, a user has ten, and it ends with the session', async () => {
      const endpoints = async (of: Somebody) =>
        (await stage.store.pushSubscriptionsOf([of.userId]))
          .map(({ endpoint }) => endpoint.slice(at('').endpoint.length))
          .toSorted()
      const eve = await stage.person('Eve')
      await stage.store.subscribe(eve, at('one'))
      await stage.store.subscribe(eve, at('two'))
      assert.deepEqual(await endpoints(eve), ['two'])

      // The same browser, as somebody else.
      await stage.store.subscribe(ann, at('two'))
      assert.deepEqual([await endpoints(eve), await endpoints(ann)], [[], ['two']])

      const devices: Somebody[] = []
      for (let n = 0; n <= MAX_SUBSCRIPTIONS; n++) devices.push(await another(eve))
      for (const [n, device] of devices.entries()) await stage.store.subscribe(device, at(`n${n}`))
      const kept = devices.slice(1).map((_, n) => `n${n + 1}`)
      assert.deepEqual(await endpoints(eve), kept.toSorted())

      await stage.store.removeSubscription(ann, at('n1').endpoint)
      assert.ok((await endpoints(eve)).includes('n1'))
      await stage.store.removeSubscription(eve, at('n1').endpoint)
      await stage.store.endSession(devices[2]!)
      assert.deepEqual(await endpoints(eve), kept.slice(2).toSorted())
      await stage.store.endSessions(eve, true)
      assert.deepEqual(await endpoints(eve), [])
    })

    const at = (place: string) => ({ endpoint: `https://push.example/${place}`, publicKey: 'p', secret: 's' })
    /** Notes all new messages of a room as they are, for these people. */
    async function noteFor(store: Store, inRoom: string, userIds: string[]): Promise<boolean> {
      const rooms = (await store.roomsToNote()).filter(({ roomId }) => roomId === inRoom)
      return store.note(
        rooms.map(({ roomId, from, to, messages }) => ({
          roomId,
          from,
          to,
          notices: [{ userIds, seqs: messages.map(({ seq }) => seq), reason: 'everything' as const }],
        })),
      )
    }
    /** What a holder takes, once it is due. */
    async function take(store: Store, holder: string): Promise<HeldNotice[]> {
      await eventually(async () => assert.equal(await store.areNoticesDue(), true))
      await store.takeNotices(holder, 100)
      return store.heldNotices(holder)
    }

    test('[Q50] messages are looked through once, by whichever node is first, and only while somebody could be told', async () => {
      const [kim, lee] = [await stage.person('Kim'), await stage.person('Lee')]
      const roomId = await stage.room('closed', 'Noting', [kim, lee])
      await stage.store.removeSubscription(ann, at('two').endpoint)
      const looked = async () => (await stage.store.roomsToNote()).find((room) => room.roomId === roomId)
      await stage.store.subscribe(lee, at('lee'))
      await stage.store.block(lee, ann.userId, true)
      await stage.store.updateNotifySettings(lee, { keywords: ['tea'] })
      const first = await stage.say(kim, 'one', { roomId })
      await stage.say(kim, 'two', { roomId, replyTo: first.seq })
      const room = (await looked())!
      assert.deepEqual([room.kind, room.from, room.to], ['closed', 0, 2])
      assert.deepEqual(
        room.messages.map(({ seq, body, answers }) => [seq, body, answers]),
        [
          [1, 'one', undefined],
          [2, 'two', kim.userId],
        ],
      )
      assert.deepEqual(
        room.listeners.map(({ userId, level, readSeq }) => [userId, level, readSeq]),
        [[lee.userId, 'everything', 0]],
      )
      assert.match(room.listeners[0]!.settings!, /tea/)

      const all = await Promise.all([0, 1, 2].map((n) => noteFor(stage.node(n), roomId, [lee.userId])))
      assert.equal(all.filter(Boolean).length, 1)
      assert.equal(await looked(), undefined)
      const [notice] = await take(stage.store, 'somebody')
      assert.deepEqual([notice!.count, notice!.lastSeq, notice!.last?.body], [2, 2, 'two'])
      await stage.store.settleNotices('somebody', [{ ...keyOf(notice!), told: {}, next: 'over' }], [])

      await stage.store.endSession(lee)
      await stage.say(kim, 'three', { roomId })
      assert.equal(await looked(), undefined)
    })

    test('[Q51] a notice is held by one node, and by another when that is gone; it grows while it is told', async () => {
      const [kim, pat] = [await stage.person('Kim P'), await stage.person('Pat')]
      const roomId = await stage.room('closed', 'Holding', [kim, pat])
      await stage.store.subscribe(pat, at('pat'))
      await stage.say(kim, 'one', { roomId })
      await noteFor(stage.store, roomId, [pat.userId])
      const [held] = await take(stage.store, 'first')
      assert.equal(held!.subscriptions[0]!.endpoint, at('pat').endpoint)
      assert.equal(await stage.other.areNoticesDue(), false)
      assert.equal(await stage.other.takeNotices('second', 100), 0)

      await stage.say(kim, 'two', { roomId })
      await noteFor(stage.other, roomId, [pat.userId])
      const told = { [pat.sessionId]: 1 }
      await stage.store.settleNotices('first', [{ ...keyOf(held!), told, next: 'read' }], [])
      const [grown] = await take(stage.other, 'second')
      assert.deepEqual([grown!.count, grown!.lastSeq, grown!.told, grown!.badge], [2, 2, told, 2])
      // The first node comes too late.
      await stage.store.settleNotices('first', [{ ...keyOf(grown!), told: {}, next: 'over' }], [])
      assert.equal((await stage.other.heldNotices('second')).length, 1)
      await stage.restart()

      // A node that is gone: some seconds later.
      const [taken] = await eventually(async () => {
        const found = await take(stage.store, 'third')
        assert.equal(found.length, 1)
        return found
      }, 15_000)
      assert.equal(taken!.lastSeq, 2)
      await stage.store.settleNotices(
        'third',
        [{ ...keyOf(taken!), told: { x: 2 }, next: 'read' }],
        [at('pat').endpoint],
      )
      assert.deepEqual(await stage.store.pushSubscriptionsOf([pat.userId]), [])

      assert.equal(await stage.store.areNoticesOver([pat.userId]), false)
      await stage.store.markRead(pat, roomId, 2)
      assert.equal(await stage.store.areNoticesOver([pat.userId]), true)
      assert.equal(await stage.store.areNoticesOver([kim.userId]), false)
      await stage.store.recallNotices([pat.userId])
      const [read] = await take(stage.store, 'fourth')
      assert.deepEqual([read!.count, read!.last, read!.told], [0, undefined, { x: 2 }])
      await stage.store.settleNotices('fourth', [{ ...keyOf(read!), told: {}, next: 'over' }], [])
      assert.equal(await stage.store.areNoticesDue(), false)
    })

    test('[Q11] what was deleted, blocked or left meanwhile counts no more', async () => {
      const [kim, sam] = [await stage.person('Kim S'), await stage.person('Sam')]
      const roomId = await stage.room('closed', 'Meanwhile', [kim, sam])
      await stage.store.subscribe(sam, at('sam'))
      for (const body of ['one', 'two', 'three']) await stage.say(kim, body, { roomId })
      await noteFor(stage.store, roomId, [sam.userId])
      await stage.store.deleteMessage(kim, roomId, 3)
      await stage.store.markRead(sam, roomId, 1)
      const [notice] = await take(stage.store, 'a')
      assert.deepEqual([notice!.count, notice!.last?.body], [1, 'two'])
      const again = async () => (await stage.store.heldNotices('a'))[0]!.count
      await stage.store.block(sam, kim.userId, true)
      assert.equal(await again(), 0)
      await stage.store.block(sam, kim.userId, false)
      assert.equal(await again(), 1)
      await stage.store.leaveRoom(sam, roomId)
      assert.equal(await again(), 0)
      await stage.store.leave(sam, 'keep')
      assert.deepEqual(await stage.store.heldNotices('a'), [])
    })

    test('[Q13] the author is told of a reaction, unless it is taken back or messages of the room wait to be read', async () => {
      const [una, vic] = [await stage.person('Una'), await stage.person('Vic')]
      const roomId = await stage.room('closed', 'Reacting', [una, vic])
      await stage.store.subscribe(una, at('una'))
      const { seq } = await stage.say(una, 'we did it', { roomId })
      /** Answers with the notice that waits for her during a reaction. */
      const during = async (by: Somebody, emoji = '🎉') => {
        await stage.store.react(by, roomId, seq, emoji, true)
        const [notice] = (await stage.store.heldNotices('')).filter(({ userId }) => userId === una.userId)
        await stage.store.react(by, roomId, seq, emoji, false)
        return notice && { reason: notice.reason, about: notice.about, count: notice.count }
      }
      const reaction = { reason: 'reaction', about: '🎉 Vic', count: 1 }

      assert.equal(await during(vic), undefined, 'she has not asked for it')
      await stage.store.updateNotifySettings(una, { reactions: true })
      assert.deepEqual(await during(vic), reaction)
      assert.deepEqual(await during(vic, '👏'), { ...reaction, about: '👏 Vic' })
      assert.equal(await during(una), undefined, 'it is her own')
      await stage.store.block(una, vic.userId, true)
      assert.equal(await during(vic), undefined)
      await stage.store.block(una, vic.userId, false)
      await stage.store.setLevel(una, roomId, 'nothing')
      assert.equal(await during(vic), undefined)
      await stage.store.setLevel(una, roomId, 'everything')

      await stage.say(vic, 'and more', { roomId })
      await noteFor(stage.store, roomId, [una.userId])
      assert.deepEqual(await during(vic), { reason: 'everything', about: '', count: 1 })
      const [told] = await take(stage.store, 'b')
      await stage.store.settleNotices('b', [{ ...keyOf(told!), told: {}, next: 'over' }], [])
    })

    test('[Q66] one whose shown message is deleted is due again, also when that happens while it is told', async () => {
      const [kim, wes] = [await stage.person('Kim W'), await stage.person('Wes')]
      const roomId = await stage.room('closed', 'Deleted', [kim, wes])
      await stage.store.subscribe(wes, at('wes'))
      for (const body of ['one', 'two', 'three']) await stage.say(kim, body, { roomId })
      await noteFor(stage.store, roomId, [wes.userId])
      const tell = async (during = () => Promise.resolve()) => {
        const notice = (await take(stage.store, 'd')).find(({ userId }) => userId === wes.userId)!
        await during()
        const told = { [wes.sessionId]: notice.last?.seq ?? 0 }
        await stage.store.settleNotices('d', [{ ...keyOf(notice), told, next: notice.last ? 'read' : 'over' }], [])
        return notice.last?.body
      }
      const erase = async (seq: number) => void (await stage.store.deleteMessage(kim, roomId, seq))
      assert.equal(await tell(() => erase(3)), 'three')
      assert.equal(await tell(), 'two')
      assert.equal(await stage.store.areNoticesDue(), false)
      await erase(2)
      assert.equal(await tell(), 'one')
      await erase(1)
      assert.equal(await tell(), undefined)
      assert.equal(await stage.store.areNoticesDue(), false)
    })

    test('[S14] nothing of notices is set in the name of a session that is over', async () => {
      const dan = await stage.person('Dan')
      await stage.store.endSession(dan)
      const over = { code: 'unauthorized' }
      const at = { endpoint: 'https://push.example/dan', publicKey: 'p', secret: 's' }
      await assert.rejects(stage.store.notifySettings(dan), over)
      await assert.rejects(stage.store.updateNotifySettings(dan, { reactions: true }), over)
      await assert.rejects(stage.store.subscribe(dan, at), over)
      await assert.rejects(stage.store.removeSubscription(dan, at.endpoint), over)
    })
  })
}

const keyOf = ({ userId, room, lastSeq, last }: HeldNotice) => ({
  userId,
  roomId: room.id,
  lastSeq,
  shownSeq: last?.seq ?? lastSeq,
})
