/** Turns the meters into the text that Prometheus reads, and adds what every Node process tells of itself. */
import { setTimeout as pause } from 'node:timers/promises'
import { collectDefaultMetrics, type Counter, type Metric, Registry } from 'prom-client'
import type { Spread } from '../chat/counts.ts'
import { type Meter, METERS, type Sources } from './meters.ts'

/** Lists of open files and handles cost up to 15 ms with 5,000 connections (`bench/scenarios/metrics.ts`). The rest misleads or is detail. */
const LEFT_OUT = /^(nodejs_active_|nodejs_heap_space_|process_virtual_|process_heap_|process_open_|process_max_)/
/** The delay of the event loop is measured from now on. The first answer waits until there are some values of it. */
const FIRST_VALUES_MS = 50

/** All meters; `metrics()` of it makes the text. */
export async function createExposition(sources: Sources): Promise<Registry> {
  const registry = new Registry()
  // The library counts from when it is asked to begin. Everything else counts from the start of the process.
  const { user, system } = process.cpuUsage()
  collectDefaultMetrics({ register: registry })
  for (const { name } of registry.getMetricsAsArray()) if (LEFT_OUT.test(name)) registry.removeSingleMetric(name)
  for (const [kind, micros] of Object.entries({ cpu_user: user, cpu_system: system, cpu: user + system })) {
    const counter = registry.getSingleMetric(`process_${kind}_seconds_total`) as Counter
    counter.inc(micros / 1e6)
  }
  for (const [name, meter] of Object.entries(METERS)) {
    const { help, type } = meter
    const get = async () => ({ name, help, type, values: valuesOf(name, meter, sources) })
    // The library reads nothing else of a metric. Its own would be counted into at each event.
    registry.registerMetric({ name, help, type, get } as unknown as Metric)
  }
  await pause(FIRST_VALUES_MS)
  return registry
}

type Value = { labels: Record<string, string | number>; value: number; metricName?: string }

function valuesOf(name: string, meter: Meter, sources: Sources): Value[] {
  if (meter.type === 'histogram') return bucketsOf(name, meter.read(sources))
  const read = meter.read(sources)
  if (typeof read === 'number') return [{ labels: {}, value: read }]
  return read.map(([labels, value]) => ({ labels, value }))
}

/** A bucket counts all values up to its bound. */
function bucketsOf(name: string, { bounds, counts, sum }: Spread): Value[] {
  let count = 0
  const buckets = [...bounds, '+Inf'].map((le, place) => {
    count += counts[place]!
    return { labels: { le }, value: count, metricName: `${name}_bucket` }
  })
  return [
    ...buckets,
    { labels: {}, value: sum, metricName: `${name}_sum` },
    { labels: {}, value: count, metricName: `${name}_count` },
  ]
}
