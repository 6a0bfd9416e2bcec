import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { LOBBY } from '../../../protocol/limits.ts'
import { type MakeFolder, type Somebody, Stage, inHours } from './stage.ts'

export function describeMentions(makeFolder: MakeFolder): void {
  describe('mentions and read marks', () => {
    const stage = new Stage(makeFolder)
    let ann: Somebody
    let bob: Somebody
    let roomId: string

    before(async () => {
      ann = await stage.person('Ann')
      bob = await stage.person('Bob')
      roomId = await stage.room('closed', 'Talk', [ann, bob])
    })

    const readAll = async () => (await stage.store.markRead(bob, roomId, Number.MAX_SAFE_INTEGER)).mark
    const counted = async (who = bob, where = roomId) => (await stage.view(who, where))?.mentions

    test('[S20] the longest name of a member is the one that is meant', async () => {
      const annLee = await stage.person('Ann Lee')
      await stage.store.seat(ann, roomId, annLee.userId)
      const { mentions } = await stage.say(bob, '@Ann Lee and @Ann Miller and @Nobody', {
        roomId,
        mentions: [['ann lee', 'ann'], ['ann miller', 'ann'], ['nobody']],
      })
      assert.deepEqual(mentions, [
        { id: annLee.userId, name: 'Ann Lee' },
        { id: ann.userId, name: 'Ann' },
      ])
    })

    test('[S20] a user without a seat in the room is not mentioned there', async () => {
      await stage.guest('Stranger')
      const message = await stage.say(ann, '@Stranger', { roomId, mentions: [['stranger']] })
      assert.ok(!('mentions' in message) && !('mentionsRoom' in message))
    })

    test('[S20] of namesakes a person is meant before guests, and else five guests at most', async () => {
      for (let count = 0; count < 7; count++) await stage.guest('Sam')
      const guests = await stage.say(ann, '@Sam', { mentions: [['sam']] })
      assert.equal(guests.mentions?.length, 5)
      const sam = await stage.guest('Sam')
      await stage.store.claim(sam, sam.user.name, 'hash of a password')
      const person = await stage.say(ann, '@Sam', { mentions: [['sam']] })
      assert.deepEqual(person.mentions, [{ id: sam.userId, name: 'Sam' }])
    })

    test('[S21] unread messages that mention me, or the whole room, are counted until they are read', async () => {
      await readAll()
      await stage.say(ann, '@Bob', { roomId, mentions: [['bob']] })
      await stage.say(ann, 'not him', { roomId })
      const last = await stage.say(ann, '@room and @Bob, @Bob', {
        roomId,
        mentions: [['room'], ['bob'], ['bob']],
      })
      assert.deepEqual([last.mentionsRoom, last.mentions?.length], [true, 1])
      assert.equal(await counted(), 2)
      assert.equal((await stage.store.roomsOf(bob)).find(({ id }) => id === roomId)?.mentions, 2)
      assert.deepEqual(await stage.store.markRead(bob, roomId, last.seq - 1), {
        mark: { roomId, readSeq: last.seq - 1, mentions: 1 },
        isNew: true,
      })
      assert.equal((await readAll()).mentions, 0)
    })

    test('[S21] my own messages do not mention me, and neither do those of users whom I block', async () => {
      await readAll()
      await stage.say(bob, '@Bob @room', { roomId, mentions: [['bob'], ['room']] })
      await stage.store.block(bob, ann.userId, true)
      const message = await stage.say(ann, '@Bob', { roomId, mentions: [['bob']] })
      await stage.say(ann, '@room', { roomId, mentions: [['room']] })
      // The message shows the name to all other users.
      assert.deepEqual(message.mentions, [{ id: bob.userId, name: 'Bob' }])
      assert.equal(await counted(), 0)
      await stage.store.block(bob, ann.userId, false)
      await stage.say(ann, '@Bob', { roomId, mentions: [['bob']] })
      await stage.store.block(bob, ann.userId, true)
      assert.equal((await stage.view(bob, roomId))?.mentions, 0)
      await stage.store.block(bob, ann.userId, false)
    })

    test('[S21] an edited message mentions the users whom it names now, and a deleted one no one', async () => {
      await readAll()
      const { seq } = await stage.say(ann, '@Bob', { roomId, mentions: [['bob']] })
      const edit = (body: string, mentions: string[][]) => stage.store.edit(ann, { roomId, seq, body, mentions })
      assert.equal((await edit('@Bob again', [['bob']])).message.mentions?.length, 1)
      assert.equal(await counted(), 1)
      assert.ok(!('mentions' in (await edit('nobody', [])).message))
      assert.equal(await counted(), 0)
      await stage.store.edit(ann, { roomId, seq, body: '@room', mentions: [['room']] })
      assert.equal(await counted(), 1)
      await stage.store.deleteMessage(ann, roomId, seq)
      assert.equal(await counted(), 0)
    })

    test('[R41] an answer counts as a mention does, and a message that does both counts once', async () => {
      await readAll()
      const mine = await stage.say(bob, 'Who has the key?', { roomId })
      const before = await counted(ann)
      const answer = await stage.say(ann, 'I have.', { roomId, replyTo: mine.seq })
      assert.equal(answer.answers, bob.userId)
      assert.equal(await counted(), 1)
      await stage.say(ann, '@Bob, I have.', { roomId, replyTo: mine.seq, mentions: [['bob']] })
      await stage.say(ann, '@room I have.', { roomId, replyTo: mine.seq, mentions: [['room']] })
      assert.equal(await counted(), 3)
      await stage.say(bob, 'I asked myself.', { roomId, replyTo: mine.seq })
      assert.deepEqual([await counted(), await counted(ann)], [3, before])
      await stage.store.block(bob, ann.userId, true)
      assert.equal(await counted(), 0)
      await stage.store.block(bob, ann.userId, false)
      const { message } = await stage.store.deleteMessage(ann, roomId, answer.seq)
      assert.ok(!('answers' in message), 'what is deleted speaks to nobody')
      assert.equal(await counted(), 2)
      assert.equal((await readAll()).mentions, 0)
    })

    test('[R42] users whose count changes with an edit or a deletion are told', async () => {
      const cat = await stage.person('Cat')
      await stage.store.seat(ann, roomId, cat.userId)
      await stage.say(ann, 'first', { roomId })
      const mine = await stage.say(cat, 'a question', { roomId })
      const { seq } = await stage.say(ann, '@Bob', { roomId, mentions: [['bob']], replyTo: mine.seq })
      const edit = async (body: string, more: object = {}) =>
        (await stage.store.edit(ann, { roomId, seq, body, ...more })).recounted
      assert.deepEqual(await edit('@Bob!', { mentions: [['bob']] }), [])
      assert.deepEqual(await edit('@Cat', { mentions: [['cat']] }), [bob.userId], 'she is answered anyway')
      assert.equal(await edit('@room', { mentions: [['room']] }), 'everybody')
      assert.equal(await edit('@Bob', { mentions: [['bob']] }), 'everybody')
      assert.deepEqual(await edit('@Bob', { mentions: [['bob']] }), [], 'nothing has changed')
      const { recounted } = await stage.store.deleteMessage(ann, roomId, seq)
      assert.ok(recounted !== 'everybody')
      assert.deepEqual(new Set(recounted), new Set([bob.userId, cat.userId]))
      assert.deepEqual((await stage.store.deleteMessage(ann, roomId, seq)).recounted, [])
    })

    test('[R40] messages of users whom I block, and deleted ones, are read as soon as all before them are', async () => {
      const marks = async () => {
        const { readSeq, lastSeq } = (await stage.view(bob, roomId))!
        return lastSeq - readSeq
      }
      const cat = await stage.person('Catherine')
      await stage.store.seat(ann, roomId, cat.userId)
      await readAll()
      await stage.store.block(bob, ann.userId, true)
      await stage.say(ann, 'not for Bob', { roomId })
      assert.equal(await marks(), 0)
      const [one, two, three] = [
        await stage.say(cat, 'one', { roomId }),
        await stage.say(cat, 'two', { roomId }),
        await stage.say(cat, 'three', { roomId }),
      ]
      await stage.say(ann, 'nor this', { roomId })
      assert.equal(await marks(), 4, 'whoever reads what is before it reads it with it')
      await stage.store.block(bob, ann.userId, false)

      const remove = async ({ seq }: { seq: number }) => (await stage.store.deleteMessage(cat, roomId, seq)).recounted
      assert.deepEqual(await remove(two), [])
      assert.equal(await marks(), 4)
      const passing = await remove(one)
      assert.ok(passing.includes(bob.userId))
      assert.equal(await marks(), 2, 'the second one as well')
      await remove(three)
      assert.equal(await marks(), 1)
      await stage.store.deleteMessage(ann, roomId, three.seq + 1)
      assert.equal(await marks(), 0)
      await stage.say(cat, 'soon forgotten', { roomId })
      await stage.store.leave(cat, 'delete')
      assert.equal(await marks(), 0, 'also of who leaves for good')
    })

    test('[R40] a mark that moves on comes to rest where there is news, and not before', async () => {
      const cat = await stage.person('Cathleen')
      await stage.store.seat(ann, roomId, cat.userId)
      const unread = async () => {
        const { readSeq, lastSeq } = (await stage.view(bob, roomId))!
        return lastSeq - readSeq
      }
      await readAll()
      await stage.store.block(bob, ann.userId, true)
      for (const own of [false, true]) {
        const { seq } = await stage.say(cat, 'news', { roomId })
        await stage.say(own ? bob : ann, 'none to Bob', { roomId })
        await stage.store.deleteMessage(cat, roomId, seq)
        assert.equal(await unread(), 0, `deleted before ${own ? 'his own' : 'a blocked one'}`)
      }
      const news = await stage.say(cat, 'news', { roomId })
      await stage.say(ann, 'none to Bob', { roomId })
      await stage.say(bob, 'from a script', { roomId })
      const gone = await stage.say(cat, 'gone', { roomId })
      await stage.store.deleteMessage(cat, roomId, gone.seq)
      const last = await stage.say(cat, 'news again', { roomId })
      const { mark } = await stage.store.markRead(bob, roomId, news.seq)
      assert.equal(mark.readSeq, last.seq - 1)
      await stage.store.block(bob, ann.userId, false)
    })

    test('[R40] removed messages may come back, so no mark passes them meanwhile', async () => {
      const [olga, cat, troll] = [
        await stage.owner('Olga'),
        await stage.person('Catalina'),
        await stage.person('Troll'),
      ]
      for (const who of [cat, troll]) await stage.store.seat(ann, roomId, who.userId)
      const { readSeq } = await readAll()
      const [one] = [await stage.say(cat, 'one', { roomId }), await stage.say(troll, 'two', { roomId })]
      const { removal } = await stage.store.removeMessages(olga, troll.userId, inHours(-1))
      await stage.store.deleteMessage(cat, roomId, one.seq)
      assert.equal((await stage.view(bob, roomId))?.readSeq, readSeq + 1)
      await stage.store.undoRemoval(olga, removal.removalId)
      assert.equal((await stage.view(bob, roomId))?.readSeq, readSeq + 1)
    })

    test('[S22] a read mark never moves back, and never beyond the room', async () => {
      await stage.say(ann, 'not read yet', { roomId })
      const { seq } = await stage.say(ann, 'newest', { roomId })
      const mark = async (at: number) => {
        const { mark, isNew } = await stage.store.markRead(bob, roomId, at)
        return [mark.readSeq, isNew]
      }
      assert.deepEqual(await mark(seq - 1), [seq - 1, true])
      assert.deepEqual(await mark(1), [seq - 1, false])
      assert.deepEqual(await mark(seq + 1_000), [seq, true])
      assert.equal((await stage.view(bob, roomId))?.readSeq, seq)
    })

    test('[S22] marking unread puts the mark before a message', async () => {
      const { seq } = await stage.say(ann, '@Bob', { roomId, mentions: [['bob']] })
      await readAll()
      assert.deepEqual(await stage.store.markUnread(bob, roomId, seq), { roomId, readSeq: seq - 1, mentions: 1 })
      assert.equal((await stage.store.markUnread(bob, roomId, 1)).readSeq, 0)
      assert.equal((await stage.store.markUnread(bob, roomId, seq + 1_000)).readSeq, 0)
    })

    test('[S22] my own words are read when all before them is, and only then', async () => {
      const { readSeq } = await readAll()
      const own = await stage.say(bob, 'from a script', { roomId })
      assert.deepEqual([own.seq, (await stage.view(bob, roomId))?.readSeq], [readSeq + 1, readSeq + 1])
      await stage.say(ann, 'not read by Bob', { roomId })
      await stage.say(bob, 'from a script', { roomId })
      assert.equal((await stage.view(bob, roomId))?.readSeq, own.seq)
    })

    test('[S22] without a seat there is no mark and no level', async () => {
      const stranger = await stage.guest('Zed')
      const open = await stage.room('open', 'Talk for all', [ann])
      for (const [where, code] of [
        [open, 'forbidden'],
        [roomId, 'not_found'],
      ] as const) {
        await assert.rejects(stage.store.markRead(stranger, where, 1), { code })
        await assert.rejects(stage.store.markUnread(stranger, where, 1), { code })
        await assert.rejects(stage.store.setLevel(stranger, where, 'nothing'), { code })
      }
    })

    test('[S22] a level is mine alone', async () => {
      assert.equal((await stage.view(bob, roomId))?.level, 'everything')
      await stage.store.setLevel(bob, roomId, 'mentions')
      assert.deepEqual(
        [(await stage.view(bob, roomId))?.level, (await stage.view(ann, roomId))?.level],
        ['mentions', 'everything'],
      )
    })

    test('[S22] a new seat begins read', async () => {
      const late = await stage.guest('Late')
      const { lastSeq, readSeq } = (await stage.view(late, LOBBY))!
      assert.ok(lastSeq > 0 && readSeq === lastSeq)
    })
  })
}
