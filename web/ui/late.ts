/** Makes a value on first use, and keeps it. */
export function late<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}
