import { signal } from '@preact/signals'

/**
 * Whether the page has been painted. Parts not needed in the first paint come later. A hidden page is never painted.
 */
export const isPainted = signal(false)
