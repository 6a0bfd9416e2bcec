import { setTimeout as pause } from 'node:timers/promises'

/** Tries again until the check no longer throws, and answers with what it returned; its last complaint otherwise. */
export async function eventually<T>(check: () => T | Promise<T>, within = 15_000, every = 20): Promise<T> {
  const deadline = performance.now() + within
  for (;;) {
    try {
      return await check()
    } catch (complaint) {
      if (performance.now() > deadline) throw complaint
    }
    await pause(every)
  }
}

/** The value of the promise, or an error that says what did not happen in time. */
export async function inTime<T>(what: string, promise: Promise<T>, within = 15_000): Promise<T> {
  const bell = new AbortController()
  const tooLate = pause(within, undefined, { signal: bell.signal }).then(() => {
    throw new Error(`${what}: not within ${within} ms`)
  })
  try {
    return await Promise.race([promise, tooLate])
  } finally {
    bell.abort()
    tooLate.catch(() => undefined)
  }
}
