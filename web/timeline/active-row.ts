/**
 * Which message the reader has a finger on: it alone carries the buttons for what can be done with it. Three hundred
 * rows with ten buttons each would be three thousand buttons.
 */
import { signal } from '@preact/signals'

/** Its row; and whether its menu is wanted at once, as after a long press. */
export type ActiveRow = { seq: number; isPressed: boolean }

export const activeRow = signal<ActiveRow | undefined>(undefined)
/** The message whose words are being changed. */
export const editedSeq = signal<number | undefined>(undefined)
