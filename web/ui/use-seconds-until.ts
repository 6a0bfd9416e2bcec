import { useEffect, useState } from 'preact/hooks'

/** Whole seconds until a moment of the monotonic clock, counted down while shown. A past moment sets no timer. */
export function useSecondsUntil(moment: number): number {
  const [ticks, setTicks] = useState(0)
  const left = Math.max(0, moment - performance.now())
  useEffect(() => {
    if (left === 0) return undefined
    const timer = setTimeout(() => setTicks(ticks + 1), (left % 1_000) + 20)
    return () => clearTimeout(timer)
  }, [moment, ticks])
  return Math.ceil(left / 1_000)
}
