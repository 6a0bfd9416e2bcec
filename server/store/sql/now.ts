let [at, text] = [0, '']

/** The present as it is kept. Every message asks for it more than once, and a millisecond is written in one way. */
export function now(): string {
  const present = Date.now()
  if (present !== at) [at, text] = [present, new Date(present).toISOString()]
  return text
}
