import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { before, describe, test } from 'node:test'
import type { ListedKind } from '../../../protocol/files.ts'
import { type MakeFolder, newRoom, type Somebody, Stage } from './stage.ts'

export function describeCarriers(makeFolder: MakeFolder): void {
  describe('the files and links of a room', () => {
    const stage = new Stage(makeFolder)
    let ann: Somebody
    let bob: Somebody
    let roomId: string

    before(async () => {
      ann = await stage.person('Ann')
      bob = await stage.person('Bob')
      const made = await stage.store.createRoom(ann, newRoom('closed', 'Den', [bob.userId]))
      roomId = made.roomId
    })

    async function upload(name: string, type: string): Promise<{ id: string }> {
      const content = { hash: createHash('sha256').update(name).digest('hex'), type, size: 3 }
      const { id } = await stage.store.addFile(ann, { name, type, size: 3 })
      assert.ok(await stage.store.announceContent(content.hash, 3))
      await stage.store.completeFile(id, {
        facts: { name, ...content },
        forms: [{ form: 'original', ...content }],
      })
      return { id }
    }
    const say = async (body: string, ...files: { id: string; alt?: string }[]) =>
      (await stage.store.append(ann, { roomId, clientId: randomUUID(), body, files })).message
    const bodies = async (kind?: ListedKind) =>
      (await stage.store.carriers(bob, roomId, kind, { limit: 50 })).messages.map(({ body }) => body)

    test('[U170] are its messages by what they carry, the newest first, as long as they carry it', async () => {
      const [cat, song] = [await upload('cat.png', 'image/png'), await upload('song.ogg', 'audio/ogg')]
      const both = await say('both', cat, song)
      await say('film', await upload('day.mp4', 'video/mp4'))
      // A name and a description that look like facts are none.
      const odd = await upload('","type":"image/png', 'application/pdf')
      await say('odd', { ...odd, alt: '"type":"audio/ogg' })
      await say('words alone')
      await say('see https://earshot.example/a')
      await say('and WWW.earshot.example')
      await say('no link: a://b')
      assert.deepEqual(await bodies(), ['odd', 'film', 'both'])
      assert.deepEqual(await bodies('image'), ['both'])
      assert.deepEqual(await bodies('audio'), ['both'])
      assert.deepEqual(await bodies('video'), ['film'])
      assert.deepEqual(await bodies('other'), ['odd'])
      assert.deepEqual(await bodies('link'), ['and WWW.earshot.example', 'see https://earshot.example/a'])

      await stage.store.edit(ann, { roomId, seq: both.seq, body: 'both', files: [cat] })
      assert.deepEqual([await bodies('audio'), await bodies('image')], [[], ['both']])
      await stage.store.deleteMessage(ann, roomId, both.seq)
      assert.deepEqual([await bodies('image'), await bodies()], [[], ['odd', 'film']])
      const [last] = (await stage.store.carriers(bob, roomId, 'other', { limit: 1 })).messages
      assert.equal(last?.files?.[0]?.alt, '"type":"audio/ogg')
    })

    test('[U171] go on page by page, each once, also where a page shows fewer', async () => {
      for (let count = 0; count < 3; count++) await say(`picture ${count}`, await upload(`${count}.png`, 'image/png'))
      for (const body of ['https://a.example', 'x://y', 'x://z', 'https://b.example']) await say(body)
      const walk = async (kind: ListedKind) => {
        const pages: string[][] = []
        for (let after: string | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
          const page = await stage.store.carriers(bob, roomId, kind, { limit: 2, after })
          pages.push(page.messages.map(({ body }) => body))
          after = page.next
        }
        return pages
      }
      assert.deepEqual(await walk('image'), [['picture 2', 'picture 1'], ['picture 0']])
      const links = await walk('link')
      assert.deepEqual(links.slice(0, 2), [['https://b.example'], ['https://a.example']])
      assert.equal(new Set(links.flat()).size, links.flat().length)
    })

    test('[U172] are told to nobody who does not see the room, and no longer than they do', async () => {
      const cem = await stage.person('Cem')
      const list = (who: Somebody) => stage.store.carriers(who, roomId, undefined, { limit: 5 })
      await assert.rejects(list(cem), { code: 'not_found' })
      assert.ok((await list(bob)).messages.length > 0)
      await stage.store.leaveRoom(bob, roomId)
      await assert.rejects(list(bob), { code: 'not_found' })
    })
  })
}
