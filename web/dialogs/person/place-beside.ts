const GAP = 8

/**
 * Places the card beside an element at the page's edge; else below it, or above where there is more room. It stays on
 * the screen.
 */
export function placeBeside(card: HTMLElement, at: DOMRect): void {
  const { width, height } = card.getBoundingClientRect()
  const isRightToLeft = getComputedStyle(card).direction === 'rtl'
  const isAtEdge = at.width > 0 && (isRightToLeft ? innerWidth - at.left : at.right) < 280
  const after = isRightToLeft ? at.left - width - GAP : at.right + GAP
  const aligned = isRightToLeft ? at.right - width : at.left
  const below = at.bottom + GAP / 2
  const isBelow = below + height <= innerHeight - GAP || at.top < innerHeight / 2
  const x = isAtEdge ? after : aligned
  const y = isAtEdge ? at.top : isBelow ? below : at.top - height - GAP / 2
  card.style.setProperty('--x', `${within(x, innerWidth - width)}px`)
  card.style.setProperty('--y', `${within(y, innerHeight - height)}px`)
}

const within = (place: number, most: number): number => Math.max(GAP, Math.min(place, most - GAP))
