/** The position of the picker: beside its anchor, or on a phone at the bottom, above the keyboard. */

/** Positions the picker until the returned function is called. */
export function keepBeside(picker: HTMLElement, anchor: HTMLElement): () => void {
  const place = () => {
    const isSheet = matchMedia('(width < 48rem) and (pointer: coarse)').matches
    picker.removeAttribute('style')
    if (isSheet) putAboveKeyboard(picker)
    else putBeside(picker, anchor)
  }
  place()
  addEventListener('resize', place)
  visualViewport?.addEventListener('resize', place)
  return () => {
    removeEventListener('resize', place)
    visualViewport?.removeEventListener('resize', place)
  }
}

/** CSS puts the sheet at the bottom. An on-screen keyboard may cover it without resizing the page. */
function putAboveKeyboard(picker: HTMLElement): void {
  const { height = innerHeight, offsetTop = 0 } = visualViewport ?? {}
  const hidden = innerHeight - height - offsetTop
  if (hidden < 1) return
  picker.style.bottom = `${hidden}px`
  picker.style.maxHeight = `${height - 8}px`
}

/** Above if there is room, else below; always on the screen. */
function putBeside(picker: HTMLElement, anchor: HTMLElement): void {
  const { top, bottom, left, right } = anchor.getBoundingClientRect()
  const { width, height } = picker.getBoundingClientRect()
  const above = top - height - 8
  const y = above >= 8 ? above : bottom + 8
  // Aligned with one edge of the button, so that the picker stays on the screen.
  const [first, second] = document.dir === 'rtl' ? [right - width, left] : [left, right - width]
  const isOver = first < 8 || first + width > innerWidth - 8
  picker.style.left = `${Math.max(8, Math.min(isOver ? second : first, innerWidth - width - 8))}px`
  picker.style.top = `${Math.max(8, Math.min(y, innerHeight - height - 8))}px`
}
