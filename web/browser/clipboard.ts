/** Copies a text to the clipboard. Answers whether that worked. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // No permission; or no https, and then there is no clipboard API at all.
    return copyAsSelected(text)
  }
}

/** The older way, which also works without https: it copies the selection. */
function copyAsSelected(text: string): boolean {
  const selection = getSelection()
  const before = selection && selection.rangeCount > 0 ? selection.getRangeAt(0) : undefined
  const something = document.createElement('span')
  something.className = 'unseen'
  something.textContent = '.'
  something.style.userSelect = 'text'
  // Next to the pressed button: behind a dialog nothing can be selected.
  const place = document.activeElement?.parentElement ?? document.body
  place.append(something)
  selection?.selectAllChildren(something)

  let isCopied = false
  const give = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text)
    event.preventDefault()
    event.stopImmediatePropagation()
    isCopied = event.clipboardData !== null
  }
  addEventListener('copy', give, { capture: true, once: true })
  const isDone = document.execCommand('copy')
  removeEventListener('copy', give, { capture: true })

  something.remove()
  selection?.removeAllRanges()
  if (before) selection?.addRange(before)
  return isDone && isCopied
}
