import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { LOBBY } from '../../../protocol/limits.ts'
import type { Message } from '../../../protocol/models.ts'
import { type MakeFolder, type Somebody, Stage } from './stage.ts'

export function describeEditing(makeFolder: MakeFolder): void {
  describe('what happens to messages', () => {
    const stage = new Stage(makeFolder)
    let ann: Somebody
    let bob: Somebody

    before(async () => {
      ann = await stage.guest('Ann')
      bob = await stage.guest('Bob')
    })

    const inHistory = async ({ seq }: Message) =>
      (await stage.store.history(LOBBY, { around: seq, limit: 1 })).messages[0]
    const inChanges = async ({ rev }: Message) => {
      const page = await stage.store.changesSince(LOBBY, rev - 1, 1)
      assert.ok(!('reset' in page))
      return page.messages[0]
    }

    test('[S17] an edit gives a message other words at the next rev, and keeps its place', async () => {
      const first = await stage.say(ann, 'frist')
      const { message, isNew } = await stage.store.edit(ann, { roomId: LOBBY, seq: first.seq, body: 'first' })
      const { editedAt, ...rest } = message
      assert.ok(isNew && editedAt !== undefined)
      assert.deepEqual(rest, { ...first, body: 'first', rev: first.rev + 1 })
      assert.deepEqual(await inHistory(first), message)
      assert.deepEqual(await inChanges(message), message)
    })

    test('[S17] the same words again change nothing', async () => {
      const first = await stage.say(ann, 'as it was')
      const { message, isNew } = await stage.store.edit(ann, { roomId: LOBBY, seq: first.seq, body: 'as it was' })
      assert.equal(isNew, false)
      assert.deepEqual(message, first)
    })

    test('[S17] nobody edits another’s words, deleted ones, or none', async () => {
      const { seq } = await stage.say(ann, 'mine')
      const edit = (who: Somebody, at: number) => stage.store.edit(who, { roomId: LOBBY, seq: at, body: 'other' })
      await assert.rejects(edit(bob, seq), { code: 'forbidden' })
      await assert.rejects(edit(ann, 1_000_000), { code: 'not_found' })
      await stage.store.deleteMessage(ann, LOBBY, seq, false)
      await assert.rejects(edit(ann, seq), { code: 'not_found' })
    })

    test('[S18] of a deleted message its place is left, and its words are nowhere', async () => {
      const first = await stage.say(ann, 'a word too much @Bob', { mentions: [['bob']] })
      await stage.store.react(bob, LOBBY, first.seq, '👍', true)
      const { message, isNew } = await stage.store.deleteMessage(ann, LOBBY, first.seq, false)
      const { deletedAt, ...rest } = message
      assert.ok(isNew && deletedAt !== undefined)
      const { mentions: _mentions, ...unmentioned } = first
      assert.deepEqual(rest, { ...unmentioned, body: '', rev: first.rev + 2, reactions: [] })
      assert.deepEqual(await inHistory(first), message)
      assert.deepEqual(await inChanges(message), message)
    })

    test('[S18] deleting again changes nothing, and the draft sent again is answered with what is left', async () => {
      const first = await stage.say(ann, 'gone', { clientId: 'gone' })
      const { message } = await stage.store.deleteMessage(ann, LOBBY, first.seq, false)
      assert.deepEqual(await stage.store.deleteMessage(ann, LOBBY, first.seq, false), {
        message,
        isNew: false,
        recounted: [],
      })
      const retry = await stage.store.append(ann, { roomId: LOBBY, clientId: 'gone', body: 'gone' })
      assert.deepEqual(retry, { message, isNew: false })
    })

    test('[S18] another’s message is deleted by a moderator only, and that is written down', async () => {
      const { seq } = await stage.say(ann, 'to be moderated')
      await assert.rejects(stage.store.deleteMessage(bob, LOBBY, seq, false), { code: 'forbidden' })
      await assert.rejects(stage.store.deleteMessage(bob, LOBBY, 1_000_000, true), { code: 'not_found' })
      const { message } = await stage.store.deleteMessage(bob, LOBBY, seq, true)
      assert.equal(message.body, '')
      const acts = await stage.acts(bob)
      assert.deepEqual(acts[0], {
        by: bob.user,
        act: 'message:delete',
        user: ann.user,
        roomId: LOBBY,
        roomName: 'Lobby',
        seq,
        details: {},
      })
      const mine = await stage.say(bob, 'my own')
      await stage.store.deleteMessage(bob, LOBBY, mine.seq, true)
      assert.equal((await stage.acts(bob)).length, acts.length)
    })

    test('[S19] a reaction is put on once and taken off once, each at the next rev', async () => {
      const { seq, rev } = await stage.say(ann, 'what do you think?')
      const react = (who: Somebody, emoji: string, on: boolean) => stage.store.react(who, LOBBY, seq, emoji, on)
      assert.deepEqual((await react(bob, '👍', true)).message.reactions, [{ emoji: '👍', userIds: [bob.userId] }])
      assert.equal((await react(bob, '👍', true)).isNew, false)
      const both = await react(ann, '👍', true)
      assert.deepEqual(both.message.reactions, [{ emoji: '👍', userIds: [bob.userId, ann.userId] }])
      assert.deepEqual([both.isNew, both.message.rev], [true, rev + 2])
      await react(bob, '👍', false)
      assert.equal((await react(bob, '👍', false)).isNew, false)
      const none = await react(ann, '👍', false)
      assert.deepEqual([none.message.reactions, none.message.rev], [[], rev + 4])
    })

    test('[S19] two who react at once are both there', async () => {
      const { seq } = await stage.say(ann, 'at once')
      await Promise.all([ann, bob].map((who) => stage.store.react(who, LOBBY, seq, '🎉', true)))
      const { messages } = await stage.store.history(LOBBY, { around: seq, limit: 1 })
      assert.equal(messages[0]?.reactions[0]?.userIds.length, 2)
    })

    test('[S19] a message has twenty kinds of reactions at most, and a deleted one has none', async () => {
      const { seq } = await stage.say(ann, 'wall of emoji')
      const kinds = Array.from({ length: 21 }, (_, index) => String.fromCodePoint(0x1f600 + index))
      for (const emoji of kinds.slice(0, 20)) await stage.store.react(bob, LOBBY, seq, emoji, true)
      await assert.rejects(stage.store.react(ann, LOBBY, seq, kinds[20]!, true), { code: 'conflict' })
      await stage.store.react(ann, LOBBY, seq, kinds[0]!, true)
      await stage.store.deleteMessage(ann, LOBBY, seq, false)
      await assert.rejects(stage.store.react(bob, LOBBY, seq, kinds[0]!, true), { code: 'not_found' })
    })

    test('[S5] whoever was away learns of what happened to old messages, each once, in its latest state', async () => {
      const one = await stage.say(ann, 'one')
      const two = await stage.say(ann, 'two')
      await stage.store.edit(ann, { roomId: LOBBY, seq: one.seq, body: 'one, edited' })
      await stage.store.deleteMessage(ann, LOBBY, two.seq, false)
      await stage.store.edit(ann, { roomId: LOBBY, seq: one.seq, body: 'one, edited twice' })
      const page = await stage.store.changesSince(LOBBY, two.rev, 10)
      assert.ok(!('reset' in page))
      assert.deepEqual([page.from, page.to, page.head], [two.rev, two.rev + 3, two.rev + 3])
      assert.deepEqual(
        page.messages.map(({ seq, body }) => [seq, body]),
        [
          [two.seq, ''],
          [one.seq, 'one, edited twice'],
        ],
      )
    })
  })
}
