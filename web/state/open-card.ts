/** The open profile card and its position. One at a time, loaded when first opened. */
import { signal } from '@preact/signals'
import type { User } from '../../protocol/models.ts'

export type Card = {
  user: User
  /** The room that it was opened from: its hosts may moderate there. */
  roomId: string | undefined
  /** The clicked element's place on the screen. */
  at: DOMRect
}

export const card = signal<Card | undefined>(undefined)

export function openCard(user: User, beside: Element, roomId?: string): void {
  card.value = { user, roomId, at: beside.getBoundingClientRect() }
}

export function closeCard(): void {
  card.value = undefined
}
