/** Every fault, in the order in which they are played: those of one server, and those of several. */
import { clock } from './clock.ts'
import { cut, halfOpen } from './cut.ts'
import { descriptors } from './descriptors.ts'
import { diskFull } from './disk-full.ts'
import { fsyncGate } from './fsync-gate.ts'
import { jitter } from './jitter.ts'
import { kill } from './kill.ts'
import { lostNode } from './nodes/lost-node.ts'
import { noPostgres } from './nodes/no-postgres.ts'
import { postgresAway } from './nodes/postgres.ts'
import { race } from './nodes/race.ts'
import { rolling } from './nodes/rolling.ts'
import { redis, unheard } from './nodes/voices.ts'
import { restart, restartLarge } from './restart.ts'
import type { Scenario } from './scenario.ts'
import { blockedLoop, stop } from './stop.ts'

export const ON_ONE_NODE: readonly Scenario[] = [
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

export const ON_SEVERAL_NODES: readonly Scenario[] = [rolling, lostNode, noPostgres, postgresAway, unheard, redis, race]
