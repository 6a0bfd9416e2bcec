import type { Outcome, Skipped } from '../outcome.ts'
import type { Random } from '../support/random.ts'

/** Tells how it goes, in a few words. */
type Progress = (line: string) => void

/** Plays a fault with these options, and tells the outcome. */
type Play<Options> = (options: Options, random: Random, progress: Progress) => Promise<Outcome | Skipped>

type PlayNow = (random: Random, progress: Progress) => Promise<Outcome | Skipped>

/** A fault, in a few seconds or in the length that the promise names. */
export type Scenario = {
  /** As the command line takes it. */
  name: string
  /** The fault, in words. */
  fault: string
  /** The promises of the delivery contract that are held against it. */
  promises: string
  /** Absent where it would only repeat another one. */
  runShort: PlayNow | undefined
  runLong: PlayNow
}

type Spec<Options> = Pick<Scenario, 'name' | 'fault' | 'promises'> & {
  short: Options | undefined
  long: Options
  run: Play<Options>
}

/** Keeps a scenario's options its own affair. */
export const scenario = <Options>({ short, long, run, ...rest }: Spec<Options>): Scenario => ({
  ...rest,
  runShort: short && ((random, progress) => run(short, random, progress)),
  runLong: (random, progress) => run(long, random, progress),
})
