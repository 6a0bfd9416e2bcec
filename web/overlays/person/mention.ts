/** Puts @Name where the message is written, as if it had been typed. */
export function mentionInComposer(name: string): void {
  const field = document.querySelector<HTMLTextAreaElement>('.composer textarea')
  if (!field || field.disabled) return
  const { value } = field
  const gap = value === '' || /\s$/.test(value) ? '' : ' '
  field.setRangeText(`${gap}@${name} `, value.length, value.length, 'end')
  field.dispatchEvent(new InputEvent('input', { bubbles: true }))
  field.focus()
}
