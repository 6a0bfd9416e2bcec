import { useEffect, useState } from 'preact/hooks'

/** Whole seconds until a moment of the monotonic clock, counted down while they are on the screen. */
export function useSecondsUntil(moment: number): number {
  const [now, setNow] = useState(performance.now())
  const seconds = Math.max(0, Math.ceil((moment - now) / 1_000))
  useEffect(() => {
    const timer = setTimeout(() => setNow(performance.now()), Math.max(0, (moment - performance.now()) % 1_000) + 20)
    return () => clearTimeout(timer)
  }, [moment, now, seconds])
  return seconds
}
