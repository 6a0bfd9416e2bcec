import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import fc from 'fast-check'
import { fold } from '../../../protocol/folding.ts'
import { LOBBY, MAX_PINS, MAX_VERSIONS } from '../../../protocol/limits.ts'
import type { Message } from '../../../protocol/models.ts'
import type { Search } from '../store.ts'
import type { Signed } from '../terms.ts'
import { inHours, type Effort, type MakeFolder, type Somebody, Stage } from './stage.ts'

const NOTHING: Search = { texts: [], without: [], has: [], isPinned: false, limit: 20 }

export function describeFinding(makeFolder: MakeFolder, { searches }: Effort): void {
  describe('pins, saved messages and what was said before', () => {
    const stage = new Stage(makeFolder)
    let ann: Somebody
    let bob: Somebody
    let mod: Somebody

    before(async () => {
      mod = await stage.owner('Mod')
      ann = await stage.person('Ann')
      bob = await stage.person('Bob')
    })
    const pin = (seq: number, on = true) => stage.store.pin(bob, LOBBY, seq, on)
    const versions = async (who: Signed, seq: number) =>
      (await stage.store.versions(who, LOBBY, seq)).versions.map(({ body }) => body)

    test('[E1] a pin is a change of its room, once, and pins are listed with the newest first', async () => {
      const [first, second] = [await stage.say(ann, 'one'), await stage.say(ann, 'two')]
      const { message, isNew } = await pin(first.seq)
      assert.ok(isNew && message.pinnedAt !== undefined && message.rev === second.rev + 1)
      assert.equal((await pin(first.seq)).isNew, false)
      await new Promise((resolve) => setTimeout(resolve, 2))
      await pin(second.seq)
      const seqs = async () => (await stage.store.pinned(ann, LOBBY)).map(({ seq }) => seq)
      assert.deepEqual(await seqs(), [second.seq, first.seq])
      const changes = await stage.store.changesSince(LOBBY, second.rev, 10)
      assert.ok(!('reset' in changes))
      assert.deepEqual(changes.messages, (await stage.store.pinned(ann, LOBBY)).toReversed())
      const { message: unpinned } = await pin(first.seq, false)
      assert.ok(!('pinnedAt' in unpinned))
      await stage.store.deleteMessage(ann, LOBBY, second.seq)
      assert.deepEqual(await seqs(), [])
      await assert.rejects(pin(second.seq), { code: 'not_found' })
    })

    test('[E1] a room has a hundred pins at most', async () => {
      const roomId = await stage.room('closed', 'Pins', [ann])
      const messages = await Promise.all(
        Array.from({ length: MAX_PINS + 1 }, (_, count) => stage.say(ann, `${count}`, { roomId })),
      )
      for (const { seq } of messages.slice(1)) await stage.store.pin(ann, roomId, seq, true)
      await assert.rejects(stage.store.pin(ann, roomId, 1, true), { code: 'conflict' })
      await stage.store.pin(ann, roomId, 2, false)
      assert.ok((await stage.store.pin(ann, roomId, 1, true)).isNew)
    })

    test('[E2] the earlier versions of a message are kept, oldest first, for its author and moderators', async () => {
      const { seq, sentAt } = await stage.say(ann, 'first')
      for (const body of ['second', 'third']) await stage.store.edit(ann, { roomId: LOBBY, seq, body })
      await stage.store.edit(ann, { roomId: LOBBY, seq, body: 'third' })
      assert.deepEqual(await versions(ann, seq), ['first', 'second'])
      assert.deepEqual(await versions(mod, seq), ['first', 'second'])
      assert.equal((await stage.store.versions(ann, LOBBY, seq)).versions[0]?.at, sentAt)
      await assert.rejects(versions(bob, seq), { code: 'forbidden' })
    })

    test('[E2] of many edits the first words are kept and the latest', async () => {
      const { seq } = await stage.say(ann, '0')
      for (let count = 1; count <= MAX_VERSIONS + 5; count++) {
        await stage.store.edit(ann, { roomId: LOBBY, seq, body: `${count}` })
      }
      const kept = await versions(ann, seq)
      assert.deepEqual([kept.length, kept[0], kept[1], kept.at(-1)], [MAX_VERSIONS, '0', '6', `${MAX_VERSIONS + 4}`])
    })

    test('[E3] a deleted or removed message has said nothing, until its removal is undone', async () => {
      const said = await Promise.all(['deleted', 'removed'].map((body) => stage.say(bob, body)))
      for (const body of ['edited', 'edited twice']) {
        for (const { seq } of said) await stage.store.edit(bob, { roomId: LOBBY, seq, body })
      }
      const [deleted, removed] = said as [Message, Message]
      await stage.store.deleteMessage(bob, LOBBY, deleted.seq)
      await assert.rejects(versions(mod, deleted.seq), { code: 'not_found' })
      const before = await stage.store.versions(bob, LOBBY, removed.seq)
      assert.deepEqual(
        before.versions.map(({ body }) => body),
        ['removed', 'edited'],
      )
      const { removal } = await stage.store.removeMessages(mod, bob.userId, inHours(-1))
      await assert.rejects(versions(mod, removed.seq), { code: 'not_found' })
      await stage.store.undoRemoval(mod, removal.removalId)
      assert.deepEqual(await stage.store.versions(bob, LOBBY, removed.seq), before)
      await assert.rejects(versions(mod, deleted.seq), { code: 'not_found' })

      // The next edit continues from there.
      await stage.store.edit(bob, { roomId: LOBBY, seq: removed.seq, body: 'edited thrice' })
      assert.deepEqual(await versions(mod, removed.seq), ['removed', 'edited', 'edited twice'])
    })

    test('[E4] saved messages are private, the latest first, page by page', async () => {
      const messages = await Promise.all(['a', 'b', 'c'].map((body) => stage.say(ann, body)))
      for (const { seq } of messages) assert.equal(await stage.store.save(bob, LOBBY, seq, true), true)
      assert.equal(await stage.store.save(bob, LOBBY, messages[0]!.seq, true), false)
      const first = await stage.store.saved(bob, { limit: 2 })
      const second = await stage.store.saved(bob, { limit: 2, after: first.next })
      assert.deepEqual(
        [...first.saved, ...second.saved].map(({ message, room }) => [message.body, room.slug]),
        [
          ['c', LOBBY],
          ['b', LOBBY],
          ['a', LOBBY],
        ],
      )
      assert.equal(second.next, undefined)
      assert.deepEqual((await stage.store.saved(ann, { limit: 2 })).saved, [])
      assert.equal(await stage.store.save(bob, LOBBY, messages[1]!.seq, false), true)
      assert.equal(await stage.store.save(bob, LOBBY, messages[1]!.seq, false), false)
      await stage.store.deleteMessage(ann, LOBBY, messages[2]!.seq)
      const { saved } = await stage.store.saved(bob, { limit: 9 })
      assert.deepEqual(
        saved.map(({ message }) => [message.body, message.deletedAt !== undefined]),
        [
          ['', true],
          ['a', false],
        ],
      )
    })

    test('[E4] a room that I see no longer takes what I saved there out of sight', async () => {
      const roomId = await stage.room('closed', 'Cellar', [ann, bob])
      const { seq } = await stage.say(ann, 'down here', { roomId })
      await stage.store.save(bob, roomId, seq, true)
      const isThere = async () =>
        (await stage.store.saved(bob, { limit: 50 })).saved.some(({ room }) => room.id === roomId)
      assert.equal(await isThere(), true)
      await stage.store.leaveRoom(bob, roomId)
      assert.equal(await isThere(), false)
      await stage.store.seat(ann, roomId, bob.userId)
      assert.equal(await isThere(), true)
      await stage.store.deleteRoom(ann, roomId)
      assert.equal(await isThere(), false)
      while (await stage.store.purge());
      assert.equal(await isThere(), false)
    })
  })

  describe('the inbox', () => {
    const stage = new Stage(makeFolder)
    let ann: Somebody
    let bob: Somebody
    let roomId: string

    before(async () => {
      ann = await stage.person('Ann')
      bob = await stage.person('Bob')
      roomId = await stage.room('closed', 'Den', [ann, bob])
    })
    const inbox = async (who: Signed, limit = 50, after?: string) => stage.store.inbox(who, { limit, after })
    const bodies = async (who: Signed) =>
      (await inbox(who)).entries.map(({ kind, message, isUnread }) => [kind, message.body, isUnread])

    test('[E5] mentions, @room and replies of all my rooms, newest first, each once, and whether they are unread', async () => {
      const mine = await stage.say(bob, 'a question', { roomId })
      await stage.say(ann, '@Bob', { mentions: [['bob']] })
      await stage.say(ann, 'an answer', { roomId, replyTo: mine.seq })
      await stage.say(ann, '@Bob an answer too', { roomId, replyTo: mine.seq, mentions: [['bob']] })
      await stage.say(ann, '@room', { roomId, mentions: [['room']] })
      await stage.say(bob, '@Bob @room to myself', { roomId, replyTo: mine.seq, mentions: [['room']] })
      await stage.store.markRead(bob, roomId, mine.seq + 1)
      assert.deepEqual(await bodies(bob), [
        ['mention', '@room', true],
        ['mention', '@Bob an answer too', true],
        ['reply', 'an answer', false],
        ['mention', '@Bob', true],
      ])
      assert.deepEqual(await bodies(ann), [['mention', '@Bob @room to myself', true]])
    })

    test('[E5] pages join without a repeat or a gap while more is said', async () => {
      const seen: string[] = []
      let after: string | undefined
      do {
        const page = await inbox(bob, 1, after)
        seen.push(...page.entries.map(({ message }) => message.body))
        after = page.next
        await stage.say(ann, '@Bob meanwhile', { mentions: [['bob']] })
      } while (after !== undefined)
      assert.deepEqual(seen, ['@room', '@Bob an answer too', 'an answer', '@Bob'])
    })

    test('[E5] deleted messages, those of users whom I block, and those of a room that I left are not in it', async () => {
      const before = await bodies(bob)
      const mine = await stage.say(bob, 'again', { roomId })
      const reply = await stage.say(ann, 'soon gone', { roomId, replyTo: mine.seq })
      await stage.store.deleteMessage(ann, roomId, reply.seq)
      assert.deepEqual(await bodies(bob), before)
      await stage.store.block(bob, ann.userId, true)
      assert.deepEqual(await bodies(bob), [])
      await stage.store.block(bob, ann.userId, false)
      await stage.store.leaveRoom(bob, roomId)
      assert.ok((await inbox(bob)).entries.every(({ room }) => room.id === LOBBY))
    })
  })

  describe('search', () => {
    const stage = new Stage(makeFolder)
    let ann: Somebody
    let bob: Somebody
    let den: string

    before(async () => {
      ann = await stage.owner('Ann')
      bob = await stage.person('Bob Lee')
      den = await stage.room('closed', 'The Den', [ann, bob])
    })
    const find = async (who: Signed, search: Partial<Search>) => {
      const found: Message[] = []
      let after: string | undefined
      do {
        const page = await stage.store.search(who, { ...NOTHING, ...search, after })
        found.push(...page.hits.map(({ message }) => message))
        after = page.next
      } while (after !== undefined)
      return found
    }
    const bodies = async (who: Signed, ...texts: string[]) => (await find(who, { texts })).map(({ body }) => body)

    test('[F1] words, parts of words and phrases are found, whatever their case, accents and quotes', async () => {
      for (const body of ['The Server is down', 'Café “au lait”', 'self-service', 'don’t panic'])
        await stage.say(ann, body)
      assert.deepEqual(await bodies(bob, 'serv'), ['self-service', 'The Server is down'])
      assert.deepEqual(await bodies(bob, 'server is', 'the'), ['The Server is down'])
      assert.deepEqual(await bodies(bob, 'CAFE', '"AU'), ['Café “au lait”'])
      assert.deepEqual(await bodies(bob, `don't p`), ['don’t panic'])
      assert.deepEqual(await bodies(bob, 'is server'), [])
      assert.deepEqual(await bodies(bob, 'f-'), ['self-service'])
    })

    test('[F1] Chinese words of one, two and more characters are found inside sentences', async () => {
      await stage.say(ann, '我们今天开会')
      await stage.say(ann, '会议在上海。')
      assert.deepEqual(await bodies(bob, '开会'), ['我们今天开会'])
      assert.deepEqual(await bodies(bob, '会'), ['会议在上海。', '我们今天开会'])
      assert.deepEqual(await bodies(bob, '今天开会'), ['我们今天开会'])
      assert.deepEqual(await bodies(bob, '上海'), ['会议在上海。'])
    })

    test('[F2] only in rooms in which I have a seat, from the moment at which I take it until I leave', async () => {
      await stage.say(ann, 'a secret of the den', { roomId: den })
      const cid = await stage.person('Cid')
      const isFound = async () => (await bodies(cid, 'secret of')).length > 0
      assert.equal(await isFound(), false)
      await stage.store.seat(ann, den, cid.userId)
      assert.equal(await isFound(), true)
      await stage.store.unseat(ann, den, cid.userId, inHours(1))
      assert.equal(await isFound(), false)
      assert.equal((await bodies(bob, 'secret of')).length, 1)
    })

    test('[F2] a user whose session has ended finds nothing', async () => {
      const dan = await stage.guest('Dan')
      await stage.store.endSession(dan)
      await assert.rejects(stage.store.search(dan, { ...NOTHING, texts: ['x'] }), { code: 'unauthorized' })
    })

    test('[F3] edits, deletes, removals and their undoing are right at once, and later, and after a restart', async () => {
      const right = async () => {
        assert.deepEqual(await bodies(bob, 'zebra'), ['a zebra now'])
        assert.deepEqual(await bodies(bob, 'giraffe'), [])
        assert.deepEqual(await bodies(bob, 'okapi'), ['an okapi'])
      }
      const edited = await stage.say(ann, 'a giraffe')
      const deleted = await stage.say(ann, 'another giraffe')
      const dan = await stage.guest('Dan Two')
      await stage.say(dan, 'an okapi')
      assert.equal((await bodies(bob, 'giraffe')).length, 2)
      await stage.store.edit(ann, { roomId: LOBBY, seq: edited.seq, body: 'a zebra now' })
      await stage.store.deleteMessage(ann, LOBBY, deleted.seq)
      const { removal } = await stage.store.removeMessages(ann, dan.userId, inHours(-1))
      assert.deepEqual(await bodies(bob, 'okapi'), [])
      await stage.store.undoRemoval(ann, removal.removalId)
      await right()
      // By now an index, if there is one, is up to date.
      await new Promise((resolve) => setTimeout(resolve, 800))
      await right()
      await stage.restart()
      await right()
      await new Promise((resolve) => setTimeout(resolve, 800))
      await right()
    })

    test('[F4] filters hold all at once', async () => {
      const link = await stage.say(bob, 'see https://example.org', { roomId: den })
      const code = await stage.say(bob, 'try `npm start`', { roomId: den })
      await stage.store.pin(ann, den, code.seq, true)
      const seqs = async (search: Partial<Search>) => (await find(ann, search)).map(({ seq }) => seq)
      assert.deepEqual(await seqs({ has: ['link'] }), [link.seq])
      assert.deepEqual(await seqs({ has: ['code'], rooms: ['the den'] }), [code.seq])
      assert.deepEqual(await seqs({ rooms: ['The Den'], from: { names: ['Bob Lee'], me: false } }), [
        code.seq,
        link.seq,
      ])
      assert.deepEqual(await seqs({ rooms: ['the den'], from: { names: ['lee'], me: false }, texts: ['see'] }), [
        link.seq,
      ])
      assert.deepEqual(await seqs({ rooms: ['den'], from: { names: [], me: true }, texts: ['secret'] }), [1])
      assert.deepEqual(await seqs({ isPinned: true }), [code.seq])
      assert.deepEqual(await seqs({ isPinned: true, texts: ['see'] }), [])
      assert.deepEqual(await seqs({ rooms: ['nowhere'] }), [])
      assert.deepEqual(await seqs({ from: { names: ['nobody'], me: false } }), [])
      assert.deepEqual(await seqs({ rooms: ['the den'], texts: [], without: ['secret', 'npm'] }), [link.seq])
      assert.deepEqual(await seqs({ rooms: ['the den'], since: inHours(1) }), [])
      assert.deepEqual(await seqs({ rooms: ['the den'], until: inHours(-1) }), [])
      assert.deepEqual(await seqs({ rooms: ['the den'], until: link.sentAt }), link.sentAt > '' ? [1] : [])
      assert.equal((await seqs({ rooms: ['the den'], since: link.sentAt, until: inHours(1) })).length, 2)
    })

    test('[F5] pages are newest first, and join without a repeat or a gap while more is said', async () => {
      const said = []
      for (let count = 0; count < 25; count++) said.unshift((await stage.say(ann, `page ${count} of paging`)).seq)
      const seen: number[] = []
      let after: string | undefined
      do {
        const page = await stage.store.search(bob, { ...NOTHING, texts: ['of paging'], limit: 7, after })
        assert.ok(page.hits.length <= 7)
        seen.push(...page.hits.map(({ message }) => message.seq))
        after = page.next
        await stage.say(ann, 'more of paging')
      } while (after !== undefined)
      assert.deepEqual(seen, said)
    })

    test('[F6] a room that is deleted is found in no longer, also once it is cleared away and its rows are used again', async () => {
      const roomId = await stage.room('closed', 'Short', [ann, bob])
      for (let count = 0; count < 5; count++) await stage.say(ann, `walrus ${count}`, { roomId })
      assert.equal((await bodies(bob, 'walrus')).length, 5)
      await new Promise((resolve) => setTimeout(resolve, 500))
      await stage.store.deleteRoom(ann, roomId)
      assert.deepEqual(await bodies(bob, 'walrus'), [])
      while (await stage.store.purge());
      for (let count = 0; count < 3; count++) await stage.say(ann, `narwhal ${count}`)
      assert.equal((await bodies(bob, 'narwhal')).length, 3)
      await new Promise((resolve) => setTimeout(resolve, 800))
      assert.deepEqual(await bodies(bob, 'walrus'), [])
      assert.equal((await bodies(bob, 'narwhal')).length, 3)
    })

    test('[F7] any texts: exactly the messages of my rooms that hold them all', async () => {
      const mine = await Promise.all(['open', 'closed'].map((kind) => stage.room(kind as 'open', `My ${kind}`, [bob])))
      const theirs = await stage.room('closed', 'Theirs', [ann])
      // Few different characters, of every kind that is cut differently, so that much is found.
      const character = fc.constantFrom(
        ...Array.from('aeb -"*()'),
        'é',
        'ß',
        '会',
        '开',
        '🙂',
        'ا',
        '\u{E000}',
        '\u0301',
        'İ',
      )
      const some = (minLength: number, maxLength: number) =>
        fc.array(character, { minLength, maxLength }).map((characters) => characters.join(''))
      const said: { body: string; roomId: string; message: Message }[] = []
      for (const body of fc.sample(some(1, 12), { numRuns: 300, seed: 5 })) {
        const roomId = [...mine, theirs][said.length % 3]!
        const author = roomId === theirs ? ann : bob
        said.push({ body, roomId, message: await stage.say(author, `${body} `, { roomId }) })
      }
      const asked = fc.record({
        texts: fc.array(
          some(1, 4)
            .map((text) => fold(text))
            .filter((text) => text !== ''),
          { minLength: 1, maxLength: 3 },
        ),
        without: fc.array(
          some(1, 2)
            .map((text) => fold(text))
            .filter((text) => text !== ''),
          { maxLength: 1 },
        ),
      })
      const check = async ({ texts, without }: { texts: string[]; without: string[] }) => {
        const found = await find(bob, { texts, without, rooms: ['my open', 'my closed'] })
        const holds = (body: string, text: string) => fold(body).includes(text)
        const expected = said.filter(
          ({ body, roomId }) =>
            roomId !== theirs &&
            texts.every((text) => holds(`${body} `, text)) &&
            !without.some((text) => holds(`${body} `, text)),
        )
        assert.deepEqual(
          found.map(({ roomId, seq }) => `${roomId} ${seq}`),
          expected.map(({ message }) => `${message.roomId} ${message.seq}`).toReversed(),
        )
      }
      await fc.assert(fc.asyncProperty(asked, check), { numRuns: Math.ceil(searches / 3) })
      await new Promise((resolve) => setTimeout(resolve, 800))
      await fc.assert(fc.asyncProperty(asked, check), { numRuns: searches })
    })
  })
}
