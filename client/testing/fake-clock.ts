import type { Clock } from '../clock.ts'

/** Waits until all pending promises are settled. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 60; turn++) await Promise.resolve()
}

export type FakeClock = Clock & {
  /** Lets so many milliseconds pass: runs due timers in order, and waits for their work. */
  pass(ms: number): Promise<void>
  /** The number of pending calls. */
  due(): number
}

/** A clock that a test moves. */
export function fakeClock(): FakeClock {
  let now = 0
  const calls = new Set<{ at: number; call: () => void }>()
  return {
    now: () => now,
    due: () => calls.size,
    after(ms, call) {
      const entry = { at: now + ms, call }
      calls.add(entry)
      return () => void calls.delete(entry)
    },
    async pass(ms) {
      const end = now + ms
      await settled()
      while (true) {
        const [next] = [...calls].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)
        if (!next) break
        calls.delete(next)
        now = Math.max(now, next.at)
        next.call()
        await settled()
      }
      now = end
    },
  }
}
