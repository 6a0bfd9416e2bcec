import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { LOBBY } from '../../../protocol/limits.ts'
import { type MakeFolder, type Somebody, Stage } from './stage.ts'

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

    const readAll = async () => stage.store.markRead(bob, roomId, Number.MAX_SAFE_INTEGER)
    const counted = async (who = bob, where = roomId) => (await stage.view(who, where))?.mentions

    test('[S20] the longest name that somebody in the room has is the one that is meant', async () => {
      const annLee = await stage.person('Ann Lee')
      await stage.store.seat(ann, roomId, annLee.userId, true)
      const { mentions } = await stage.say(bob, '@Ann Lee and @Ann Miller and @Nobody', {
        roomId,
        mentions: [['ann lee', 'ann'], ['ann miller', 'ann'], ['nobody']],
      })
      assert.deepEqual(mentions, [
        { id: annLee.userId, name: 'Ann Lee' },
        { id: ann.userId, name: 'Ann' },
      ])
    })

    test('[S20] who has no seat in the room is not mentioned there', async () => {
      await stage.guest('Stranger')
      const message = await stage.say(ann, '@Stranger', { roomId, mentions: [['stranger']] })
      assert.ok(!('mentions' in message) && !('mentionsRoom' in message))
    })

    test('[S20] of namesakes a person is meant before guests, and else five guests at most', async () => {
      for (let count = 0; count < 7; count++) await stage.guest('Sam')
      const guests = await stage.say(ann, '@Sam', { mentions: [['sam']] })
      assert.equal(guests.mentions?.length, 5)
      const sam = await stage.guest('Sam')
      await stage.store.claim(sam, 'hash of a password')
      const person = await stage.say(ann, '@Sam', { mentions: [['sam']] })
      assert.deepEqual(person.mentions, [{ id: sam.userId, name: 'Sam' }])
    })

    test('[S21] unread messages that mention me, or everybody, are counted until they are read', async () => {
      await readAll()
      await stage.say(ann, '@Bob', { roomId, mentions: [['bob']] })
      await stage.say(ann, 'not him', { roomId })
      const last = await stage.say(ann, '@room and @Bob, @Bob', {
        roomId,
        mentions: [['bob'], ['bob']],
        mentionsRoom: true,
      })
      assert.deepEqual([last.mentionsRoom, last.mentions?.length], [true, 1])
      assert.equal(await counted(), 2)
      assert.equal((await stage.store.roomsOf(bob)).find(({ id }) => id === roomId)?.mentions, 2)
      assert.deepEqual(await stage.store.markRead(bob, roomId, last.seq - 1), {
        mark: { roomId, readSeq: last.seq - 1, mentions: 1 },
        isNew: true,
      })
      assert.equal((await readAll()).mark.mentions, 0)
    })

    test('[S21] my own words mention me not, and neither do those of whom I block', async () => {
      await readAll()
      await stage.say(bob, '@Bob @room', { roomId, mentions: [['bob']], mentionsRoom: true })
      await stage.store.block(bob, ann.userId, true)
      const message = await stage.say(ann, '@Bob', { roomId, mentions: [['bob']] })
      await stage.say(ann, '@room', { roomId, mentionsRoom: true })
      // The name is in the message for everybody else to see.
      assert.deepEqual(message.mentions, [{ id: bob.userId, name: 'Bob' }])
      assert.equal(await counted(), 0)
      await stage.store.block(bob, ann.userId, false)
      await stage.say(ann, '@Bob', { roomId, mentions: [['bob']] })
      await stage.store.block(bob, ann.userId, true)
      assert.equal((await stage.view(bob, roomId))?.mentions, 0)
      await stage.store.block(bob, ann.userId, false)
    })

    test('[S21] an edit mentions whom it names now, and a deleted message nobody', async () => {
      await readAll()
      const { seq } = await stage.say(ann, '@Bob', { roomId, mentions: [['bob']] })
      const edit = (body: string, mentions: string[][]) => stage.store.edit(ann, { roomId, seq, body, mentions })
      assert.equal((await edit('@Bob again', [['bob']])).message.mentions?.length, 1)
      assert.equal(await counted(), 1)
      assert.ok(!('mentions' in (await edit('nobody', [])).message))
      assert.equal(await counted(), 0)
      await stage.store.edit(ann, { roomId, seq, body: '@room', mentionsRoom: true })
      assert.equal(await counted(), 1)
      await stage.store.deleteMessage(ann, roomId, seq, false)
      assert.equal(await counted(), 0)
    })

    test('[S22] a read mark never moves back, and never beyond the room', async () => {
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
      await assert.rejects(stage.store.markRead(stranger, roomId, 1), { code: 'forbidden' })
      await assert.rejects(stage.store.markUnread(stranger, roomId, 1), { code: 'forbidden' })
      await assert.rejects(stage.store.setLevel(stranger, roomId, 'nothing'), { code: 'forbidden' })
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
