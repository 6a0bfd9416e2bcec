/** More connections than the server may have files: it must neither die nor forget, and take newcomers again afterwards. */
import { spawnSync } from 'node:child_process'
import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { type Cast, FULL_CAST, SMALL_CAST } from '../observers/cast.ts'
import { Stage } from '../stage.ts'
import { openFiles } from '../support/open-files.ts'
import { scenario } from './scenario.ts'

/** So many more than it has when its limit is set, and so many are knocking. */
const SPARE = 20
const KNOCKING = 200

type Options = { cast: Cast; holdMs: number; talkEveryMs: number }

export const descriptors = scenario<Options>({
  name: 'descriptors',
  fault: 'descriptors exhausted',
  promises: 'C1, C2, C12',
  short: { cast: SMALL_CAST, holdMs: 2_000, talkEveryMs: 80 },
  long: { cast: FULL_CAST, holdMs: 15_000, talkEveryMs: 100 },
  async run({ cast, holdMs, talkEveryMs }, random, progress) {
    if (spawnSync('prlimit', ['--version']).status !== 0) return { skipped: 'skipped: prlimit not found' }
    const stage = await Stage.open({ cast, random })
    const { server } = stage.supervisor
    stage.talk(talkEveryMs)
    await pause(1_500)

    const before = openFiles(server.pid)
    const limit = before + SPARE
    const limited = spawnSync('prlimit', ['--pid', String(server.pid), `--nofile=${limit}:${limit}`])
    if (limited.status !== 0) throw new Error(`prlimit: ${limited.stderr.toString()}`)
    stage.fault('descriptors exhausted')
    const crowd = Array.from({ length: KNOCKING }, () => knock(server.port))
    await pause(holdMs / 2)
    const atWorst = openFiles(server.pid)
    progress(`${atWorst} of ${limit} descriptors in use`)
    await pause(holdMs / 2)
    for (const socket of crowd) socket.destroy()
    stage.heal('they have gone')

    await pause(2_000)
    const failures: string[] = []
    if (!server.process.isAlive) failures.push('the server did not survive it')
    if (!(await stage.supervisor.isReady())) failures.push('it does not take newcomers again')
    if (atWorst < limit - SPARE / 4) failures.push(`only ${atWorst} of ${limit} descriptors were in use`)
    await stage.settle()
    return stage.judge({ failures, notes: [`limit ${limit}, ${KNOCKING} knocking`] })
  },
})

function knock(port: number): Socket {
  const socket = connect({ host: '127.0.0.1', port })
  // Being turned away is what it is for.
  socket.on('error', () => socket.destroy())
  return socket
}
