/** What lies over the room: one dialog at a time, loaded when it is first opened. */
import { signal } from '@preact/signals'
import type { User } from '../protocol/models.ts'

export type Overlay =
  | { kind: 'account' }
  | { kind: 'browse' }
  | { kind: 'new-room' }
  | { kind: 'new-direct' }
  | { kind: 'room'; roomId: string; tab: 'about' | 'members' | 'settings' | 'invite' }
  | { kind: 'person'; user: User; roomId?: string }
  | { kind: 'moderation' }
  | { kind: 'report'; roomId: string; seq: number }
  | { kind: 'switcher' }
  | { kind: 'keys' }
  | { kind: 'writing' }
  | { kind: 'versions'; roomId: string; seq: number }

export const overlay = signal<Overlay | undefined>(undefined)

export function openOverlay(next: Overlay): void {
  overlay.value = next
}

export function closeOverlay(): void {
  overlay.value = undefined
}
