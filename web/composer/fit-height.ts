const growsByItself = CSS.supports('field-sizing', 'content')

/** As high as its text; css says how high at most. */
export function fitHeight(field: HTMLTextAreaElement): void {
  if (growsByItself) return
  field.style.height = 'auto'
  field.style.height = `${field.scrollHeight}px`
}
