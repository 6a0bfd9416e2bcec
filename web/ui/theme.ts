import { effect, signal } from '@preact/signals'
import { keep, recall } from './kept.ts'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const isTheme = (value: string | undefined): value is Theme => THEMES.some((theme) => theme === value)

const kept = recall('theme')
export const theme = signal<Theme>(isTheme(kept) ? kept : 'system')

// This module runs before the first paint: the page's one script holds the rendering back until it has run.
effect(() => {
  document.documentElement.dataset['theme'] = theme.value
})

/** Goes on to the next one, and keeps it. */
export function switchTheme(): void {
  theme.value = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length] ?? 'system'
  keep('theme', theme.value === 'system' ? '' : theme.value)
}
