/** The words of senders for their films, and the pictures that they make of them. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { before, describe, test } from 'node:test'
import type { ArrivedPoster, FileForm } from '../files-store.ts'
import { LOBBY } from '../../../protocol/limits.ts'
import { type MakeFolder, type Somebody, Stage } from './stage.ts'

const FILM = { name: 'a.mp4', hash: 'aa', type: 'video/mp4', size: 3 }
const content = (form: FileForm, hash: string, type = 'image/webp') => ({ form, hash, type, size: 9 })
const poster = (hash: string): ArrivedPoster => ({
  thumbhash: hash,
  forms: [content('poster', hash), content('thumbnail', `small ${hash}`)],
})

export function describePosters(makeFolder: MakeFolder): void {
  describe('posters', () => {
    const stage = new Stage(makeFolder)
    let ann: Somebody
    let bob: Somebody
    before(async () => {
      ann = await stage.person('Ann')
      bob = await stage.person('Bob')
    })

    const arrive = async (type = FILM.type): Promise<string> => {
      const { id } = await stage.store.addFile(ann, { name: 'a.mp4', type: '', size: 3 })
      const facts = { ...FILM, type }
      await stage.store.completeFile(id, { facts, forms: [content('original', 'aa', type)] })
      return id
    }
    const hashOf = async (id: string, form: FileForm) => (await stage.store.fileToServe(ann, id, form)).hash
    const sent = async (id: string) => {
      const draft = { roomId: LOBBY, clientId: randomUUID(), body: '', files: [{ id }] }
      return (await stage.store.append(ann, draft)).message
    }

    test('[U31] what a sender says of a file stays with its upload', async () => {
      const details = { keepsMetadata: true, width: 640, height: 360, duration: 12.5 }
      const { id } = await stage.store.addFile(ann, { name: 'a.mp4', type: '', size: 3, details })
      assert.deepEqual((await stage.store.upload(ann, id)).details, details)
      const other = await stage.store.addFile(ann, { name: 'b.mp4', type: '', size: 3 })
      assert.equal((await stage.store.upload(ann, other.id)).details, undefined)
    })

    test('[U31] a film has the last poster that it was given, and its message tells of it', async () => {
      const id = await arrive()
      await stage.store.addPoster(ann, id, poster('first'))
      await stage.store.addPoster(ann, id, poster('last'))
      assert.deepEqual([await hashOf(id, 'poster'), await hashOf(id, 'thumbnail')], ['last', 'small last'])
      const { files } = await sent(id)
      assert.deepEqual(files, [{ ...FILM, id, thumbhash: 'last', hasThumbnail: true }])
    })

    test('[U31] nobody gives a poster to the film of another, or to one that a message has', async () => {
      const id = await arrive()
      await assert.rejects(stage.store.addPoster(bob, id, poster('x')), { code: 'not_found' })
      await sent(id)
      await assert.rejects(stage.store.addPoster(ann, id, poster('x')), { code: 'not_found' })
      await assert.rejects(hashOf(id, 'poster'), { code: 'not_found' })
    })

    test('[U31] a file that is no film, or not here yet, takes no poster', async () => {
      await assert.rejects(stage.store.addPoster(ann, await arrive('text/plain'), poster('x')), { code: 'bad_request' })
      const { id } = await stage.store.addFile(ann, { name: 'a.mp4', type: '', size: 3 })
      await assert.rejects(stage.store.addPoster(ann, id, poster('x')), { code: 'conflict' })
    })
  })
}
