/** The last screen of each observer: everything, once, in order, and soon after all is well again. */
import { isThisRow, type Stored } from '../store.ts'
import { only, type Rule } from './rule.ts'

/** The time in which all must know everything, after the last fault is mended or the last word is said, in ms. */
const HEALED_WITHIN_MS = 10_000

export const endsAsStored: Rule = {
  id: 'K7',
  name: 'in the end everybody has what the store has',
  *find(history, { store, bySeq }) {
    for (const { observer, fromSeq, shown } of only(history, 'final')) {
      const wanted = store.messages.filter(({ seq }) => seq >= fromSeq)
      const held = new Map(shown.map((message) => [message.seq, message]))
      const missing = wanted.filter(({ seq }) => !held.has(seq))
      if (missing.length > 0) yield `${observer} misses ${missing.length} messages, the first is ${missing[0]?.seq}`
      const other = shown.find((message) => !isThisRow(message, bySeq.get(message.seq)))
      if (other) yield `${observer} has “${other.body}” as message ${other.seq}; the store has not`
    }
  },
}

export const healsSoon: Rule = {
  id: 'K11',
  name: 'everybody is at the head and every outbox is empty soon after all is well again',
  *find(history, { store }) {
    let wellAt = 0
    const written = new Set<string>()
    for (const event of history) {
      // A retry is part of healing, not a new word.
      const isNews = event.what === 'heal' || (event.what === 'invoke' && !written.has(event.draft.body))
      if (event.what === 'invoke') written.add(event.draft.body)
      if (isNews) wellAt = Math.max(wellAt, event.at)
    }
    for (const { observer, at, outbox, fromSeq, shown } of only(history, 'final')) {
      const took = Math.round(at - wellAt)
      const last = shown.at(-1)?.seq ?? 0
      if (outbox > 0) yield `${observer} still has ${outbox} drafts waiting, ${took} ms after all was well`
      if (last < store.lastSeq && fromSeq <= store.lastSeq)
        yield `${observer} is at message ${last} of ${store.lastSeq}, ${took} ms after all was well`
      if (took > HEALED_WITHIN_MS) yield `${observer} needed ${took} ms after all was well`
    }
  },
}

export const shownOnce: Rule = {
  id: 'K14',
  name: 'each seq is shown once and in order, and no draft beside its message',
  *find(history, storeIndex) {
    for (const { observer, runs, drafts } of only(history, 'apply')) {
      for (const [index, [first]] of runs.entries()) {
        const before = runs[index - 1]
        if (before && first <= before[1]) yield `${observer} was shown message ${first} after message ${before[1]}`
      }
      for (const draft of drafts) {
        const [row] = storeIndex.rowsOf(draft)
        if (row && isAmong(runs, row)) yield `${observer} was shown “${row.body}” as a draft and as message ${row.seq}`
      }
    }
  },
}

const isAmong = (runs: readonly (readonly [number, number])[], { seq }: Stored): boolean =>
  runs.some(([first, last]) => first <= seq && seq <= last)
