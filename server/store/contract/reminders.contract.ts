import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { LOBBY } from '../../../protocol/limits.ts'
import { inHours, type MakeFolder, type Somebody, Stage } from './stage.ts'

export function describeReminders(makeFolder: MakeFolder): void {
  describe('reminders and joins', () => {
    const stage = new Stage(makeFolder)
    let olga: Somebody
    let ann: Somebody

    before(async () => {
      olga = await stage.owner('Olga')
      ann = await stage.person('Ann')
    })

    const toCome = async (who: Somebody) => (await stage.store.reminders(who, { limit: 50 })).reminders
    const inInbox = async (who: Somebody) => (await stage.store.inbox(who, { limit: 5 })).reminders ?? []

    test('[R75] a reminder is listed until its time, handed out once, and stands in the inbox until it is taken away', async () => {
      const message = await stage.say(olga, 'remember me')
      const { seq } = message
      const room = { id: LOBBY, slug: 'lobby', name: (await stage.view(ann, LOBBY))!.name, kind: 'open' as const }
      const later = inHours(1)
      await stage.store.remind(ann, LOBBY, seq, later)
      assert.deepEqual(await toCome(ann), [{ message, room, at: later }])
      assert.deepEqual([await toCome(olga), await inInbox(ann)], [[], []])
      assert.equal(await stage.store.isReminderDue(), false)

      const past = inHours(-1)
      await stage.store.remind(ann, LOBBY, seq, past)
      await stage.restart()
      assert.equal(await stage.store.isReminderDue(), true)
      const taken = await Promise.all([0, 1, 2].map((n) => stage.node(n).takeDueReminders()))
      assert.deepEqual(taken.flat(), [{ userId: ann.userId, reminder: { message, room, at: past } }])
      assert.equal(await stage.store.isReminderDue(), false)
      assert.deepEqual([await toCome(ann), await inInbox(ann)], [[], [{ message, room, at: past }]])
      await stage.store.remind(ann, LOBBY, seq, undefined)
      assert.deepEqual(await inInbox(ann), [])
    })

    test('[W305] the times of reminders that were handed out are known until these are removed', async () => {
      const { seq } = await stage.say(olga, 'count me')
      const past = inHours(-2)
      await stage.store.remind(ann, LOBBY, seq, past)
      assert.deepEqual(await stage.store.dueReminderTimes(ann), [], 'it was not handed out yet')
      await stage.store.takeDueReminders()
      assert.deepEqual(await stage.store.dueReminderTimes(ann), [past])
      assert.deepEqual(await stage.store.dueReminderTimes(olga), [])
      await stage.store.remind(ann, LOBBY, seq, undefined)
      assert.deepEqual(await stage.store.dueReminderTimes(ann), [])
    })

    test('[R75] reminders to come are listed by their time, page by page', async () => {
      const seqs = []
      for (const hours of [3, 1, 2]) {
        const { seq } = await stage.say(olga, `in ${hours}`)
        seqs.push(seq)
        await stage.store.remind(ann, LOBBY, seq, inHours(hours))
      }
      const bodies: string[] = []
      let after: string | undefined
      do {
        const page = await stage.store.reminders(ann, { after, limit: 1 })
        bodies.push(...page.reminders.map(({ message }) => message.body))
        after = page.next
      } while (after !== undefined)
      assert.deepEqual(bodies, ['in 1', 'in 2', 'in 3'])
      for (const seq of seqs) await stage.store.remind(ann, LOBBY, seq, undefined)
    })

    test('[R76] a reminder goes with its message and with the seat, and nobody has more than 100', async () => {
      const roomId = await stage.room('closed', 'Reminding', [olga, ann])
      const [first, second] = [await stage.say(olga, 'one', { roomId }), await stage.say(olga, 'two', { roomId })]
      for (const { seq } of [first, second]) await stage.store.remind(ann, roomId, seq, inHours(1))
      await stage.store.deleteMessage(olga, roomId, first.seq)
      assert.deepEqual(
        (await toCome(ann)).map(({ message }) => message.body),
        ['two'],
      )
      await assert.rejects(stage.store.remind(ann, roomId, first.seq, inHours(1)), { code: 'not_found' })
      await stage.store.unseat(olga, roomId, ann.userId, inHours(-1))
      assert.deepEqual(await toCome(ann), [])
      await stage.seat(olga, roomId, ann)
      assert.deepEqual(await toCome(ann), [], 'also after a new seat')

      await stage.store.remind(ann, roomId, second.seq, inHours(-1))
      await stage.store.deleteMessage(olga, roomId, second.seq)
      assert.deepEqual([await stage.store.takeDueReminders(), await inInbox(ann)], [[], []])

      const many = await stage.person('Many')
      const said = await Promise.all(Array.from({ length: 101 }, (_, n) => stage.say(olga, `of many ${n}`)))
      for (const { seq } of said.slice(0, 100)) await stage.store.remind(many, LOBBY, seq, inHours(1))
      await assert.rejects(stage.store.remind(many, LOBBY, said[100]!.seq, inHours(1)), { code: 'conflict' })
      await stage.store.remind(many, LOBBY, said[0]!.seq, inHours(2))
      await stage.store.deleteMessage(olga, LOBBY, said[1]!.seq)
      await stage.store.remind(many, LOBBY, said[100]!.seq, inHours(1))
    })

    test('[R77] joins are read from the seats of a small room, without requests, and change nothing in it', async () => {
      const roomId = await stage.room('closed', 'Joining', [olga])
      const before = await stage.view(olga, roomId)
      await stage.seat(olga, roomId, ann)
      const joins = await stage.store.joins(olga, roomId)
      assert.deepEqual(joins.map(({ user }) => user.name).toSorted(), ['Ann', 'Olga'])
      assert.deepEqual(
        joins.map(({ at }) => at),
        joins.map(({ at }) => at).toSorted((a, b) => b.localeCompare(a)),
      )
      const after = await stage.view(olga, roomId)
      assert.deepEqual([after?.rev, after?.lastSeq, after?.readSeq], [before?.rev, before?.lastSeq, before?.readSeq])

      for (let n = 0; n < 49; n++) await stage.store.join(await stage.guest(`Crowd ${n}`), await open())
      const big = await open()
      assert.equal((await stage.store.joins(olga, big)).length, 50)
      await stage.store.join(await stage.guest('One too many'), big)
      assert.deepEqual(await stage.store.joins(olga, big), [])
    })

    test('[W246] a room knows when it was made and by whom, also when they have left; the lobby was made by nobody', async () => {
      const maker = await stage.person('Maker')
      const roomId = await stage.room('open', 'Made', [maker])
      const { at, by } = await stage.store.origin(ann, roomId)
      assert.deepEqual(by, { id: maker.userId, name: 'Maker', kind: 'person' })
      assert.ok(Date.parse(at) <= Date.now())
      await stage.store.leaveRoom(maker, roomId)
      assert.equal((await stage.store.origin(ann, roomId)).by?.name, 'Maker')
      assert.equal((await stage.store.origin(ann, LOBBY)).by, undefined)
    })

    let openRoom: string | undefined
    const open = async () => (openRoom ??= await stage.room('open', 'Crowded', [olga]))

    test('[S14] no reminder is set or read in the name of a session that is over', async () => {
      const dan = await stage.person('Dan')
      await stage.store.endSession(dan)
      const over = { code: 'unauthorized' }
      await assert.rejects(stage.store.remind(dan, LOBBY, 1, inHours(1)), over)
      await assert.rejects(stage.store.reminders(dan, { limit: 1 }), over)
      await assert.rejects(stage.store.joins(dan, LOBBY), over)
      await assert.rejects(stage.store.origin(dan, LOBBY), over)
    })
  })
}
