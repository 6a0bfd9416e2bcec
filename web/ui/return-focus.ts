/** Gives the focus back to what opened something that is closing now, unless the reader has put it elsewhere by then. */
export function returnFocus(opener: HTMLElement | undefined): void {
  const left = document.activeElement
  // What lay behind can have the focus only when it is no longer inert.
  requestAnimationFrame(() => {
    const now = document.activeElement
    if (opener?.isConnected && (now === left || now === document.body)) opener.focus()
  })
}
