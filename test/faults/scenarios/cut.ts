/** The wire of every second observer is cut, or goes silent without either end being told; the others go on. */
import { setTimeout as pause } from 'node:timers/promises'
import { type Cast, FULL_CAST, SMALL_CAST } from '../observers/cast.ts'
import { tooSlow } from '../outcome.ts'
import { Stage } from '../stage.ts'
import { openFiles } from '../support/open-files.ts'
import { scenario } from './scenario.ts'

const PROMISED = { p99: 10_000 }
/** Requests come and go; a leak is more than so many descriptors. */
const SPARE = 10

type Options = { cast: Cast; outagesMs: number[]; talkEveryMs: number }

const outage = (
  name: string,
  fault: string,
  breakWire: (stage: Stage) => Promise<void>,
  short: Options,
  long: Options,
) =>
  scenario<Options>({
    name,
    fault,
    promises: 'C2, C3, C4, C5, C6, C7, C8',
    short,
    long,
    async run({ cast, outagesMs, talkEveryMs }, random, progress) {
      const stage = await Stage.open({ cast, random, wired: 'half' })
      const { pid } = stage.supervisor.server
      const before = openFiles(pid)
      stage.talk(talkEveryMs)
      for (const ms of outagesMs) {
        await pause(1_000)
        stage.fault(name)
        await breakWire(stage)
        progress(`${name} for ${ms / 1_000} s`)
        await pause(ms)
        await stage.wire.restore()
        stage.heal('mended')
        await pause(Math.min(ms, 10_000))
      }
      await stage.settle()
      const after = openFiles(pid)
      const lengths = outagesMs.map((ms) => `${ms / 1_000} s`).join(', ')
      const notes = [`for ${lengths}; ${before} descriptors before, ${after} after`]
      const outcome = await stage.judge({ notes })
      const failures = tooSlow('catching up', outcome.catchUps, PROMISED)
      if (after > before + SPARE) failures.push(`${after} descriptors are open, before it were ${before}`)
      return { ...outcome, failures }
    },
  })

export const cut = outage(
  'cut',
  'the wire between client and server cut',
  (stage) => stage.wire.cut(),
  { cast: SMALL_CAST, outagesMs: [2_000], talkEveryMs: 80 },
  { cast: FULL_CAST, outagesMs: [5_000, 45_000], talkEveryMs: 200 },
)

export const halfOpen = outage(
  'half-open',
  'a wire that goes silent without a word',
  async (stage) => stage.wire.freeze(),
  { cast: SMALL_CAST, outagesMs: [2_000], talkEveryMs: 80 },
  { cast: FULL_CAST, outagesMs: [5_000, 45_000], talkEveryMs: 200 },
)
