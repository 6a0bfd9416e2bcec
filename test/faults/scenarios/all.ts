/** Every fault, in the order in which they are played. */
import { clock } from './clock.ts'
import { cut, halfOpen } from './cut.ts'
import { descriptors } from './descriptors.ts'
import { diskFull } from './disk-full.ts'
import { fsyncGate } from './fsync-gate.ts'
import { jitter } from './jitter.ts'
import { kill } from './kill.ts'
import { restart, restartLarge } from './restart.ts'
import type { Scenario } from './scenario.ts'
import { blockedLoop, stop } from './stop.ts'

export const SCENARIOS: readonly Scenario[] = [
  kill,
  fsyncGate,
  stop,
  cut,
  halfOpen,
  jitter,
  restart,
  restartLarge,
  diskFull,
  blockedLoop,
  descriptors,
  clock,
]
