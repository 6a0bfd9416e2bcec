/** The function of Enter in the composer, as chosen on this device. */
import { signal } from '@preact/signals'
import { keep, recall } from '../browser/storage.ts'

// The keyboard on a screen has no Shift+Enter. Why only the first pointer is asked: docs/decisions/enter-on-a-phone.md.
export const isTouch = matchMedia('(pointer: coarse)').matches

export const enterSends = signal((recall('enter') ?? (isTouch ? 'line' : 'send')) === 'send')

export function chooseEnter(sends: boolean): void {
  enterSends.value = sends
  keep('enter', sends ? 'send' : 'line')
}

/** Whether a key means that the text is finished. Enter with Ctrl or ⌘ always does, with Shift never. */
export const isFinish = ({ key, shiftKey, ctrlKey, metaKey }: KeyboardEvent): boolean =>
  key === 'Enter' && !shiftKey && (enterSends.value || ctrlKey || metaKey)
