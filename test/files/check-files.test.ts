/** `npm start -- check-files`, as an operator runs it beside a running server. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { Message } from '../../protocol/models.ts'
import { ask, bearer, MESSAGES } from '../support/http.ts'
import { guest } from '../support/people.ts'
import { launch, startServer } from '../support/server.ts'

const server = await startServer()
after(() => server.stop())
const ann = await guest(server, 'Ann')

async function send(name: string, bytes: Uint8Array): Promise<{ hash: string; id: string; seq: number }> {
  const body = new FormData()
  body.append('file', new Blob([bytes as Uint8Array<ArrayBuffer>]), name)
  const { body: message } = await ask<Message>(server, MESSAGES, { method: 'POST', headers: bearer(ann.token), body })
  return { ...message.files![0]!, seq: message.seq }
}
async function check(): Promise<{ code: number | null; said: string }> {
  const run = launch(['check-files', '--data', server.dataDir])
  const { code } = await run.exited
  return { code, said: run.stdout + run.stderr }
}
const pathOf = (hash: string) => join(server.dataDir, 'files', hash.slice(0, 2), hash.slice(2))

test('[U109] it names each file that is missing or damaged, where it stands, and fails', async () => {
  const [good, lost, spoilt] = [
    await send('good.bin', randomBytes(1_000)),
    await send('lost.bin', randomBytes(1_000)),
    await send('spoilt.bin', randomBytes(1_000)),
  ]
  assert.deepEqual(await check(), { code: 0, said: 'All 3 contents are as they were.\n' })
  await rm(pathOf(lost.hash))
  await writeFile(pathOf(spoilt.hash), randomBytes(1_000))
  const { code, said } = await check()
  assert.equal(code, 1)
  assert.match(said, new RegExp(`missing: “lost.bin”, lobby/${lost.seq} \\(${lost.hash}\\)`))
  assert.match(said, new RegExp(`damaged: “spoilt.bin”, lobby/${spoilt.seq} \\(${spoilt.hash}\\)`))
  assert.ok(!said.includes(good.hash))
  const answer = await ask<{ error: { reason: string } }>(server, `/api/files/${lost.id}`, {
    headers: bearer(ann.token),
  })
  assert.deepEqual([answer.status, answer.body.error.reason], [404, 'file_lost'])
  assert.equal((await send('lost.bin', await bytesOf(good.id))).hash, good.hash)
})

async function bytesOf(id: string): Promise<Uint8Array> {
  return new Uint8Array(
    await (await fetch(`${server.url}/api/files/${id}`, { headers: bearer(ann.token) })).arrayBuffer(),
  )
}
