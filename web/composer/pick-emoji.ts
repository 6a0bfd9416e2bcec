/** Picks an emoji for the text that is being written. */
import type { Client } from '../../client/client.ts'
import { insertText } from '../browser/insert-text.ts'
import { openEmojiPicker } from '../emoji/open.ts'

export function pickEmoji(client: Client, field: HTMLTextAreaElement | null, anchor: HTMLElement): void {
  void openEmojiPicker({
    anchor,
    userId: client.you.peek()?.id ?? '',
    hasCustom: true,
    onPick: (emoji) => {
      if (!field) return
      const { value, selectionStart: start, selectionEnd: end } = field
      // A name is read only where no word stands directly beside it.
      const isName = emoji.startsWith(':')
      const before = isName && !/(?:^|\s)$/.test(value.slice(0, start)) ? ' ' : ''
      insertText(field, `${before}${emoji}${isName ? ' ' : ''}`, start, end)
    },
  })
}
