/** How to close the picture over the page, while there is one. */
import { signal } from '@preact/signals'

export const viewer = signal<(() => void) | undefined>(undefined)
