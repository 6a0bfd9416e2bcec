/** What a command has done, in a sentence below the field. */
import { signal } from '@preact/signals'

export const note = signal('')
