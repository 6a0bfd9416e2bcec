/** The worker processes: how many there are, and how each may fail without taking anybody along. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, describe, test } from 'node:test'
import { Refusal } from '../../../protocol/errors.ts'
import { blankPng } from '../../../test/support/files/bad-files.ts'
import { corners, jpegWithExif } from '../../../test/support/files/pictures.ts'
import { kept, preparation } from '../../../test/support/files/prepared.ts'
import { tracesIn } from '../../../test/support/files/traces.ts'
import { eventually, inTime } from '../../../test/support/eventually.ts'
import { ROOT } from '../../../test/support/root.ts'
import { Turns } from './turns.ts'

const PROGRAM = new URL('../../../test/support/files/odd-worker.ts', import.meta.url)
const bugs: string[] = []
const odd = preparation({ program: PROGRAM, withinMs: 1_500, onBug: (error) => bugs.push((error as Error).message) })
const by = preparation()
after(() => {
  odd.close()
  by.close()
})
const picture = await jpegWithExif(6)

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('the processes', () => {
  test('[U27] none runs before there is work, and a rush of fifty pictures is done by two', async () => {
    const rush = preparation()
    assert.deepEqual(rush.pids, [])
    const seen = new Set<number>()
    let most = 0
    const files = await Promise.all(
      Array.from({ length: 50 }, async (_, place) => {
        const file = await kept(rush, `${place}.jpg`, picture, { whose: `u_${place % 5}` })
        for (const pid of rush.pids) seen.add(pid)
        most = Math.max(most, rush.pids.length)
        return file
      }),
    )
    assert.ok(files.every(({ hasThumbnail, width }) => hasThumbnail && width === 700))
    assert.ok(most <= 2 && seen.size <= 2, `${most} at once, ${seen.size} in all`)
    rush.close()
    await eventually(() => assert.ok(![...seen].some(isAlive)))
  })

  test('[U27] one that has had no work for a while ends, and the next task gets another', async () => {
    const brief = preparation({ idleMs: 50 })
    await kept(brief, 'a.txt', 'words')
    const [pid] = brief.pids
    await eventually(() => assert.ok(!isAlive(pid!)))
    assert.deepEqual(brief.pids, [])
    assert.equal((await kept(brief, 'a.txt', 'words')).type, 'text/plain')
    brief.close()
  })

  test('[U27] people take turns, however much each of them brings', () => {
    const turns = new Turns<string>()
    for (const item of ['a1', 'a2', 'a3']) turns.add('ann', item)
    turns.add('bob', 'b1')
    turns.add('ann', 'a4')
    const order = Array.from({ length: 6 }, () => turns.take())
    assert.deepEqual(order, ['a1', 'b1', 'a2', 'a3', 'a4', undefined])
  })

  test('[U27] they end with the server, however it ends', async () => {
    const owner = spawn(process.execPath, [`${ROOT}/test/support/files/owner-of-workers.ts`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = (await inTime('the ids', once(owner.stdout, 'data'), 20_000)) as [Buffer]
    const pid = Number(String(line))
    assert.ok(isAlive(pid))
    owner.kill('SIGKILL')
    await eventually(() => assert.ok(!isAlive(pid)), 20_000)
  })

  test('[U29] they know none of the server’s settings', async () => {
    process.env.DATABASE_URL = 'postgres://earshot:hidden-word@localhost/earshot'
    try {
      const strict = preparation({ program: PROGRAM })
      await assert.rejects(kept(strict, 'tells', 'x'), ({ message }: Error) => {
        assert.match(message, /MALLOC_ARENA_MAX/)
        assert.doesNotMatch(message, /hidden-word|DATABASE/)
        return true
      })
      strict.close()
    } finally {
      delete process.env.DATABASE_URL
    }
  })
})

describe('a file that is too much for a process', () => {
  test('[U28] takes more time than it may: it is a plain file, and still tells no place', async () => {
    const [slow, other] = await Promise.all([
      kept(odd, 'hangs.jpg', picture),
      kept(odd, 'other.jpg', picture, { whose: 'u_bob' }),
    ])
    assert.deepEqual([slow.type, slow.hasThumbnail], ['application/octet-stream', undefined])
    assert.deepEqual(tracesIn(slow.forms.original!.bytes), [])
    assert.equal(other.hasThumbnail, true)
  })

  test('[U28] takes too much time even to be cleaned: its bytes are kept', async () => {
    const { forms, type } = await kept(odd, 'hangs twice.jpg', picture)
    assert.equal(type, 'application/octet-stream')
    assert.ok(forms.original!.bytes.equals(picture))
  })

  test('[U28] makes its process crash: it is a plain file', async () => {
    const { type, forms } = await kept(odd, 'crashes.jpg', picture)
    assert.equal(type, 'application/octet-stream')
    assert.deepEqual(tracesIn(forms.original!.bytes), [])
    assert.equal((await kept(odd, 'next.jpg', picture)).hasThumbnail, true)
  })

  test('[U28] needs more memory than it may: it is a plain file', async () => {
    const small = preparation({ mostMemory: 160_000_000 })
    const bomb = blankPng(5_000, 5_000, { bits: 16, channels: 4, isInterlaced: true })
    const { type, hasThumbnail } = await kept(small, 'bomb.png', bomb)
    assert.deepEqual([type, hasThumbnail], ['application/octet-stream', undefined])
    assert.equal((await kept(small, 'next.png', await corners().png().toBuffer())).hasThumbnail, true)
    small.close()
    assert.equal((await kept(by, 'no bomb.png', bomb)).hasThumbnail, true, 'with more memory it is a picture')
  })

  test('[U28] a bug of ours is reported, and the file is a plain file', async () => {
    assert.equal((await kept(odd, 'throws.jpg', picture)).type, 'application/octet-stream')
    assert.deepEqual(bugs, ['a bug'])
  })

  test('[U28] a full disk is said, and not tried again', async () => {
    await assert.rejects(kept(odd, 'full.jpg', picture), { code: 'ENOSPC' })
  })

  test('[U28] a process that somebody ends in the middle costs nothing: another one does its task', async () => {
    const own = preparation()
    const work = kept(own, 'a.jpg', picture)
    const [pid] = await eventually(() => {
      assert.equal(own.pids.length, 1)
      return own.pids
    })
    process.kill(pid!, 'SIGKILL')
    assert.equal((await work).hasThumbnail, true)
    assert.notDeepEqual(own.pids, [pid])
    own.close()
  })

  test('[U28] where no process can run, the upload stays, and the refusal says when to try again', async () => {
    const none = preparation({ program: new URL('./missing.ts', import.meta.url) })
    await assert.rejects(
      kept(none, 'a.jpg', picture),
      (error) => error instanceof Refusal && error.code === 'overloaded' && error.retryAfterMs === 1_000,
    )
    none.close()
  })
})
