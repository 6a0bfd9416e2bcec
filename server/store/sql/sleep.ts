/** Makes a database thread wait. It has nothing else to do meanwhile. */
const NEVER = new Int32Array(new SharedArrayBuffer(4))

export function sleep(ms: number): void {
  Atomics.wait(NEVER, 0, 0, ms)
}
