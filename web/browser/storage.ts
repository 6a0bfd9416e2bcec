/** Small things kept in this browser: a theme, a half-written message. The page works without them. */
const PREFIX = 'earshot:'

/** The stored value; undefined when there is none, or when the browser stores nothing for this site. */
export function recall(key: string): string | undefined {
  try {
    return localStorage.getItem(PREFIX + key) ?? undefined
  } catch {
    // Blocked storage throws on any access, not only on writes.
    return undefined
  }
}

/** Answers whether the value was stored. An empty value is removed. */
export function keep(key: string, value: string): boolean {
  try {
    if (value === '') localStorage.removeItem(PREFIX + key)
    else localStorage.setItem(PREFIX + key, value)
    return true
  } catch {
    // Blocked or full: a reader can do nothing about it here.
    return false
  }
}
