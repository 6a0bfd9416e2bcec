/** Delivery: without a hole, of one history, and only to those it is meant for. */
import type { Seen } from '../history.ts'
import { type EventOf, only, type Rule } from './rule.ts'

/** How long after it was acked a revocation may still be on its way to an open connection, in ms. */
const REVOKED_WITHIN_MS = 1_000

export const contiguous: Rule = {
  id: 'K6',
  name: 'on a connection each live change begins where the one before ended, and holds all that it spans',
  *find(history, { byRev }) {
    const ends = new Map<string, { rev: number; isFirst: boolean }>()
    const looked = new Set<readonly Seen[]>()
    for (const event of history) {
      if (event.what !== 'connect' && event.what !== 'change') continue
      const line = `${event.observer}, connection ${event.connection}`
      if (event.what === 'connect') {
        ends.set(line, { rev: event.rev, isFirst: true })
        continue
      }
      if (event.by === 'live') {
        const end = ends.get(line)
        // The first may reach back behind the welcome; from then on each joins on exactly.
        const joins = end && (end.isFirst ? event.from <= end.rev : event.from === end.rev)
        if (!joins) yield `${line}: after rev ${end?.rev ?? 'nothing'} comes (${event.from}, ${event.to}]`
        ends.set(line, { rev: event.to, isFirst: false })
      }
      if (looked.has(event.messages)) continue
      looked.add(event.messages)
      const missing = missingIn(event)
      if (missing !== undefined)
        yield `${line}: (${event.from}, ${event.to}] does not hold “${byRev.get(missing)?.body}”, rev ${missing}`
    }

    // A message that was changed again later carries a later rev, and need not be here.
    function missingIn({ from, to, messages }: EventOf<'change'>): number | undefined {
      const held = new Set(messages.map(({ seq }) => seq))
      for (let rev = from + 1; rev <= to; rev++) {
        const row = byRev.get(rev)
        if (row && !held.has(row.seq)) return rev
      }
      return undefined
    }
  },
}

export const oneHistory: Rule = {
  id: 'K15',
  name: 'every epoch seen is the store’s',
  *find(history, { store }) {
    for (const event of history)
      if ((event.what === 'connect' || event.what === 'change') && event.epoch !== store.epoch)
        yield `${event.observer} heard of epoch ${event.epoch} on connection ${event.connection}; the store’s is ${store.epoch}`
  },
}

export const silentAfterRevocation: Rule = {
  id: 'K13',
  name: 'after a ban or the end of a session is acked, nothing is delivered to it',
  *find(history) {
    const out = new Map<string, number>()
    for (const { observer, at } of only(history, 'revoked')) out.set(observer, at)
    if (out.size === 0) return
    const begun = new Map<string, number>()
    for (const event of history) {
      const revokedAt = out.get(event.observer)
      if (revokedAt === undefined) continue
      const after = Math.round(event.at - revokedAt)
      if (event.what === 'invoke') begun.set(event.draft.body, event.at)
      if (event.what === 'change' && after > REVOKED_WITHIN_MS)
        yield `${event.observer} was out and heard (${event.from}, ${event.to}] ${after} ms later`
      if (event.what === 'ack' && (begun.get(event.draft.body) ?? 0) > revokedAt)
        yield `${event.observer} was out, and “${event.draft.body}” was accepted`
    }
  },
}
