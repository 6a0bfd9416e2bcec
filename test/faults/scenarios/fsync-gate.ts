/**
 * Power loss cannot be staged, but what would survive it can be seen: an ack may leave only after the log was brought to
 * the disk. A control with `synchronous = normal` must be caught by the same gate, or the gate sees nothing.
 */
import { join } from 'node:path'
import { ROOT } from '../../support/root.ts'
import { accepted, enter } from '../../support/sockets.ts'
import { Notebook, seenOf } from '../history.ts'
import { check } from '../check.ts'
import { tally } from '../outcome.ts'
import { readStore } from '../store.ts'
import { copySources, startFrom } from '../support/copy.ts'
import { hasStrace } from '../support/peers.ts'
import { type Gate, judgeTrace, trace } from '../support/trace.ts'
import { scenario } from './scenario.ts'

const DATABASE = 'server/store/sqlite/open-database.ts'
const NORMAL: [string, string][] = [
  ['synchronous = full', 'synchronous = normal'],
  [`'synchronous', 2`, `'synchronous', 1`],
]

export const fsyncGate = scenario<{ messages: number }>({
  name: 'fsync-gate',
  fault: 'strace between the write to the log and the ack',
  promises: 'C1',
  short: { messages: 20 },
  long: { messages: 500 },
  async run({ messages }, _random, progress) {
    if (!hasStrace()) return { skipped: 'skipped: strace not found' }
    const notebook = new Notebook()
    const { gate, dataDir } = await watch(ROOT, messages, notebook)
    progress(`${gate.early} of ${gate.acks} acks left before the disk had answered`)
    const control = (await watch(copySources(DATABASE, NORMAL), messages, new Notebook())).gate
    progress(`control: ${control.early} of ${control.acks}`)

    const failures: string[] = []
    if (gate.acks !== messages) failures.push(`${gate.acks} of ${messages} acks were seen by strace`)
    if (gate.early > 0) failures.push(`${gate.early} acks left before the log was on the disk`)
    if (control.early === 0) failures.push('the control with synchronous = normal passed: the gate sees nothing')
    const store = readStore(dataDir)
    const violations = check(notebook, store)
    const notes = [
      `acks before the flush: ${gate.early} of ${gate.acks}; control with synchronous = normal: ${control.early} of ${control.acks}`,
    ]
    return { ...tally(notebook, store, violations), catchUps: [], failures, notes }
  },
})

/** One writer, one message at a time, so that each ack has its own flush to wait for. */
async function watch(folder: string, messages: number, notebook: Notebook): Promise<{ gate: Gate; dataDir: string }> {
  const server = await startFrom(folder)
  const note = notebook.of('writer', 'raw')
  try {
    const writer = await enter(server.url, { name: 'Writer' })
    const stopTracing = await trace(server.process.pid, join(server.dataDir, 'trace'))
    for (let number = 1; number <= messages; number++) {
      const draft = { clientId: `w${number}`, body: `«writer ${number}»` }
      note({ what: 'invoke', draft })
      const message = accepted(await writer.run('message:send', { roomId: 'lobby', ...draft }))
      note({ what: 'ack', draft, message: seenOf(message) })
    }
    const gate = judgeTrace(await stopTracing())
    writer.leave()
    return { gate, dataDir: server.dataDir }
  } finally {
    await server.process.end('SIGTERM')
  }
}
