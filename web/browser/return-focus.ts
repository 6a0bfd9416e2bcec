/** Gives the focus back to the element that opened a closing part, unless the reader has moved it meanwhile. */
export function returnFocus(opener: HTMLElement | undefined): void {
  const left = document.activeElement
  // An element behind a dialog can have the focus only when it is no longer inert.
  requestAnimationFrame(() => {
    const now = document.activeElement
    if (opener?.isConnected && (now === left || now === document.body)) opener.focus()
  })
}
