/**
 * Uploading, sending and deleting while the server is killed at any moment, and while the disk is full. No file that a
 * message names is lost, none is there twice, and no bytes stay for ever.
 */
import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, test } from 'node:test'
import type { Message } from '../../protocol/models.ts'
import { openFolder } from '../../server/files/folder.ts'
import { cleanFiles } from '../../server/jobs/clean-files.ts'
import { openStore } from '../../server/store/open.ts'
import { between, type Random, randomFrom } from '../faults/support/random.ts'
import { mountSmallDisk } from '../faults/support/small-disk.ts'
import { bearer, json, wholeHistory, ask, signIn } from '../support/http.ts'
import { startServer, temporaryFolder, type Server } from '../support/server.ts'
import { announce, bytesOf, offsetOf, patch } from '../support/uploads.ts'

const KILLS = Number(process.env['EARSHOT_KILLS'] ?? 6)
const DAY_MS = 24 * 60 * 60 * 1_000
const UPLOADERS = 3

type Uploader = { token: string; random: Random; sent: Map<string, string>; isDone: () => boolean }

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
function someBytes(random: Random): Buffer {
  const bytes = Buffer.alloc(between(random, 1, 400_000))
  for (let at = 0; at < bytes.length; at += 97) bytes[at] = Math.floor(random() * 256)
  return bytes
}

/** Tries until it is answered, whatever happens to the server meanwhile. */
async function insist<T>(step: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await step()
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error
      await pause(30)
    }
  }
}
/** An answer that only time can change. */
class NotNow extends Error {}
function answered<Answer extends { status: number; text: string }>(answer: Answer): Answer {
  if (answer.status >= 500) throw new NotNow(answer.text)
  return answer
}

/** Uploads in parts, sends, and deletes some of it, as a client that goes on where it was. */
async function talk(at: () => Server, { token, random, sent, isDone }: Uploader): Promise<void> {
  const who = { token }
  while (!isDone()) {
    const bytes = someBytes(random)
    const made = await insist(async () => answered(await announce(at(), who, bytes.length)))
    assert.equal(made.status, 201, made.text)
    const id = made.headers.get('location')!.split('/').at(-1)!
    for (let from = 0; from < bytes.length;) {
      const part = bytes.subarray(from, from + between(random, 1, 200_000))
      await insist(async () => answered(await patch(at(), who, id, { from, bytes: part })))
      from = await insist(() => offsetOf(at(), who, id))
      assert.ok(Number.isInteger(from), 'an upload that was announced stays')
    }
    const clientId = randomUUID()
    const path = '/api/rooms/lobby/messages'
    const draft = json({ clientId, files: [id] }, bearer(token))
    const said = await insist(async () => answered(await ask<Message>(at(), path, draft)))
    assert.equal(said.status, 201, said.text)
    sent.set(clientId, sha256(bytes))
    if (random() < 0.3) {
      const headers = bearer(token)
      const gone = await insist(async () =>
        answered(await ask(at(), `${path}/${said.body.seq}`, { method: 'DELETE', headers })),
      )
      assert.equal(gone.status, 200, gone.text)
      sent.delete(clientId)
    }
  }
}

/** All that was said is there, once, and its bytes are right; nothing else is kept two days later. */
async function check(server: Server, uploaders: Uploader[]): Promise<void> {
  const { token } = uploaders[0]!
  const history = (await wholeHistory(server, token)).filter(({ files }) => files)
  const expected = new Map(uploaders.flatMap(({ sent }) => [...sent]))
  assert.deepEqual(new Set(history.map(({ clientId }) => clientId)), new Set(expected.keys()))
  assert.equal(history.length, expected.size)
  for (const { clientId, files = [] } of history) {
    assert.equal(files.length, 1)
    assert.equal(sha256(await bytesOf(server, { token }, files[0]!.id)), expected.get(clientId))
  }
  await server.stop()
  const [store, place] = [await openStore({ folder: server.dataDir }), await openFolder(join(server.dataDir, 'files'))]
  try {
    while (await store.purge()) await pause(1)
    await cleanFiles({ store, place }, Date.now() + 2 * DAY_MS)
  } finally {
    await store.close()
  }
  assert.deepEqual(contentsIn(join(server.dataDir, 'files')), [...new Set(expected.values())].sort())
  assert.deepEqual(await place.uploads(), [])
  assert.deepEqual(readdirSync(join(server.dataDir, 'files/work')), [])
}

const contentsIn = (root: string) =>
  readdirSync(root)
    .filter((name) => name.length === 2)
    .flatMap((name) => readdirSync(join(root, name)).map((rest) => name + rest))
    .sort()

async function uploadersOf(server: Server, random: Random, isDone: () => boolean): Promise<Uploader[]> {
  return Promise.all(
    Array.from({ length: UPLOADERS }, async (_, number) => {
      const { token } = await signIn(server, `Uploader ${number}`)
      return { token, random: randomFrom(Math.floor(random() * 2 ** 32)), sent: new Map<string, string>(), isDone }
    }),
  )
}

describe('uploads that are broken off', () => {
  test(`[U121] a server that is killed ${KILLS} times loses no file, keeps none twice and none for ever`, async (t) => {
    const random = randomFrom(Number(process.env['EARSHOT_SEED'] ?? 5050))
    const options = { args: ['--limits', 'off'], dataDir: temporaryFolder() }
    let server = await startServer(options)
    let isOver = false
    const uploaders = await uploadersOf(server, random, () => isOver)
    const talking = Promise.all(uploaders.map((uploader) => talk(() => server, uploader)))
    for (let kill = 0; kill < KILLS; kill++) {
      await pause(between(random, 50, 900))
      await server.kill()
      server = await startServer(options)
    }
    isOver = true
    await talking
    t.diagnostic(`${uploaders.reduce((sum, { sent }) => sum + sent.size, 0)} files`)
    await check(server, uploaders)
  })

  test('[U122] while the disk is full uploads are refused in one sentence, and they go on afterwards', async (t) => {
    const disk = mountSmallDisk(48 * 1_024 * 1_024)
    if ('skipped' in disk) return t.skip(disk.skipped)
    try {
      const random = randomFrom(5_050)
      const server = await startServer({ args: ['--limits', 'off'], dataDir: disk.folder })
      let isOver = false
      const uploaders = await uploadersOf(server, random, () => isOver)
      const talking = Promise.all(uploaders.map((uploader) => talk(() => server, uploader)))
      await pause(500)
      disk.fill()
      await pause(1_000)
      disk.free()
      await pause(300)
      isOver = true
      await talking
      assert.ok(existsSync(join(disk.folder, 'files')))
      await check(server, uploaders)
    } finally {
      disk.unmount()
    }
  })
})
