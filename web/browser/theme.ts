import { effect, signal } from '@preact/signals'
import { keep, recall } from './storage.ts'

export const THEMES = ['system', 'light', 'dark'] as const
type Theme = (typeof THEMES)[number]

const isTheme = (value: string | undefined): value is Theme => THEMES.some((theme) => theme === value)

const kept = recall('theme')
export const theme = signal<Theme>(isTheme(kept) ? kept : 'system')

// This module runs before the first paint: the page's one script holds the rendering back until it has run.
effect(() => {
  document.documentElement.dataset['theme'] = theme.value
})

/** Switches to the next theme. */
export function switchTheme(): void {
  chooseTheme(THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length] ?? 'system')
}

/** Each device keeps its own. */
export function chooseTheme(next: Theme): void {
  theme.value = next
  keep('theme', theme.value === 'system' ? '' : theme.value)
}
