/** The client's clock: monotonic, so that a wall clock that jumps changes nothing. Tests bring their own. */
export type Clock = {
  /** Milliseconds since some fixed moment; it never goes back. */
  now(): number
  /** Calls once, after so many milliseconds; the answer takes it back. */
  after(ms: number, call: () => void): () => void
}

export const monotonicClock: Clock = {
  now: () => performance.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms)
    return () => clearTimeout(timer)
  },
}

/** A number in [0, 1), as `Math.random` gives. */
export type Random = () => number
