/** What was looked for last, in this browser alone. */
import { signal } from '@preact/signals'
import { keep, recall } from '../ui/kept.ts'

const MOST = 8
const KEY = 'searches'

export const recent = signal<readonly string[]>((recall(KEY) ?? '').split('\n').filter((query) => query !== ''))

export function remember(query: string): void {
  const said = query.trim()
  if (said === '') return
  recent.value = [said, ...recent.peek().filter((other) => other !== said)].slice(0, MOST)
  keep(KEY, recent.peek().join('\n'))
}

export function forgetAll(): void {
  recent.value = []
  keep(KEY, '')
}
