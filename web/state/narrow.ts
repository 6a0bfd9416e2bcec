/** Whether the window is as narrow as a phone's. There a dialog is a page, and parts side by side stack. */
import { signal } from '@preact/signals'

const media = matchMedia('(width <= 37.5rem)')

export const isNarrow = signal(media.matches)

media.addEventListener('change', () => (isNarrow.value = media.matches))
