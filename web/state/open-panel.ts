/** The open panel beside the room: one at a time, loaded when first opened. */
import { computed, signal } from '@preact/signals'
import { returnFocus } from '../browser/return-focus.ts'

export type Panel = { kind: 'search'; query: string } | { kind: 'inbox' | 'saved' | 'pinned' | 'files' }

export const panel = signal<Panel | undefined>(undefined)

const narrow = matchMedia('(width < 64rem)')
const isNarrow = signal(narrow.matches)
narrow.addEventListener('change', () => (isNarrow.value = narrow.matches))

/** Where there is no space beside the room, the panel lies over everything. */
export const isPanelAlone = computed(() => panel.value !== undefined && isNarrow.value)

let opener: HTMLElement | undefined

/** A new object every time: a repeated request takes the focus again. */
export function openPanel(next: Panel): void {
  if (!panel.peek() && document.activeElement instanceof HTMLElement) opener = document.activeElement
  panel.value = next
}

export function closePanel(): void {
  panel.value = undefined
  returnFocus(opener)
  opener = undefined
}
