/** The name and the look of this chat, as its owners set them. */
import { computed, signal } from '@preact/signals'
import type { ChatLook } from '../../protocol/models.ts'
import { showAccent } from '../browser/accent.ts'
import { words } from '../words/first.ts'

export const chatLook = signal<ChatLook>({})

export const chatName = computed(() => chatLook.value.name ?? words.product)

export function showChat(look: ChatLook = {}): void {
  chatLook.value = look
  showAccent(look.accent)
}
