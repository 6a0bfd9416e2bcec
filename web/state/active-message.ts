/**
 * The message under the reader's pointer or focus. It alone carries the buttons of the actions: three hundred rows with
 * ten buttons each would be three thousand buttons.
 */
import { signal } from '@preact/signals'

/** Its row; whether its menu opens at once, as after a long press; and the pointer's position, if there is one. */
export type ActiveRow = { seq: number; isPressed: boolean; at?: { x: number; y: number } | undefined }

export const activeRow = signal<ActiveRow | undefined>(undefined)
/** The message being edited. */
export const editedSeq = signal<number | undefined>(undefined)
/** A short note beside a message about an action on it. */
export const rowNote = signal<{ roomId: string; seq: number; text: string } | undefined>(undefined)
