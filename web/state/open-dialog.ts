/** The open dialog over the room: one at a time, loaded when first opened. */
import { signal } from '@preact/signals'
import type { User } from '../../protocol/models.ts'

export type AccountSection = 'profile' | 'notifications' | 'mail' | 'look' | 'language' | 'devices' | 'leaving'

export type AnyDialog =
  /** Without a section the first one is shown, or on a phone the list of them. */
  | { kind: 'account'; section?: AccountSection }
  | { kind: 'browse' }
  | { kind: 'arrange' }
  | { kind: 'new-room' }
  | { kind: 'new-direct' }
  | { kind: 'room'; roomId: string; tab: 'about' | 'members' | 'settings' | 'invite' }
  | { kind: 'person'; user: User; roomId?: string }
  | { kind: 'directory' }
  | { kind: 'emoji' }
  | { kind: 'status' }
  | { kind: 'moderation'; tab?: 'settings' }
  | { kind: 'forward'; roomId: string; seq: number }
  | { kind: 'remind'; roomId: string; seq: number }
  | { kind: 'report'; roomId: string; seq: number }
  | { kind: 'reactions'; roomId: string; seq: number }
  | { kind: 'shared' }
  | { kind: 'switcher' }
  | { kind: 'keys' }
  | { kind: 'writing' }
  | { kind: 'versions'; roomId: string; seq: number }

export const dialog = signal<AnyDialog | undefined>(undefined)

export function openDialog(next: AnyDialog): void {
  dialog.value = next
}

export function closeDialog(): void {
  dialog.value = undefined
}
