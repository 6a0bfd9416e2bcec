/** Files of a chat with two servers: an upload begun on one goes on through the other, and both give it out. */
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import { eventually } from '../support/eventually.ts'
import { startNodes } from '../support/nodes.ts'
import { done, draft, guest } from '../support/people.ts'
import { startPostgres } from '../support/postgres.ts'
import { S3Service } from '../support/s3.ts'
import { temporaryFolder } from '../support/server.ts'
import { begin, bytesOf, offsetOf, patch } from '../support/uploads.ts'

const postgres = await startPostgres()
const service = await S3Service.start()
const places = {
  'a shared folder': { args: ['--files', temporaryFolder()] },
  'a service with the S3 protocol': { env: { FILES_URL: service.url } },
}
const chats = await Promise.all(
  Object.entries(places).map(async ([kind, options]) => ({
    kind,
    nodes: (await startNodes(2, { ...options, postgres })).nodes,
  })),
)
const apart = (await startNodes(2, { postgres })).nodes

for (const { kind, nodes } of chats) {
  const [first, second] = [nodes[0]!, nodes[1]!]
  describe(`two nodes with ${kind}`, () => {
    test('[U115] an upload that was begun on one node goes on through the other, and both give it out', async () => {
      const bytes = randomBytes(3_000_000)
      const ann = await guest(first, 'Ann')
      const id = await begin(first, ann, bytes.length, 'trip.bin')
      assert.equal((await patch(first, ann, id, { from: 0, bytes: bytes.subarray(0, 1_100_000) })).status, 204)
      assert.equal(await offsetOf(second, ann, id), 1_100_000)
      assert.equal((await patch(second, ann, id, { from: 1_100_000, bytes: bytes.subarray(1_100_000) })).status, 204)
      const message = await done(first, ann, 'message:send', { ...draft('lobby', ''), files: [id] })
      assert.equal(message.files?.[0]?.hash, createHash('sha256').update(bytes).digest('hex'))
      const bob = await guest(second, 'Bob')
      for (const node of nodes) assert.ok((await bytesOf(node, bob, id)).equals(bytes))
    })
  })
}

test('[U117] nodes that keep files in different places say so, in one line each', async () => {
  for (const node of apart)
    await eventually(() => assert.match(node.stdout + node.stderr, /Another node keeps files elsewhere/), 15_000)
})
