/** Holds the observers' notes against the store. Pure: the same history and store give the same verdict. */
import type { History } from './history.ts'
import { contiguous, oneHistory, silentAfterRevocation } from './rules/delivery.ts'
import { oneValue, readYourAck, realTimeOrder, senderOrder } from './rules/order.ts'
import type { Rule, Violation } from './rules/rule.ts'
import { endsAsStored, healsSoon, shownOnce } from './rules/shown.ts'
import { ackedIsStored, gapless, nothingFromNowhere, postedOnce, keptOnce } from './rules/stored.ts'
import { StoreIndex, type Store } from './store.ts'

export type { Violation } from './rules/rule.ts'

export const RULES: readonly Rule[] = [
  ackedIsStored,
  postedOnce,
  gapless,
  nothingFromNowhere,
  oneValue,
  contiguous,
  endsAsStored,
  senderOrder,
  realTimeOrder,
  readYourAck,
  healsSoon,
  keptOnce,
  silentAfterRevocation,
  shownOnce,
  oneHistory,
]

/** One fault breaks a rule in many places; so many of them are told. */
const TOLD_OF_EACH = 20

/** Everything that is wrong, rule by rule; nothing when every promise was kept. */
export function check(history: History, store: Store): Violation[] {
  const storeIndex = new StoreIndex(store)
  return RULES.flatMap(({ id, find }) => {
    const violations: Violation[] = []
    for (const message of find(history, storeIndex)) {
      violations.push({ rule: id, message })
      if (violations.length === TOLD_OF_EACH) break
    }
    return violations
  })
}
