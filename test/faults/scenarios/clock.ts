/** The server's clock jumps an hour ahead, an hour back, and to 1970: only the times that are displayed may notice. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { post, signIn } from '../../support/http.ts'
import { temporaryFolder } from '../../support/server.ts'
import { type Cast, FULL_CAST, SMALL_CAST } from '../observers/cast.ts'
import { only } from '../rules/rule.ts'
import { Stage } from '../stage.ts'
import { findFakeTime } from '../support/peers.ts'
import { scenario } from './scenario.ts'

const HOUR_MS = 3_600_000
/** How far a displayed time may be from where it should be, in ms. */
const TOLERANCE_MS = 60_000

type Jump = { set: string; name: string; wanted: () => number }
const JUMPS: Jump[] = [
  { set: '+3600s', name: '+1 h', wanted: () => Date.now() + HOUR_MS },
  { set: '-3600s', name: '−1 h', wanted: () => Date.now() - HOUR_MS },
  { set: '@1970-01-02 00:00:00', name: '1970', wanted: () => 86_400_000 },
  { set: '+0', name: 'right again', wanted: () => Date.now() },
]

type Options = { cast: Cast; stayMs: number; talkEveryMs: number }

export const clock = scenario<Options>({
  name: 'clock',
  fault: 'clock +1 h, −1 h, 1970',
  promises: 'C15',
  short: { cast: SMALL_CAST, stayMs: 1_000, talkEveryMs: 80 },
  long: { cast: FULL_CAST, stayMs: 35_000, talkEveryMs: 200 },
  async run({ cast, stayMs, talkEveryMs }, random, progress) {
    const library = findFakeTime()
    if (library === undefined) return { skipped: 'skipped: libfaketime not found' }
    const file = join(temporaryFolder(), 'time')
    writeFileSync(file, '+0')
    const env = {
      TZ: 'UTC',
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      // A jump of the wall clock is no jump of the time since the machine was started.
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    }
    const stage = await Stage.open({ cast, random, server: { env } })
    const { server } = stage.supervisor
    const { token } = await signIn(server, 'Watchmaker')
    const failures: string[] = []
    stage.talk(talkEveryMs)
    for (const { set, name, wanted } of JUMPS) {
      await pause(500)
      stage.fault(name)
      writeFileSync(file, set)
      const { sentAt } = await post(server, token, `It is now ${name}.`)
      progress(`the clock jumps: ${name} (${sentAt})`)
      if (Math.abs(Date.parse(sentAt) - wanted()) > TOLERANCE_MS)
        failures.push(`the clock was not moved to ${name}: a message says ${sentAt}`)
      await pause(stayMs)
      stage.heal(name)
    }
    await stage.settle()
    const lost = [...only(stage.notebook, 'disconnect')].length
    if (lost > 0) failures.push(`${lost} connections were lost, though nothing but the clock had changed`)
    return stage.judge({ failures, notes: [`${stayMs / 1_000} s each`] })
  },
})
