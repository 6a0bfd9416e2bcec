import { signal } from '@preact/signals'

/**
 * Whether the page has been seen at all. What nobody misses in its first picture is not waited for: it comes after it.
 * A page that nobody looks at is not painted.
 */
export const isPainted = signal(false)
