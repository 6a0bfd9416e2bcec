/** A user's display preferences: density, text size, clock. They are the same on all of their devices. */
import { signal } from '@preact/signals'
import type { Preferences } from '../../protocol/models.ts'

export const look = signal<Required<Pick<Preferences, 'clock' | 'density' | 'textSize'>>>({
  clock: 'system',
  density: 'comfortable',
  textSize: 'medium',
})

/** The most rows that fit on a screen, relative to the default preferences. */
export const tightness = (): number =>
  (look.peek().density === 'compact' ? 1.35 : 1) * (look.peek().textSize === 'small' ? 1.15 : 1)
