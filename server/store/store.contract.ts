/** The behaviour that every store must show. A title begins with its rule in docs/spec.md. */
import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import type { Message, User } from '../../protocol/models.ts'
import type { PreparedName, Store } from './store.ts'

/** A place where a store is kept; `open` may be called again after `close`, as after a restart. */
export type StoreFolder = { open: () => Promise<Store>; remove: () => Promise<void> }

const LOBBY = 'lobby'
const named = (name: string): PreparedName => ({ name, key: name.toLowerCase(), look: name.toLowerCase() })
const hash = (token: string) => new Uint8Array(createHash('sha256').update(token).digest())

export function describeStore(kind: string, makeFolder: () => Promise<StoreFolder>): void {
  describe(`${kind} store`, () => {
    let folder: StoreFolder
    let store: Store
    let ann: User
    let bob: User

    const sessions = new Map<string, string>()
    const sessionOf = ({ id }: User) => sessions.get(id)!
    const signIn = async (name: string) => {
      const { user, sessionId } = await store.addGuest({ name: named(name), tokenHash: hash(randomUUID()) })
      sessions.set(user.id, sessionId)
      return { user, sessionId, userId: user.id }
    }
    const arrive = async (name: string) => (await signIn(name)).user
    const say = (author: User, body: string, clientId: string = randomUUID()) =>
      store.append({ roomId: LOBBY, clientId, body, author, sessionId: sessionOf(author) })
    const wholeHistory = async () => {
      const all: Message[] = []
      for (;;) {
        const { messages } = await store.history(LOBBY, { after: all.at(-1)?.seq ?? 0, limit: 10_000 })
        if (messages.length === 0) return all
        all.push(...messages)
      }
    }

    before(async () => {
      folder = await makeFolder()
      store = await folder.open()
      ann = await arrive('Ann')
      bob = await arrive('Bob')
    })
    after(async () => {
      await store.close()
      await folder.remove()
    })

    test('[S1] seq and rev count 1, 2, 3 in a room', async () => {
      const first = await say(ann, 'one')
      const second = await say(bob, 'two')
      assert.deepEqual([first.message.seq, second.message.seq], [1, 2])
      assert.deepEqual([first.message.rev, second.message.rev], [1, 2])
    })

    test('[S2] the same clientId twice is one message', async () => {
      const first = await say(ann, 'only once', 'retry-1')
      const again = await say(ann, 'only once', 'retry-1')
      assert.equal(first.isNew, true)
      assert.equal(again.isNew, false)
      assert.deepEqual(again.message, first.message)
    })

    test('[S2] the same clientId with another body is a conflict, and leaves no hole', async () => {
      const { message } = await say(ann, 'first words', 'retry-2')
      await assert.rejects(say(ann, 'other words', 'retry-2'), { code: 'conflict' })
      assert.equal((await say(ann, 'next')).message.seq, message.seq + 1)
    })

    test('[S2] the same clientId of two authors is two messages', async () => {
      const [annSays, bobSays] = await Promise.all([say(ann, 'hello', 'shared'), say(bob, 'hello', 'shared')])
      assert.notEqual(annSays.message.seq, bobSays.message.seq)
    })

    test('[S3] two hundred appends at once leave no hole and no twin', async () => {
      const before = (await wholeHistory()).length
      const drafts = Array.from({ length: 100 }, () => randomUUID())
      await Promise.all([...drafts, ...drafts].map((clientId) => say(bob, clientId, clientId)))
      const all = await wholeHistory()
      assert.equal(all.length, before + 100)
      assert.deepEqual(
        all.map(({ seq }) => seq),
        all.map((_, index) => index + 1),
      )
    })

    test('[S3] a refused append among good ones fails alone', async () => {
      const before = (await wholeHistory()).at(-1)!.seq
      const results = await Promise.allSettled([
        say(ann, 'good'),
        store.append({
          roomId: 'nowhere',
          clientId: randomUUID(),
          body: 'lost',
          author: ann,
          sessionId: sessionOf(ann),
        }),
        store.append({
          roomId: LOBBY,
          clientId: randomUUID(),
          body: 'reply',
          replyTo: 1_000_000,
          author: ann,
          sessionId: sessionOf(ann),
        }),
        say(ann, 'good too'),
      ])
      assert.deepEqual(
        results.map(({ status }) => status),
        ['fulfilled', 'rejected', 'rejected', 'fulfilled'],
      )
      assert.equal((await wholeHistory()).at(-1)!.seq, before + 2)
    })

    test('[S4] a page lies before, after or around a seq, or at the end, always ascending', async () => {
      const seqs = async (place: Parameters<Store['history']>[1]) =>
        (await store.history(LOBBY, place)).messages.map(({ seq }) => seq)
      const { lastSeq } = await store.history(LOBBY, { limit: 1 })
      assert.deepEqual(await seqs({ after: 5, limit: 3 }), [6, 7, 8])
      assert.deepEqual(await seqs({ before: 5, limit: 3 }), [2, 3, 4])
      assert.deepEqual(await seqs({ around: 5, limit: 4 }), [3, 4, 5, 6])
      assert.deepEqual(await seqs({ around: 1, limit: 4 }), [1, 2, 3, 4])
      assert.deepEqual(await seqs({ limit: 2 }), [lastSeq - 1, lastSeq])
      assert.deepEqual(await seqs({ before: 1, limit: 3 }), [])
      assert.deepEqual(await seqs({ after: lastSeq, limit: 3 }), [])
    })

    test('[S5] what was missed comes in pages that join without a hole', async () => {
      const seen: Message[] = []
      let since = 0
      for (;;) {
        const page = await store.changesSince(LOBBY, since, 7)
        assert.ok(!('reset' in page))
        assert.equal(page.from, since)
        seen.push(...page.messages)
        since = page.to
        if (!page.more) break
      }
      assert.deepEqual(seen, await wholeHistory())
      assert.deepEqual(await store.changesSince(LOBBY, since, 7), {
        from: since,
        to: since,
        head: since,
        more: false,
        messages: [],
      })
    })

    test('[S5] who is ahead of the room is told so', async () => {
      assert.deepEqual(await store.changesSince(LOBBY, 9e15, 10), { reset: 'ahead' })
    })

    test('[S15] a page of long messages ends early, and the next one joins on', async () => {
      const { lastSeq, rev } = await store.history(LOBBY, { limit: 1 })
      for (let count = 0; count < 40; count++) await say(ann, `${count} `.padEnd(16_000, '.'))
      const { messages } = await store.history(LOBBY, { after: lastSeq, limit: 200 })
      assert.ok(messages.length > 10 && messages.length < 40)
      const newest = (await store.history(LOBBY, { limit: 200 })).messages
      assert.deepEqual([newest.length, newest.at(-1)?.seq], [messages.length, lastSeq + 40])

      const first = await store.changesSince(LOBBY, rev, 200)
      assert.ok(!('reset' in first) && first.more && first.to === rev + messages.length)
      const second = await store.changesSince(LOBBY, first.to, 200)
      assert.ok(!('reset' in second) && second.from === first.to)
    })

    test('[S6] a message tells the same however it is read', async () => {
      const { message } = await store.append({
        roomId: LOBBY,
        clientId: randomUUID(),
        body: '𝒮 ünïcödé\n\n  kept ',
        replyTo: 1,
        author: ann,
        sessionId: sessionOf(ann),
      })
      const inHistory = (await store.history(LOBBY, { limit: 1 })).messages[0]
      const inChanges = await store.changesSince(LOBBY, message.rev - 1, 1)
      assert.equal(JSON.stringify(inHistory), JSON.stringify(message))
      assert.ok(!('reset' in inChanges))
      assert.equal(JSON.stringify(inChanges.messages[0]), JSON.stringify(message))
    })

    test('[S7] a session is found by its token’s hash, and by no other', async () => {
      const { user, sessionId } = await store.addGuest({ name: named('Cid'), tokenHash: hash('cid’s token') })
      assert.deepEqual(await store.findSession(hash('cid’s token')), { user, sessionId })
      assert.equal(await store.findSession(hash('somebody’s token')), undefined)
    })

    test('[S8] a guest has a seat in the lobby, and is counted', async () => {
      const before = (await store.peekRoom(LOBBY))!.memberCount
      const dan = await signIn('Dan')
      const [room] = await store.roomsOf(dan)
      assert.deepEqual(
        { id: room?.id, role: room?.role, memberCount: room?.memberCount },
        { id: LOBBY, role: 'member', memberCount: before + 1 },
      )
      assert.equal(await store.findRoom(LOBBY, { ...dan, userId: 'u_nobody' }), undefined)
      assert.equal(await store.findRoom('nowhere', dan), undefined)
    })

    test('[S14] a session that is over opens no room, and its token finds nobody', async () => {
      const tokenHash = hash('soon over')
      const { user, sessionId } = await store.addGuest({ name: named('Fay'), tokenHash })
      const fay = { userId: user.id, sessionId }
      assert.equal((await store.findRoom(LOBBY, fay))?.id, LOBBY)
      await store.endSession(sessionId)
      await store.endSession(sessionId)
      await assert.rejects(store.findRoom(LOBBY, fay), { code: 'unauthorized' })
      await assert.rejects(store.roomsOf(fay), { code: 'unauthorized' })
      await assert.rejects(
        store.append({ roomId: LOBBY, clientId: 'late', body: 'too late', author: user, sessionId }),
        { code: 'unauthorized' },
      )
      assert.equal(await store.findSession(tokenHash), undefined)
    })

    test('[S9] a name that looks like another is found, the very same name is free', async () => {
      await store.addGuest({ name: { name: 'Eve', key: 'eve', look: 'eve' }, tokenHash: hash(randomUUID()) })
      const lookAlike = await store.findNameHolder({ name: 'Еve', key: 'еve', look: 'eve' })
      assert.equal(lookAlike?.name, 'Eve')
      assert.equal(await store.findNameHolder(named('Eve')), undefined)
      assert.equal(await store.findNameHolder(named('Nobody')), undefined)
    })

    test('[S10] everything is there after closing and opening again, in the same epoch', async () => {
      const before = { epoch: store.epoch, messages: await wholeHistory(), revs: await store.revs() }
      await store.close()
      store = await folder.open()
      assert.deepEqual({ epoch: store.epoch, messages: await wholeHistory(), revs: await store.revs() }, before)
      assert.equal((await say(ann, 'still counting')).message.seq, before.messages.length + 1)
    })

    test('[S11] unnamed guests are counted without a twin', async () => {
      const numbers = await Promise.all(Array.from({ length: 20 }, () => store.nextGuestNumber()))
      assert.equal(new Set(numbers).size, 20)
    })
  })
}
