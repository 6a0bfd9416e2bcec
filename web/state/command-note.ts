/** The result of a command, in a sentence below the field. */
import { signal } from '@preact/signals'

export const note = signal('')
