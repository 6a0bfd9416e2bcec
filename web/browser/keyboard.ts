/**
 * Keeps the page as high as what is seen of it. Chrome and Firefox do so by themselves (`interactive-widget`); on an iPhone
 * the keyboard lies over the page, and would hide the composer.
 */
export function makeRoomForKeyboard(): () => void {
  const { visualViewport: seen } = globalThis
  if (!seen) return () => undefined
  const { style } = document.documentElement
  function fit() {
    // A pinch makes what is seen smaller, too.
    const isCovered = seen!.scale < 1.01 && innerHeight - seen!.height > 60
    if (isCovered) style.setProperty('--seen', `${Math.round(seen!.height)}px`)
    else style.removeProperty('--seen')
    // The browser has moved the page up to show the field. Now it is in sight by itself.
    if (isCovered) scrollTo(0, 0)
  }
  fit()
  seen.addEventListener('resize', fit)
  return () => {
    seen.removeEventListener('resize', fit)
    style.removeProperty('--seen')
  }
}
