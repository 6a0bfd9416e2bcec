/** Small things kept in this browser: a theme, a half-written message. The page works without them. */
const PREFIX = 'earshot:'

/** What was kept; nothing when there is none, or when the browser keeps nothing for this site. */
export function recall(key: string): string | undefined {
  try {
    return localStorage.getItem(PREFIX + key) ?? undefined
  } catch {
    // Blocked storage throws where it is touched, not only where it is written.
    return undefined
  }
}

/** Whether it is kept. An empty value is forgotten. */
export function keep(key: string, value: string): boolean {
  try {
    if (value === '') localStorage.removeItem(PREFIX + key)
    else localStorage.setItem(PREFIX + key, value)
    return true
  } catch {
    // Blocked or full: nothing a reader could do about it here.
    return false
  }
}
