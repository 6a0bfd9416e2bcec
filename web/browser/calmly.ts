/** Loading that lets everything else go first. */
let isCalm = false

/** The priority of a request that is made now. */
export const priority = (): 'low' | 'auto' => (isCalm ? 'low' : 'auto')

/** Every `import()` that begins in this call, before its first `await`, is loaded at low priority. */
export function calmly<T>(load: () => T): T {
  isCalm = true
  try {
    return load()
  } finally {
    isCalm = false
  }
}
