import { insertText } from '../browser/insert-text.ts'

/** Inserts a text into the composer as if it had been typed, with a space before and after it. */
export function insertInComposer(text: string): void {
  const field = document.querySelector<HTMLTextAreaElement>('.composer textarea')
  if (!field || field.disabled) return
  const { value, selectionEnd: at } = field
  const before = /(?:^|\s)$/.test(value.slice(0, at)) ? '' : ' '
  const after = /^\s/.test(value.slice(at)) ? '' : ' '
  insertText(field, `${before}${text}${after}`, at, at)
}
