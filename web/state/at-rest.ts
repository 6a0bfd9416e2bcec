/**
 * Whether the page is at rest: the room is shown, and the connection has answered. What only answers to hands, or tells
 * of rare things, is loaded then, behind everything else. The first touch or key does not wait for that.
 */
import { signal } from '@preact/signals'

export const isAtRest = signal(false)

let early: EventTarget | null | undefined

/** Remembers what was clicked before anything could answer. */
export function rememberClick({ target }: Event): void {
  if (early !== null) early = target
}

/** The last early click, for the part that would have answered it: once, and none is remembered from then on. */
export function takeClick(): EventTarget | null {
  const target = early ?? null
  early = null
  return target
}
