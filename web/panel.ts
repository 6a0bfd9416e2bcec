/** What stands beside the room: one panel at a time, loaded when it is first opened. */
import { computed, signal } from '@preact/signals'
import { returnFocus } from './ui/return-focus.ts'

export type Panel = { kind: 'search'; query: string } | { kind: 'inbox' } | { kind: 'saved' } | { kind: 'pinned' }

export const panel = signal<Panel | undefined>(undefined)

const narrow = matchMedia('(width < 64rem)')
const isNarrow = signal(narrow.matches)
narrow.addEventListener('change', () => (isNarrow.value = narrow.matches))

/** Where there is no room beside it, it lies over everything. */
export const isPanelAlone = computed(() => panel.value !== undefined && isNarrow.value)

let opener: HTMLElement | undefined

/** A new object every time: asked for again, it takes the focus again. */
export function openPanel(next: Panel): void {
  if (!panel.peek() && document.activeElement instanceof HTMLElement) opener = document.activeElement
  panel.value = next
}

export function closePanel(): void {
  panel.value = undefined
  returnFocus(opener)
  opener = undefined
}
