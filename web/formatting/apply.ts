/** Formats the selected text in a field as if it had been typed: undo reverts it. */
import { hasCommand } from '../browser/control-key.ts'
import { insertText } from '../browser/insert-text.ts'
import { type Format, type Selected, format } from './marks.ts'
import { nextLine } from './lists.ts'

const selectedIn = ({ value, selectionStart, selectionEnd }: HTMLTextAreaElement): Selected => ({
  value,
  start: selectionStart,
  end: selectionEnd,
})

function change(field: HTMLTextAreaElement, by: ReturnType<typeof format>): void {
  field.focus()
  if (by.from !== by.to || by.text !== '') insertText(field, by.text, by.from, by.to)
  field.setSelectionRange(by.start, by.end)
}

export const formatIn = (field: HTMLTextAreaElement, name: Format): void =>
  change(field, format(selectedIn(field), name))

const LETTERS: Record<string, Format> = { b: 'bold', i: 'italic', e: 'code', k: 'link' }
const WITH_SHIFT: Record<string, Format> = { KeyX: 'strikethrough', Digit7: 'numbers', Digit8: 'list', Digit9: 'quote' }

/** Whether the key formats, or continues a list. If Enter finishes the text, that is checked before. */
export function hearFormatKey(event: KeyboardEvent, field: HTMLTextAreaElement): boolean {
  const { key, code, ctrlKey, metaKey, altKey, shiftKey } = event
  if (key === 'Enter' && !ctrlKey && !metaKey && !altKey) {
    const next = nextLine(selectedIn(field))
    if (next) change(field, next)
    return next !== undefined
  }
  // A keyboard with another script has other letters on these keys.
  const letter = /^[a-z]$/i.test(key) ? key.toLowerCase() : code.replace('Key', '').toLowerCase()
  const name = hasCommand(event) ? (shiftKey ? WITH_SHIFT[code] : LETTERS[letter]) : undefined
  // With nothing selected, Ctrl+K opens the room switcher, as everywhere.
  if (name === undefined || (name === 'link' && field.selectionStart === field.selectionEnd)) return false
  formatIn(field, name)
  return true
}
