/** The outcome of a scenario: the figures, and everything that was not as promised. */
import { percentile } from '../../bench/support/figures.ts'
import type { Violation } from './check.ts'
import type { History } from './history.ts'
import { StoreIndex, type Store } from './store.ts'
import { only } from './rules/rule.ts'

export type Outcome = {
  sent: number
  acked: number
  /** Acked, and not in the store. */
  lost: number
  /** In the store more than once. */
  doubled: number
  /** Places at which a sender's order, or real time's, is broken. */
  reordered: number
  /** How long observers needed to know everything again, in ms. */
  catchUps: number[]
  violations: Violation[]
  /** Other broken promises: too slow, not recovered. */
  failures: string[]
  /** Figures worth a line in the report. */
  notes: string[]
}

export type Skipped = { skipped: string }

export function tally(
  history: History,
  store: Store,
  violations: Violation[],
): Omit<Outcome, 'catchUps' | 'failures' | 'notes'> {
  const storeIndex = new StoreIndex(store)
  const sent = new Set([...only(history, 'invoke')].map(({ draft }) => draft.body))
  const acked = new Map([...only(history, 'ack')].map(({ draft }) => [draft.body, storeIndex.rowsOf(draft).length]))
  const count = (...rules: string[]) => violations.filter(({ rule }) => rules.includes(rule)).length
  return {
    sent: sent.size,
    acked: acked.size,
    lost: [...acked.values()].filter((rows) => rows === 0).length,
    doubled: [...sent].filter((body) => storeIndex.rowsOf({ body }).length > 1).length,
    reordered: count('K8', 'K9'),
    violations,
  }
}

/** `p50 / p99 / max` in ms, or a dash where nothing was measured. */
export function spread(figures: number[]): string {
  if (figures.length === 0) return '–'
  return [percentile(figures, 0.5), percentile(figures, 0.99), Math.max(...figures)]
    .map((ms) => Math.round(ms))
    .join(' / ')
}

/** The promised times, in ms. */
export type Pace = { p50?: number; p99?: number; max?: number }

/** Short versions run beside other tests on a busy machine: there only a standstill is a failure. */
export const UNHURRIED: Pace = { max: 10_000 }

/** One line for each percentile above the promised one, in ms. */
export function tooSlow(what: string, figures: number[], most: Pace): string[] {
  const found = { p50: percentile(figures, 0.5), p99: percentile(figures, 0.99), max: Math.max(...figures) }
  return (['p50', 'p99', 'max'] as const).flatMap((which) =>
    most[which] !== undefined && found[which] > most[which]
      ? [`${what}: ${which} is ${Math.round(found[which])} ms, promised is ${most[which]} ms`]
      : [],
  )
}

export const isKept = ({ violations, failures }: Outcome): boolean => violations.length === 0 && failures.length === 0
