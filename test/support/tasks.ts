/** What keeps a page busy, by the browser's own account. */
import type { Page } from 'playwright-core'

/** What the main thread did without a pause, longest first, in ms: the page's own work, however busy the machine is. */
export async function tasksDuring(page: Page, act: () => Promise<void>): Promise<number[]> {
  const cdp = await page.context().newCDPSession(page)
  const tasks: number[] = []
  const threads = new Set<string>()
  const events: { name: string; pid: number; tid: number; dur?: number; tdur?: number; args: { name?: string } }[] = []
  cdp.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as typeof events)))
  await cdp.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', '__metadata', 'disabled-by-default-devtools.timeline'] },
  })
  await act()
  const complete = new Promise((resolve) => cdp.once('Tracing.tracingComplete', resolve))
  await cdp.send('Tracing.end')
  await complete
  await cdp.detach()
  for (const { name, pid, tid, args } of events)
    if (name === 'thread_name' && args.name === 'CrRendererMain') threads.add(`${pid} ${tid}`)
  for (const { name, pid, tid, dur = 0, tdur } of events)
    // Time on the processor, where the trace has it: a task that had to wait for another process did not take longer.
    if (name === 'RunTask' && threads.has(`${pid} ${tid}`)) tasks.push((tdur ?? dur) / 1_000)
  return tasks.sort((a, b) => b - a)
}

/** What the loop below took on the machine for which the budgets are meant, with nothing else to do, in ms. */
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
