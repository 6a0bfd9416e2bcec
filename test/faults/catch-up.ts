/** How long observers that lost their line needed, after it was mended, to know all that had been accepted by then. */
import type { Event, History } from './history.ts'
import { only } from './rules/rule.ts'

type Outage = { faultAt: number; healedAt: number; endsAt: number; head: number }

/** One figure in ms for each observer and each outage that cost it its line, or kept it behind. */
export function catchUps(history: History): number[] {
  const outages = outagesIn(history)
  const byObserver = Map.groupBy(history, ({ observer }) => observer)
  return [...byObserver.values()].flatMap((events) => outages.flatMap((outage) => timeToKnow(events, outage)))
}

/** A fault and its mending; the outage is over for good where the next one begins. */
function outagesIn(history: History): Outage[] {
  const faults = [...only(history, 'fault')]
  const acks = [...only(history, 'ack')]
  return [...only(history, 'heal')].map(({ at: healedAt }, index) => ({
    faultAt: faults[index]?.at ?? healedAt,
    healedAt,
    endsAt: faults[index + 1]?.at ?? Infinity,
    head: Math.max(0, ...acks.filter(({ at }) => at <= healedAt).map(({ message }) => message.seq)),
  }))
}

function timeToKnow(events: Event[], { faultAt, healedAt, endsAt, head }: Outage): number[] {
  let known = 0
  let target: number | undefined
  let isCutOff = false
  for (const event of events) {
    known = knownAfter(event, known)
    if (event.at < faultAt) continue
    if (event.at >= endsAt) return []
    if (event.what === 'disconnect') isCutOff = true
    if (event.what === 'connect' && isCutOff) target = Math.max(event.rev, head)
    if (target !== undefined && known >= target) return [Math.max(0, event.at - healedAt)]
  }
  return []
}

function knownAfter(event: Event, known: number): number {
  // A timeline says itself which rows it shows; the others lay change over change.
  if (event.what === 'change' && event.kind !== 'headless') return event.from <= known || known === 0 ? event.to : known
  if (event.what === 'apply' && event.runs.length === 1) return event.runs[0]?.[1] ?? known
  return known
}
