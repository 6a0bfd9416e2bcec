/** Figures of the store, for those who measure it. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { LOBBY } from '../../../protocol/limits.ts'
import type { Written } from '../store.ts'
import { type MakeFolder, Stage } from './stage.ts'

export function describeWork(makeFolder: MakeFolder): void {
  const stage = new Stage(makeFolder)

  test('[M52] each group of writes is told with its calls and its times, before they are answered', async () => {
    const { work } = stage.store
    const ann = await stage.guest('Measured')
    const told: Written[] = []
    work.watch((written) => told.push(written))
    const calls = () => told.flatMap(({ groups }) => groups).reduce((sum, { calls }) => sum + calls, 0)
    const say = (body: string) => stage.store.append(ann, { roomId: LOBBY, body, clientId: randomUUID() })

    await say('alone')
    assert.equal(calls(), 1)
    await Promise.all(Array.from({ length: 50 }, (_, n) => say(`together ${n}`)))
    assert.equal(calls(), 51)
    const groups = told.flatMap(({ groups }) => groups)
    assert.ok(groups.length < 51, 'writes that came together shared a commit')
    for (const { ms, commitMs } of groups) assert.ok(commitMs > 0 && ms >= commitMs, `${ms} ms, of it ${commitMs}`)
    assert.equal(
      told.reduce((sum, { retries }) => sum + retries, 0),
      0,
    )
  })

  test('[M52] calls without an answer are counted, for the writer and the reader apart', async () => {
    const { work } = stage.store
    const writing = Array.from({ length: 3 }, () => stage.store.isWritable())
    const reading = stage.store.history(LOBBY, { limit: 1 })
    assert.deepEqual(work.waiting(), { writer: 3, reader: 1, searcher: 0 })
    await Promise.all([...writing, reading])
    assert.deepEqual(work.waiting(), { writer: 0, reader: 0, searcher: 0 })
    assert.deepEqual(work.faults(), { writer: 0, reader: 0, searcher: 0 })
  })
}
