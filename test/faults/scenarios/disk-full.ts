/** The disk is full: new messages are refused, old ones can be read, and writing goes on by itself afterwards. */
import { setTimeout as pause } from 'node:timers/promises'
import { signIn, wholeHistory } from '../../support/http.ts'
import { only } from '../rules/rule.ts'
import { type Cast, FULL_CAST, SMALL_CAST } from '../observers/cast.ts'
import { Stage } from '../stage.ts'
import { integrityOf } from '../store.ts'
import { mountSmallDisk } from '../support/small-disk.ts'
import { scenario } from './scenario.ts'

const DISK_BYTES = 32 * 1024 * 1024

type Options = { cast: Cast; fullMs: number[]; talkEveryMs: number }

export const diskFull = scenario<Options>({
  name: 'disk-full',
  fault: 'disk full, then freed',
  promises: 'C1, C2, C12',
  short: { cast: { ...SMALL_CAST, polling: 0 }, fullMs: [1_500], talkEveryMs: 80 },
  long: { cast: FULL_CAST, fullMs: [5_000, 15_000, 2_000], talkEveryMs: 100 },
  async run({ cast, fullMs, talkEveryMs }, random, progress) {
    const disk = mountSmallDisk(DISK_BYTES)
    if ('skipped' in disk) return disk
    const stage = await Stage.open({ cast, random, server: { dataDir: disk.folder } })
    try {
      const { server } = stage.supervisor
      const reader = await signIn(server, 'Reader')
      const failures: string[] = []
      stage.talk(talkEveryMs)
      for (const ms of fullMs) {
        await pause(1_500)
        stage.fault('disk full')
        disk.fill()
        progress(`the disk is full for ${ms / 1_000} s`)
        await pause(ms)
        if ((await wholeHistory(server, reader.token)).length === 0) failures.push('nothing could be read')
        if (await stage.supervisor.isReady()) failures.push('it said that it is ready')
        disk.free()
        stage.heal('freed')
      }
      await pause(2_000)
      if (!(await stage.supervisor.isReady())) failures.push('it did not become ready again')
      if (server.pid !== stage.supervisor.server.pid || !server.process.isAlive) failures.push('it was restarted')
      await stage.settle()
      const refused = [...only(stage.notebook, 'nack')].map(({ code }) => code)
      const others = refused.filter((code) => code !== 'storage_unavailable')
      if (refused.length === 0) failures.push('nothing was refused: the disk was not full')
      if (others.length > 0)
        failures.push(`refused with ${[...new Set(others)].join(', ')} instead of storage_unavailable`)
      const outcome = await stage.judge({ notes: [`${refused.length} sends refused`], failures })
      const integrity = integrityOf(disk.folder)
      if (integrity !== 'ok') failures.push(`integrity_check: ${integrity}`)
      return outcome
    } finally {
      disk.unmount()
    }
  },
})
