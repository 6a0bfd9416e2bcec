import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { before, describe, test } from 'node:test'
import { LOBBY } from '../../../protocol/limits.ts'
import type { Message, Preview } from '../../../protocol/models.ts'
import type { LinkedMessage } from '../store.ts'
import { inHours, type MakeFolder, newRoom, type Somebody, Stage } from './stage.ts'

const page = (name: string) => `https://example.org/${name}`
const words = (name: string) => ({ title: `Title of ${name}`, description: `About ${name}`, site: 'Example' })
const preview = (name: string): Preview => ({ url: page(name), ...words(name) })

export function describePreviews(makeFolder: MakeFolder): void {
  describe('previews', () => {
    const stage = new Stage(makeFolder)
    let olga: Somebody
    let ann: Somebody
    let names = 0

    before(async () => {
      olga = await stage.owner('Olga')
      ann = await stage.person('Ann')
    })

    /** Names of pages that nobody has read yet. */
    const fresh = (count: number) => Array.from({ length: count }, () => `page-${++names}`)
    const linking = (author: Somebody, links: string[], roomId = LOBBY) =>
      stage.say(author, links.join(' '), { roomId, links: links.map(page) })
    const messageAt = async (seq: number, roomId = LOBBY): Promise<Message> => {
      const { messages } = await stage.store.history(roomId, { around: seq, limit: 1 })
      return messages[0] ?? assert.fail(`no message ${seq}`)
    }
    /** A node has read the pages, each with words except those that have none. */
    const keep = ({ id, unread }: LinkedMessage, without: string[] = []) =>
      stage.store.keepPages(
        id,
        unread.map((address) => {
          const name = address.replace(/.*\//, '')
          return { address, ...(!without.includes(name) && { preview: words(name) }) }
        }),
      )
    const takeOne = async (): Promise<LinkedMessage> => {
      const [taken, ...more] = await stage.store.takeLinks()
      assert.ok(taken && more.length === 0)
      return taken
    }
    /** A message whose previews are there. */
    const shown = async (links: string[], author = ann, roomId = LOBBY): Promise<Message> => {
      await linking(author, links, roomId)
      return (await keep(await takeOne())) ?? assert.fail('it has not changed')
    }

    test('[E27] the picture of a preview stays as long as a message, or its removal, has it', async () => {
      const hash = createHash('sha256').update(randomUUID()).digest('hex')
      const isUnused = async () => (await stage.store.takeUnusedContents(inHours(1), 1_000)).includes(hash)
      const [name = '', other = ''] = fresh(2)
      const show = async (author: Somebody, link: string) => {
        assert.equal(await stage.store.announceContent(hash, 7), true)
        const { seq } = await linking(author, [link])
        const { id, unread } = await takeOne()
        const picture = { hash, width: 40, height: 30 }
        const pages = unread.map((address) => ({ address, preview: { ...words(link), picture } }))
        const changed = await stage.store.keepPages(id, pages)
        assert.deepEqual(changed?.previews?.[0]?.picture, picture)
        assert.equal((await stage.store.pictureToServe(olga, hash)).size, 7)
        return seq
      }
      const dora = await stage.person('Dora')
      const [first, second] = [await show(ann, name), await show(dora, other)]
      await stage.store.deleteMessage(ann, LOBBY, first)
      assert.equal(await isUnused(), false)
      const { removal } = await stage.store.removeMessages(olga, dora.userId, inHours(-1))
      assert.equal(await isUnused(), false, 'it may come back')
      await stage.store.undoRemoval(olga, removal.removalId)
      assert.deepEqual((await messageAt(second)).previews?.[0]?.picture?.hash, hash)
      await stage.store.unpreview(dora, LOBBY, second, undefined)
      assert.equal(await isUnused(), true)
      await assert.rejects(stage.store.pictureToServe(olga, hash), { code: 'not_found' })
    })

    test('[E20] links wait until one node has read them, and the message then has a new rev', async () => {
      const [one = '', two = '', none = ''] = fresh(3)
      assert.equal(await stage.store.areLinksDue(), false)
      const sent = await linking(ann, [one, two, none])
      assert.equal(sent.previews, undefined)
      await stage.restart()
      assert.equal(await stage.store.areLinksDue(), true)
      const taken = (await Promise.all([0, 1, 2].map((n) => stage.node(n).takeLinks()))).flat()
      assert.deepEqual(
        taken.map(({ unread }) => unread),
        [[one, two, none].map(page)],
      )
      assert.equal(await stage.store.areLinksDue(), false)
      const changed = await keep(taken[0]!, [none])
      assert.deepEqual(changed, { ...sent, rev: sent.rev + 1, previews: [preview(one), preview(two)] })
      assert.deepEqual(await messageAt(sent.seq), changed)
      assert.deepEqual(await stage.store.changesSince(LOBBY, sent.rev, 10), {
        from: sent.rev,
        to: sent.rev + 1,
        head: sent.rev + 1,
        more: false,
        messages: [changed],
      })
      // A page is read once: the next message that links to it needs nobody.
      const again = await linking(olga, [two, none])
      const known = await takeOne()
      assert.deepEqual(known.unread, [])
      assert.deepEqual((await stage.store.keepPages(known.id, []))?.previews, [preview(two)])
      assert.equal((await messageAt(again.seq)).rev, again.rev + 1)
      // An id that was answered is answered no more.
      assert.equal(await stage.store.keepPages(known.id, []), undefined)
    })

    test('[E20] a page that is being read is not read by another, and pages without words change nothing', async () => {
      const [name = ''] = fresh(1)
      const first = await linking(ann, [name])
      const second = await linking(olga, [name])
      const taken = await stage.store.takeLinks()
      assert.deepEqual(
        taken.map(({ unread }) => unread),
        [[page(name)]],
      )
      assert.equal(await keep(taken[0]!, [name]), undefined)
      assert.equal((await messageAt(first.seq)).rev, first.rev)
      const later = await untilDue()
      assert.deepEqual(later.unread, [])
      assert.equal(await stage.store.keepPages(later.id, []), undefined)
      assert.equal((await messageAt(second.seq)).rev, second.rev)
    })

    /** The message that had to wait a second. */
    async function untilDue(): Promise<LinkedMessage> {
      for (;;) {
        const [taken] = await stage.store.takeLinks()
        if (taken) return taken
      }
    }

    test('[E28] who links to many pages keeps nobody waiting: authors take turns', async () => {
      for (const name of fresh(30)) await linking(ann, [name])
      const [name = ''] = fresh(1)
      await linking(olga, [name])
      const first = await stage.store.takeLinks()
      assert.ok(first.length < 30 && first.some(({ unread }) => unread[0] === page(name)))
      for (let taken = first; taken.length > 0; taken = await stage.store.takeLinks())
        for (const linked of taken) await keep(linked)
    })

    test('[E21] an edit keeps the previews of links that stay, and waits for new ones', async () => {
      const [one = '', two = '', three = ''] = fresh(3)
      const { seq } = await shown([one, two])
      const edit = (links: string[]) =>
        stage.store.edit(ann, { roomId: LOBBY, seq, body: `now ${links.join(' ')}`, links: links.map(page) })
      assert.deepEqual((await edit([two])).message.previews, [preview(two)])
      assert.equal(await stage.store.areLinksDue(), false)
      assert.deepEqual((await edit([three, two])).message.previews, [preview(two)])
      const late = await takeOne()
      // Another edit comes before the answer: that is about an older body then.
      assert.equal((await edit([one])).message.previews, undefined)
      assert.equal(await keep(late), undefined)
      assert.deepEqual((await keep(await takeOne()))?.previews, [preview(one)])
      assert.equal((await edit([])).message.previews, undefined)
    })

    test('[E22] the author removes a preview, for good, and nobody else does', async () => {
      const [one = '', two = '', three = ''] = fresh(3)
      const { seq, rev } = await shown([one, two])
      const remove = (url?: string, who = ann) => stage.store.unpreview(who, LOBBY, seq, url)
      await assert.rejects(remove(page(one), olga), { code: 'forbidden' })
      assert.equal((await remove(page('another'))).isNew, false)
      const removed = await remove(page(one))
      assert.deepEqual([removed.isNew, removed.message.previews], [true, [preview(two)]])
      assert.equal(removed.message.rev, rev + 1)
      assert.equal((await remove(page(one))).isNew, false)
      const body = `both again, and ${three}`
      const edited = await stage.store.edit(ann, { roomId: LOBBY, seq, body, links: [one, two, three].map(page) })
      assert.deepEqual(edited.message.previews, [preview(two)])
      assert.deepEqual((await keep(await takeOne()))?.previews, [preview(two), preview(three)])
      assert.equal((await remove()).message.previews, undefined)
      // Also before it is there.
      const [four = ''] = fresh(1)
      const waiting = await linking(ann, [four])
      assert.equal((await stage.store.unpreview(ann, LOBBY, waiting.seq, page(four))).isNew, false)
      assert.equal(await stage.store.areLinksDue(), false)
      await assert.rejects(stage.store.unpreview(ann, LOBBY, 99_999, undefined), { code: 'not_found' })
    })

    test('[E23] a deleted message loses its previews, and undoing a removal brings them back', async () => {
      const [one = '', two = '', three = ''] = fresh(3)
      const { seq } = await shown([one])
      const { message } = await stage.store.deleteMessage(ann, LOBBY, seq)
      assert.equal(message.previews, undefined)
      assert.equal((await messageAt(seq)).previews, undefined)
      await assert.rejects(stage.store.unpreview(ann, LOBBY, seq, undefined), { code: 'not_found' })
      const bert = await stage.person('Bert')
      const kept = await shown([two], bert)
      await linking(bert, [three])
      const late = await takeOne()
      const { removal } = await stage.store.removeMessages(olga, bert.userId, inHours(-1))
      assert.equal((await messageAt(kept.seq)).previews, undefined)
      assert.equal(await keep(late), undefined)
      await stage.store.undoRemoval(olga, removal.removalId)
      assert.deepEqual((await messageAt(kept.seq)).previews, [preview(two)])
      // Nothing is read for a message that was removed while it waited.
      const [five = ''] = fresh(1)
      await linking(bert, [five])
      await stage.store.removeMessages(olga, bert.userId, inHours(-1))
      assert.deepEqual(await stage.store.takeLinks(), [])
      // A message that is deleted before its page was read waits no more.
      const [four = ''] = fresh(1)
      const gone = await linking(ann, [four])
      await stage.store.deleteMessage(ann, LOBBY, gone.seq)
      assert.equal(await stage.store.areLinksDue(), false)
    })

    test('[E24] hosts turn them off in a room, owners in the chat, and rooms of guests alone get none', async () => {
      const roomId = await stage.room('closed', 'Quiet', [ann, olga])
      const [one = '', two = '', three = '', four = ''] = fresh(4)
      const waits = async (author: Somebody, name: string, where = roomId) => {
        await linking(author, [name], where)
        return stage.store.areLinksDue()
      }
      await stage.store.updateRoom(ann, roomId, { previews: 'off' })
      assert.equal((await stage.view(olga, roomId))?.previews, 'off')
      assert.equal(await waits(ann, one), false)
      await stage.store.updateRoom(ann, roomId, { previews: 'on' })
      assert.equal((await stage.view(olga, roomId))?.previews, undefined)
      assert.deepEqual(
        (await stage.acts(olga, roomId)).slice(0, 2).map((act) => (act as { details: object }).details),
        [{ previews: 'on' }, { previews: 'off' }],
      )
      // They are turned off while a message waits, and while a page is read.
      assert.equal(await waits(ann, two), true)
      await stage.store.updateRoom(ann, roomId, { previews: 'off' })
      assert.deepEqual(await stage.store.takeLinks(), [])
      assert.equal(await stage.store.areLinksDue(), false)
      await stage.store.updateRoom(ann, roomId, { previews: 'on' })
      assert.equal(await waits(ann, one), true)
      const late = await takeOne()
      assert.equal((await stage.store.updateSettings(olga, { previews: 'off' })).previews, 'off')
      assert.equal(await keep(late), undefined)
      assert.equal(await waits(ann, two), false)
      assert.equal((await stage.store.updateSettings(olga, { roomsBy: 'members' })).previews, 'off')
      assert.equal(
        (await stage.store.updateSettings(olga, { previews: 'on', roomsBy: 'everyone' })).previews,
        undefined,
      )

      const [gus, gia] = [await stage.guest('Gus'), await stage.guest('Gia')]
      const pair = await stage.room('direct', '', [gus, gia])
      const den = await stage.room('closed', 'Den', [gus, gia])
      for (const where of [pair, den]) assert.equal(await waits(gus, three, where), false)
      // A person who was asked and has not come is no witness.
      const { roomId: trap } = await stage.store.createRoom(gus, newRoom('closed', 'Trap', [ann.userId]))
      assert.equal(await waits(gus, three, trap), false)
      await stage.store.acceptRequest(ann, trap)
      assert.equal(await waits(gus, four, trap), true)
      await keep(await takeOne())
    })

    test('[U184] previews count in the bytes of a page', async () => {
      const { lastSeq } = await stage.store.history(LOBBY, { limit: 1 })
      for (let count = 0; count < 20; count++) {
        const names = fresh(3)
        await linking(ann, names)
        const { id, unread } = await takeOne()
        const long = { title: '題'.repeat(800), description: '説'.repeat(1_200) }
        await stage.store.keepPages(
          id,
          unread.map((address) => ({ address, preview: { ...long, site: 'Example' } })),
        )
      }
      const { messages } = await stage.store.history(LOBBY, { after: lastSeq, limit: 200 })
      const bytes = Buffer.byteLength(JSON.stringify(messages))
      assert.ok(messages.length > 10 && bytes < 300_000, `${messages.length} messages, ${bytes} bytes`)
    })

    test('[E25] the words of a forwarded message bring no previews, and those added do', async () => {
      const [one = '', two = ''] = fresh(2)
      const { seq } = await shown([one])
      const forward = (links: string[]) =>
        stage.store.forward(ann, {
          roomId: LOBBY,
          seq,
          toRoomId: LOBBY,
          clientId: crypto.randomUUID(),
          comment: links.join(' '),
          links: links.map(page),
        })
      assert.equal((await forward([])).message.previews, undefined)
      assert.equal(await stage.store.areLinksDue(), false)
      await forward([two])
      assert.deepEqual((await keep(await takeOne()))?.previews, [preview(two)])
    })
  })
}
