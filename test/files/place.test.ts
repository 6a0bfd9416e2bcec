/** Where files are kept: a folder, and a real service that checks signatures, hold the same contract. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openFolder } from '../../server/files/folder.ts'
import { describePlace } from '../../server/files/place.contract.ts'
import { UnusablePlace } from '../../server/files/place.ts'
import { openS3 } from '../../server/files/s3.ts'
import { ROOT } from '../support/root.ts'
import { S3Service } from '../support/s3.ts'
import { temporaryFolder } from '../support/server.ts'

const service = await S3Service.start()
after(() => service.stop())

describePlace('a folder', async () => {
  const root = join(temporaryFolder(), 'files')
  return { place: await openFolder(root), beside: await openFolder(root), folder: temporaryFolder() }
})

describePlace('a service with the S3 protocol', async () => {
  const open = async () => {
    const work = join(temporaryFolder(), 'work')
    await mkdir(work)
    return openS3({ ...service.options, prefix: 'chat/' }, work)
  }
  return { place: await open(), beside: await open(), folder: temporaryFolder() }
})

test(
  '[U102] of a chunk that the system takes in part, only that part counts',
  { skip: process.platform === 'win32' },
  async () => {
    const folder = temporaryFolder()
    const program = join(ROOT, 'test/support/small-file.ts')
    const asked = 'ulimit -f 200 && exec "$@"'
    const said = spawnSync('sh', ['-c', asked, 'sh', process.execPath, program, folder, String(2 ** 20)])
    const { safe, error } = JSON.parse(said.stdout.toString()) as { safe: number; error: string }
    const { size } = await stat(join(folder, 'uploads/upload'))
    assert.equal(error, 'EFBIG')
    assert.notEqual(size % 65_536, 0, 'the limit is in the middle of a chunk')
    assert.equal(safe, size)
  },
)

test('[U106] a service that refuses is said in one line, before the server starts', async () => {
  const { options } = service
  const opening = (other: Partial<typeof options>) => openS3({ ...options, ...other }, temporaryFolder())
  for (const other of [
    { secretKey: 'another' },
    { accessKey: 'nobody' },
    { bucket: 'not-there' },
    { endpoint: 'http://127.0.0.1:1' },
  ]) {
    await assert.rejects(
      opening(other),
      (error: Error) => error instanceof UnusablePlace && !error.message.includes('\n'),
    )
  }
})

test('[U107] a service that is away is said to be away, and is used again afterwards', async () => {
  const place = await openS3(service.options, temporaryFolder())
  service.isAway = true
  await assert.rejects(place.sizeOf('ab'.repeat(32)), { code: 'storage_unavailable' })
  service.isAway = false
  assert.equal(await place.sizeOf('ab'.repeat(32)), undefined)
})
