const growsByItself = CSS.supports('field-sizing', 'content')

/** Makes a field as high as its text. The styles set the maximum. */
export function fitHeight(field: HTMLTextAreaElement): void {
  if (growsByItself) return
  field.style.height = 'auto'
  field.style.height = `${field.scrollHeight}px`
}
