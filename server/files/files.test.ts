/** Uploads that end in the middle of becoming files, on a real store and a real folder. */
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { cleanFiles } from '../jobs/clean-files.ts'
import { openStore } from '../store/open.ts'
import type { Signed } from '../store/terms.ts'
import { openFiles } from './files.ts'
import { openFolder } from './folder.ts'
import { Preparation } from './prepare.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

const folder = await mkdtemp(join(tmpdir(), 'earshot-files-'))
const store = await openStore({ folder })
const place = await openFolder(join(folder, 'files'))
const preparation = new Preparation({ onBug: (error) => assert.fail(String(error)) })
const needs = { store, place, preparation, workFolder: join(folder, 'work') }
const files = await openFiles(needs)
const name = (text: string) => ({ name: text, key: text, look: text })
const { user, sessionId } = await store.addUser({
  name: name('ann'),
  device: { tokenHash: randomBytes(32), device: '', network: '' },
})
const ann: Signed = { userId: user.id, sessionId }
const never = {
  warmUp: () => 'it is ready',
  boundPicture: () => Promise.resolve(undefined),
  preparePoster: () => Promise.resolve(undefined),
}
after(async () => {
  preparation.close()
  await store.close()
  await rm(folder, { recursive: true })
})

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const pathOf = (hash: string) => join(folder, 'files', hash.slice(0, 2), hash.slice(2))
async function* one(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes
}
const begin = async (size: number) => (await store.addFile(ann, { name: 'a', type: '', size })).id
async function send(bytes: Uint8Array): Promise<{ id: string; seq: number }> {
  const id = await begin(bytes.length)
  await files.receive(ann, id, { from: 0, bytes: one(bytes) })
  const draft = { roomId: 'lobby', clientId: id, body: '', files: [{ id }] }
  return { id, seq: (await store.append(ann, draft)).message.seq }
}

describe('files on this server', () => {
  test('[U116] a server that ends after the last byte leaves an upload that the next one makes a file of', async () => {
    const bytes = randomBytes(1_000)
    const id = await begin(bytes.length)
    const ending = await openFiles({
      ...needs,
      preparation: { ...never, prepare: () => Promise.reject(new Error('the server ended')) },
    })
    await assert.rejects(ending.receive(ann, id, { from: 0, bytes: one(bytes) }), /the server ended/)
    assert.deepEqual(await store.uploadsUnderWay([id]), [id])
    await cleanFiles({ store, place }, Date.now() + 10 * DAY_MS)
    await Promise.all([files.ready(ann, id), files.ready(ann, id)])
    assert.equal((await store.fileToServe(ann, id, 'original')).hash, hashOf(bytes))
    assert.deepEqual(await readdir(join(folder, 'files/uploads')), [])
  })

  test('[U118] the bytes of a deleted message go a day later, and those that another message has stay', async () => {
    const [own, shared] = [randomBytes(500), randomBytes(600)]
    const [first, second, third] = [await send(own), await send(shared), await send(shared)]
    await store.deleteMessage(ann, 'lobby', first.seq)
    await store.deleteMessage(ann, 'lobby', second.seq)
    await cleanFiles({ store, place }, Date.now())
    assert.ok(existsSync(pathOf(hashOf(own))), 'a moment later they are still there')
    await cleanFiles({ store, place }, Date.now() + DAY_MS + 1_000)
    assert.deepEqual(
      [own, shared].map((bytes) => existsSync(pathOf(hashOf(bytes)))),
      [false, true],
    )
    await store.deleteMessage(ann, 'lobby', third.seq)
    await cleanFiles({ store, place }, Date.now() + DAY_MS + 1_000)
    assert.equal(existsSync(pathOf(hashOf(shared))), false)
    const again = await send(own)
    assert.ok(existsSync(pathOf(hashOf(own))), 'the same bytes can come again')
    assert.equal((await store.fileToServe(ann, again.id, 'original')).size, 500)
  })

  test('[U119] what is left of an upload that nobody knows any more goes', async () => {
    const id = await begin(100)
    await files.receive(ann, id, { from: 0, bytes: one(randomBytes(10)) })
    await cleanFiles({ store, place }, Date.now())
    assert.deepEqual(await place.uploads(), [id])
    await store.removeFile(ann, id)
    await cleanFiles({ store, place }, Date.now())
    assert.deepEqual(await place.uploads(), [])
  })

  test('[U120] two requests that bring the same bytes at once make one file', async () => {
    const bytes = randomBytes(100_000)
    const id = await begin(bytes.length)
    const both = await Promise.allSettled([
      files.receive(ann, id, { from: 0, bytes: one(bytes) }),
      files.receive(ann, id, { from: 0, bytes: one(bytes) }),
    ])
    assert.ok(both.some(({ status }) => status === 'fulfilled'))
    assert.equal((await store.fileToServe(ann, id, 'original')).hash, hashOf(bytes))
  })

  for (const where of ['another node', 'the same node'] as const) {
    test(`[U180] a writer on ${where} that was overtaken changes no byte of the file that came of the upload`, async () => {
      const [bytes, others] = [randomBytes(1_000), randomBytes(1_000)]
      const id = await begin(bytes.length)
      const overtaken =
        where === 'the same node' ? files : await openFiles({ ...needs, workFolder: join(folder, 'work-2') })
      const [comes, isWriting] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
      async function* late(): AsyncIterable<Uint8Array> {
        yield others.subarray(0, 10)
        isWriting.resolve()
        await comes.promise
        yield others.subarray(10)
      }
      const first = overtaken.receive(ann, id, { from: 0, bytes: late() })
      if (where === 'another node') await isWriting.promise
      await files.receive(ann, id, { from: 0, bytes: one(bytes) })
      comes.resolve()
      await assert.rejects(first)
      const { hash } = await store.fileToServe(ann, id, 'original')
      assert.equal(hashOf(await readFile(pathOf(hash))), hash)
    })
  }

  test('[U185] the files of all guests of a network have one turn together, and those of others their own', async () => {
    const whose: string[] = []
    const counting = await openFiles({
      ...needs,
      workFolder: join(folder, 'work-3'),
      preparation: {
        ...never,
        prepare: (arrived, who) => {
          whose.push(who)
          return preparation.prepare(arrived, who)
        },
      },
    })
    for (const [text, network] of [
      ['bob', '192.0.2.1'],
      ['cid', '192.0.2.1'],
      ['dora', '192.0.2.2'],
    ] as const) {
      const device = { tokenHash: randomBytes(32), device: '', network }
      const guest = await store.addUser({ name: name(text), device })
      const who: Signed = { userId: guest.user.id, sessionId: guest.sessionId }
      const { id } = await store.addFile(who, { name: 'a', type: '', size: 10 })
      await counting.receive(who, id, { from: 0, bytes: one(randomBytes(10)) })
    }
    assert.deepEqual(whose, ['192.0.2.1', '192.0.2.1', '192.0.2.2'])
  })
})
