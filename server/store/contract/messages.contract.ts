import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { before, describe, test } from 'node:test'
import { LOBBY } from '../../../protocol/limits.ts'
import type { Message } from '../../../protocol/models.ts'
import type { Store } from '../store.ts'
import { type MakeFolder, named, type Somebody, Stage } from './stage.ts'

export function describeMessages(makeFolder: MakeFolder): void {
  describe('messages', () => {
    const stage = new Stage(makeFolder)
    let ann: Somebody
    let bob: Somebody

    const send = (author: Somebody, body: string, clientId: string = randomUUID()) =>
      stage.store.append(author, { roomId: LOBBY, clientId, body })

    before(async () => {
      ann = await stage.guest('Ann')
      bob = await stage.guest('Bob')
    })

    test('[S1] seq and rev count 1, 2, 3 in a room', async () => {
      const first = await send(ann, 'one')
      const second = await send(bob, 'two')
      assert.deepEqual([first.message.seq, second.message.seq], [1, 2])
      assert.deepEqual([first.message.rev, second.message.rev], [1, 2])
    })

    test('[S2] the same clientId twice is one message', async () => {
      const first = await send(ann, 'only once', 'retry-1')
      const again = await send(ann, 'only once', 'retry-1')
      assert.equal(first.isNew, true)
      assert.equal(again.isNew, false)
      assert.deepEqual(again.message, first.message)
    })

    test('[S2] an accepted message is known by its clientId', async () => {
      await send(ann, 'once', 'said-1')
      assert.equal(await stage.store.hasSaid(ann.userId, 'said-1'), true)
      assert.equal(await stage.store.hasSaid(bob.userId, 'said-1'), false)
      assert.equal(await stage.store.hasSaid(ann.userId, 'said-2'), false)
    })

    test('[S2] the same clientId with another body is a conflict, and leaves no hole', async () => {
      const { message } = await send(ann, 'first words', 'retry-2')
      await assert.rejects(send(ann, 'other words', 'retry-2'), { code: 'conflict' })
      assert.equal((await send(ann, 'next')).message.seq, message.seq + 1)
    })

    test('[S2] the same clientId of two authors is two messages', async () => {
      const [annSays, bobSays] = await Promise.all([send(ann, 'hello', 'shared'), send(bob, 'hello', 'shared')])
      assert.notEqual(annSays.message.seq, bobSays.message.seq)
    })

    test('[S3] two hundred appends at once leave no hole and no twin', async () => {
      const before = (await stage.wholeHistory()).length
      const drafts = Array.from({ length: 100 }, () => randomUUID())
      // The second try of each draft arrives at another node than the first.
      const tries = [...drafts, ...drafts].map((clientId, n) =>
        stage.node(n).append(bob, { roomId: LOBBY, body: clientId, clientId }),
      )
      await Promise.all(tries)
      const all = await stage.wholeHistory()
      assert.equal(all.length, before + 100)
      assert.deepEqual(
        all.map(({ seq }) => seq),
        all.map((_, index) => index + 1),
      )
    })

    test('[S3] a refused append among good ones fails alone', async () => {
      const before = (await stage.wholeHistory()).at(-1)!.seq
      const results = await Promise.allSettled([
        send(ann, 'good'),
        stage.say(ann, 'lost', { roomId: 'nowhere' }),
        stage.say(ann, 'reply', { replyTo: 1_000_000 }),
        send(ann, 'good too'),
      ])
      assert.deepEqual(
        results.map(({ status }) => status),
        ['fulfilled', 'rejected', 'rejected', 'fulfilled'],
      )
      assert.equal((await stage.wholeHistory()).at(-1)!.seq, before + 2)
    })

    test('[S4] a page lies before, after or around a seq, or at the end, always ascending', async () => {
      const seqs = async (place: Parameters<Store['history']>[1]) =>
        (await stage.store.history(LOBBY, place)).messages.map(({ seq }) => seq)
      const { lastSeq } = await stage.store.history(LOBBY, { limit: 1 })
      assert.deepEqual(await seqs({ after: 5, limit: 3 }), [6, 7, 8])
      assert.deepEqual(await seqs({ before: 5, limit: 3 }), [2, 3, 4])
      assert.deepEqual(await seqs({ around: 5, limit: 4 }), [3, 4, 5, 6])
      assert.deepEqual(await seqs({ around: 1, limit: 4 }), [1, 2, 3, 4])
      assert.deepEqual(await seqs({ limit: 2 }), [lastSeq - 1, lastSeq])
      assert.deepEqual(await seqs({ before: 1, limit: 3 }), [])
      assert.deepEqual(await seqs({ after: lastSeq, limit: 3 }), [])
    })

    test('[S5] missed changes come in pages that join without a gap', async () => {
      const seen: Message[] = []
      let since = 0
      for (;;) {
        const page = await stage.store.changesSince(LOBBY, since, 7)
        assert.ok(!('reset' in page))
        assert.equal(page.from, since)
        seen.push(...page.messages)
        since = page.to
        if (!page.more) break
      }
      assert.deepEqual(seen, await stage.wholeHistory())
      assert.deepEqual(await stage.store.changesSince(LOBBY, since, 7), {
        from: since,
        to: since,
        head: since,
        more: false,
        messages: [],
      })
    })

    test('[S5] a client that is ahead of the room is told so', async () => {
      assert.deepEqual(await stage.store.changesSince(LOBBY, 9e15, 10), { reset: 'ahead' })
    })

    test('[S15] a page of long messages ends early, and the next one joins on', async () => {
      const { lastSeq, rev } = await stage.store.history(LOBBY, { limit: 1 })
      for (let count = 0; count < 40; count++) await send(ann, `${count} `.padEnd(16_000, '.'))
      const { messages } = await stage.store.history(LOBBY, { after: lastSeq, limit: 200 })
      assert.ok(messages.length > 10 && messages.length < 40)
      const newest = (await stage.store.history(LOBBY, { limit: 200 })).messages
      assert.deepEqual([newest.length, newest.at(-1)?.seq], [messages.length, lastSeq + 40])

      // In the middle of them too: both halves together.
      const middle = (await stage.store.history(LOBBY, { around: lastSeq + 20, limit: 200 })).messages
      assert.ok(Math.abs(middle.length - messages.length) <= 1, `${middle.length} messages`)
      assert.ok(middle.some(({ seq }) => seq === lastSeq + 20))
      const few = (await stage.store.history(LOBBY, { around: lastSeq + 20, limit: 200, bytes: 40_000 })).messages
      assert.deepEqual(
        few.map(({ seq }) => seq - lastSeq),
        [18, 19, 20],
      )

      const first = await stage.store.changesSince(LOBBY, rev, 200)
      assert.ok(!('reset' in first) && first.more && first.to === rev + messages.length)
      const second = await stage.store.changesSince(LOBBY, first.to, 200)
      assert.ok(!('reset' in second) && second.from === first.to)
      // The weight counts as JSON: six bytes for each of these.
      for (let count = 0; count < 10; count++) await send(ann, '\u0001'.repeat(16_000))
      const heavy = (await stage.store.history(LOBBY, { limit: 200 })).messages
      assert.ok(heavy.length < 4, `${heavy.length} messages`)
    })

    test('[S6] a message tells the same however it is read', async () => {
      const message = await stage.say(ann, '𝒮 ünïcödé\n\n  kept @bob', { replyTo: 1, mentions: [['bob']] })
      assert.deepEqual(message.mentions, [{ id: bob.userId, name: 'Bob' }])
      const inHistory = (await stage.store.history(LOBBY, { limit: 1 })).messages[0]
      const inChanges = await stage.store.changesSince(LOBBY, message.rev - 1, 1)
      assert.equal(JSON.stringify(inHistory), JSON.stringify(message))
      assert.ok(!('reset' in inChanges))
      assert.equal(JSON.stringify(inChanges.messages[0]), JSON.stringify(message))
    })

    test('[S16] a message carries the name that its author has by then, and so does what they said before', async () => {
      const cid = await stage.guest('Cid')
      const before = await stage.say(cid, 'as Cid')
      await stage.store.rename(cid, named('Cecil'))
      await stage.store.claim(cid, 'Cecil', 'hash of a password')
      const after = await stage.say(cid, 'as Cecil')
      assert.deepEqual(after.author, { id: cid.userId, name: 'Cecil', kind: 'person' })
      const { messages } = await stage.store.history(LOBBY, { around: before.seq, limit: 1 })
      assert.deepEqual(messages[0]?.author, after.author)
    })

    test('[S10] everything is there after closing and opening again, in the same epoch', async () => {
      const before = {
        epoch: stage.store.epoch,
        messages: await stage.wholeHistory(),
        revs: await stage.store.ahead([{ roomId: LOBBY, rev: 0 }]),
      }
      await stage.restart()
      const after = {
        epoch: stage.store.epoch,
        messages: await stage.wholeHistory(),
        revs: await stage.store.ahead([{ roomId: LOBBY, rev: 0 }]),
      }
      assert.deepEqual(after, before)
      assert.equal((await send(ann, 'still counting')).message.seq, before.messages.at(-1)!.seq + 1)
    })
  })
}
