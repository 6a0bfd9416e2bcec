/** The files of older messages are deleted and restored: what members hear of it, and who gets the bytes meanwhile. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { eventually } from '../support/eventually.ts'
import { bearer } from '../support/http.ts'
import { done, draft, online, owner, person } from '../support/people.ts'
import { startServer } from '../support/server.ts'
import { upload } from '../support/uploads.ts'

const server = await startServer({ args: ['--limits', 'off'] })
after(() => server.stop())
const olga = await owner(server)
const ann = await person(server, 'Ann')

test('[U162] members hear of a deletion and its undo as changes, and get no bytes in between', async () => {
  const member = await online(server, ann)
  after(() => member.leave())
  const id = await upload(server, ann, Buffer.from('some bytes'), 'a.bin')
  const { seq } = await done(server, ann, 'message:send', { ...draft('lobby', ''), files: [id] })
  const statusOf = async () => {
    const response = await fetch(`${server.url}/api/files/${id}`, { headers: bearer(ann.token) })
    await response.arrayBuffer()
    return response.status
  }
  const heard = (isGone: boolean) =>
    eventually(() => {
      const message = member.changes.flatMap(({ messages }) => messages).findLast((one) => one.seq === seq)
      assert.deepEqual([message?.files === undefined, message?.filesDeletedAt !== undefined], [isGone, isGone])
    })
  await heard(false)
  assert.equal(await statusOf(), 200)
  const before = new Date(Date.now() + 60_000).toISOString()
  const usage = await done(server, olga, 'files:usage', {})
  assert.deepEqual(usage.carried, { files: 1, bytes: 10 })
  assert.ok(usage.free !== undefined && usage.all !== undefined && usage.free < usage.all)
  assert.deepEqual(await done(server, olga, 'files:older', { before }), { files: 1, bytes: 10, frees: 10 })
  const { deletionId } = await done(server, olga, 'files:deleteOlder', { before })
  await heard(true)
  assert.equal(await statusOf(), 404)
  await done(server, olga, 'files:restore', { deletionId })
  await heard(false)
  assert.equal(await statusOf(), 200)
})
