/** Makes a value when it is first asked for, and keeps it. For what is costly: every thread of a server loads its modules. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => (made ??= { value: make() }).value
}
