/** The tasks that keep a page busy, by the browser's own account. */
import type { Page } from 'playwright-core'

/**
 * The tasks of the page's main thread while `act` runs, longest first, in ms: the page's own work, however busy the
 * machine is. On a crowded machine the browser may lose a trace; then `act` runs again, three times at most.
 */
export async function tasksDuring(page: Page, act: () => Promise<void>): Promise<number[]> {
  let events = 0
  for (let attempt = 0; attempt < 3; attempt++) {
    const trace = await traceDuring(page, act)
    const tasks = tasksOf(trace)
    if (tasks.length > 0) return tasks
    events += trace.length
  }
  throw new Error(`The browser traced no task of the page, three times, in ${events} events.`)
}

type TraceEvent = { name: string; pid: number; tid: number; dur?: number; tdur?: number; args: { name?: string } }

async function traceDuring(page: Page, act: () => Promise<void>): Promise<TraceEvent[]> {
  const cdp = await page.context().newCDPSession(page)
  const events: TraceEvent[] = []
  cdp.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])))
  await cdp.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['__metadata', 'disabled-by-default-devtools.timeline'] },
  })
  await act()
  const complete = new Promise((resolve) => cdp.once('Tracing.tracingComplete', resolve))
  await cdp.send('Tracing.end')
  await complete
  await cdp.detach()
  return events
}

function tasksOf(events: readonly TraceEvent[]): number[] {
  const tasks: number[] = []
  const threads = new Set<string>()
  for (const { name, pid, tid, args } of events)
    if (name === 'thread_name' && args.name === 'CrRendererMain') threads.add(`${pid} ${tid}`)
  for (const { name, pid, tid, dur = 0, tdur } of events)
    // Time on the processor, where the trace has it: a task that had to wait for another process did not take longer.
    if (name === 'RunTask' && threads.has(`${pid} ${tid}`)) tasks.push((tdur ?? dur) / 1_000)
  return tasks.sort((a, b) => b - a)
}

/** The time of the loop below on the machine for which the budgets are meant, with nothing else to do, in ms. */
const REFERENCE_MS = 13

/**
 * How many times slower than that machine this one is now, by the same page's measure: 1 to 3. A budget of work is a
 * ratio to this control, in the same run; more than three times too slow is too slow for any reader.
 */
export async function slowness(page: Page): Promise<number> {
  const times = await page.evaluate(() =>
    Array.from({ length: 7 }, () => {
      const began = performance.now()
      let text = ''
      for (let count = 0; count < 300_000; count++) text = (text + count).slice(-40)
      return performance.now() - began
    }),
  )
  const median = times.sort((a, b) => a - b)[3]!
  return Math.min(3, Math.max(1, median / REFERENCE_MS))
}
