import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { LOBBY } from '../../../protocol/limits.ts'
import type { Message } from '../../../protocol/models.ts'
import { inHours, type Effort, type MakeFolder, type Somebody, Stage } from './stage.ts'

export function describeEditing(makeFolder: MakeFolder, { reactors }: Effort): void {
  describe('messages that change', () => {
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

    test('[S17] another user’s, a deleted or a missing message cannot be edited', async () => {
      const { seq } = await stage.say(ann, 'mine')
      const edit = (who: Somebody, at: number) => stage.store.edit(who, { roomId: LOBBY, seq: at, body: 'other' })
      await assert.rejects(edit(bob, seq), { code: 'forbidden' })
      await assert.rejects(edit(ann, 1_000_000), { code: 'not_found' })
      await stage.store.deleteMessage(ann, LOBBY, seq)
      await assert.rejects(edit(ann, seq), { code: 'not_found' })
    })

    test('[S18] of a deleted message its place is left, and its words are nowhere', async () => {
      const first = await stage.say(ann, 'a word too much @Bob', { mentions: [['bob']] })
      await stage.store.react(bob, LOBBY, first.seq, '👍', true)
      const { message, isNew } = await stage.store.deleteMessage(ann, LOBBY, first.seq)
      const { deletedAt, ...rest } = message
      assert.ok(isNew && deletedAt !== undefined)
      const { mentions: _mentions, ...unmentioned } = first
      assert.deepEqual(rest, { ...unmentioned, body: '', rev: first.rev + 2, reactions: [] })
      assert.deepEqual(await inHistory(first), message)
      assert.deepEqual(await inChanges(message), message)
    })

    test('[S18] deleting again changes nothing, and the draft sent again is answered with what is left', async () => {
      const first = await stage.say(ann, 'gone', { clientId: 'gone' })
      const { message } = await stage.store.deleteMessage(ann, LOBBY, first.seq)
      assert.deepEqual(await stage.store.deleteMessage(ann, LOBBY, first.seq), {
        message,
        isNew: false,
        recounted: [],
      })
      const retry = await stage.store.append(ann, { roomId: LOBBY, clientId: 'gone', body: 'gone' })
      assert.deepEqual(retry, { message, isNew: false })
    })

    test('[S18] another’s message is deleted by a moderator only, and that is written down', async () => {
      const { seq } = await stage.say(ann, 'to be moderated')
      const mod = await stage.owner('Mod')
      await assert.rejects(stage.store.deleteMessage(bob, LOBBY, seq), { code: 'forbidden' })
      await assert.rejects(stage.store.deleteMessage(mod, LOBBY, 1_000_000), { code: 'not_found' })
      const { message } = await stage.store.deleteMessage(mod, LOBBY, seq)
      assert.equal(message.body, '')
      const acts = await stage.acts(mod)
      assert.deepEqual(acts[0], {
        by: mod.user,
        act: 'message:delete',
        user: ann.user,
        roomId: LOBBY,
        roomName: 'Lobby',
        seq,
        details: {},
      })
      const mine = await stage.say(mod, 'my own')
      await stage.store.deleteMessage(mod, LOBBY, mine.seq)
      assert.equal((await stage.acts(mod)).length, acts.length)
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

    test('[S19] two reactions at the same time are both kept', async () => {
      const { seq } = await stage.say(ann, 'at once')
      await Promise.all([ann, bob].map((who, n) => stage.node(n).react(who, LOBBY, seq, '🎉', true)))
      const { messages } = await stage.store.history(LOBBY, { around: seq, limit: 1 })
      assert.equal(messages[0]?.reactions[0]?.userIds.length, 2)
    })

    test('[S19] a message has twenty kinds of reactions at most, and a deleted one has none', async () => {
      const { seq } = await stage.say(ann, 'wall of emoji')
      const kinds = Array.from({ length: 21 }, (_, index) => String.fromCodePoint(0x1f600 + index))
      for (const emoji of kinds.slice(0, 20)) await stage.store.react(bob, LOBBY, seq, emoji, true)
      await assert.rejects(stage.store.react(ann, LOBBY, seq, kinds[20]!, true), { code: 'conflict' })
      await stage.store.react(ann, LOBBY, seq, kinds[0]!, true)
      await stage.store.deleteMessage(ann, LOBBY, seq)
      await assert.rejects(stage.store.react(bob, LOBBY, seq, kinds[0]!, true), { code: 'not_found' })
    })

    test('[M44] a message with thousands of reactors names the first fifty, counts them all, and weighs as little as with fifty', async () => {
      const { seq } = await stage.say(ann, 'loved by all')
      const crowd = await Promise.all(Array.from({ length: reactors }, (_, n) => stage.guest(`Reactor ${n}`)))
      for (const who of crowd.slice(0, 51)) await stage.store.react(who, LOBBY, seq, '❤️', true)
      const weightOf = (message: object) => JSON.stringify(message).length
      const [few] = (await stage.store.history(LOBBY, { around: seq, limit: 1 })).messages as [Message]
      await Promise.all(crowd.slice(51).map((who) => stage.store.react(who, LOBBY, seq, '❤️', true)))
      const [message] = (await stage.store.history(LOBBY, { around: seq, limit: 1 })).messages as [Message]
      assert.deepEqual(message.reactions, [
        { emoji: '❤️', userIds: crowd.slice(0, 50).map(({ userId }) => userId), count: reactors },
      ])
      assert.ok(weightOf(message) < weightOf(few) + 20 && weightOf(message) < 2_500, `${weightOf(message)} characters`)

      // Each reader finds their own reactions, in pages and in changes, and gets none of another's.
      const last = crowd.at(-1)!
      for (const [who, own] of [
        [last, [{ seq, emojis: ['❤️'] }]],
        [crowd[0]!, undefined],
        [ann, undefined],
      ] as const) {
        assert.deepEqual((await stage.store.readHistory(who, LOBBY, { around: seq, limit: 1 })).own, own)
        const changes = await stage.store.readChanges(who, LOBBY, message.rev - 1, 10)
        assert.deepEqual('own' in changes ? changes.own : undefined, own)
      }

      // All of them in pages, in the order in which they came.
      const ids: string[] = []
      let after: string | undefined
      do {
        const page = await stage.store.reactors(last, LOBBY, seq, '❤️', { after, limit: 1_000 })
        assert.deepEqual([page.count, page.isMine], [reactors, true])
        ids.push(...page.people.map(({ id }) => id))
        after = page.next
      } while (after !== undefined)
      assert.deepEqual(
        ids.slice(0, 51),
        crowd.slice(0, 51).map(({ userId }) => userId),
      )
      assert.equal(new Set(ids).size, reactors)

      // The next person moves up when one of the first takes theirs back.
      const { message: fewer } = await stage.store.react(crowd[3]!, LOBBY, seq, '❤️', false)
      const { userIds, count } = fewer.reactions[0]!
      assert.deepEqual([count, userIds.length, userIds[49]], [reactors - 1, 50, crowd[50]!.userId])
      assert.equal((await stage.store.reactors(crowd[3]!, LOBBY, seq, '❤️', { limit: 1 })).isMine, false)
    })

    test('[M44] fifty and fewer need no count', async () => {
      const { seq } = await stage.say(ann, 'liked by some')
      const some = await Promise.all(Array.from({ length: 51 }, (_, n) => stage.guest(`Some ${n}`)))
      for (const who of some) await stage.store.react(who, LOBBY, seq, '👍', true)
      const { message } = await stage.store.react(some[50]!, LOBBY, seq, '👍', false)
      assert.deepEqual(message.reactions, [{ emoji: '👍', userIds: some.slice(0, 50).map(({ userId }) => userId) }])
    })

    test('[M45] reactions go with a deleted message, and come back with a removal that is undone', async () => {
      const mod = await stage.owner('Mod of reactions')
      const author = await stage.guest('Removed author')
      const some = await Promise.all(Array.from({ length: 55 }, (_, n) => stage.guest(`Friend ${n}`)))
      const [kept, gone] = [await stage.say(author, 'removed'), await stage.say(author, 'deleted')]
      for (const { seq } of [kept, gone]) for (const who of some) await stage.store.react(who, LOBBY, seq, '🎉', true)
      const before = await stage.store.reactors(ann, LOBBY, kept.seq, '🎉', { limit: 100 })
      await stage.store.deleteMessage(author, LOBBY, gone.seq)
      const { removal } = await stage.store.removeMessages(mod, author.userId, inHours(-1))
      for (const { seq } of [kept, gone])
        await assert.rejects(stage.store.reactors(ann, LOBBY, seq, '🎉', { limit: 1 }), { code: 'not_found' })
      await stage.store.undoRemoval(mod, removal.removalId)
      assert.deepEqual(await stage.store.reactors(ann, LOBBY, kept.seq, '🎉', { limit: 100 }), before)
      assert.equal(before.people.length, 55)
      const { message } = await stage.store.react(some[54]!, LOBBY, kept.seq, '🎉', false)
      assert.equal(message.reactions[0]?.count, 54)
    })

    test('[S5] a client that was away learns of changed old messages, each once, in its latest state', async () => {
      const one = await stage.say(ann, 'one')
      const two = await stage.say(ann, 'two')
      await stage.store.edit(ann, { roomId: LOBBY, seq: one.seq, body: 'one, edited' })
      await stage.store.deleteMessage(ann, LOBBY, two.seq)
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
