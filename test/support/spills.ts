/** Parts of a screen that do not fit into their place. */
import type { InPage } from './in-page.ts'

/**
 * Pixels. Some are lost to rounding, and a badge may stand over the corner of its button. The words of a text button at
 * the end of a line stand where the line ends, and its box reaches into the empty space beyond.
 */
const SLACK = { boxed: 3, bare: 14 }

/**
 * One line for each element that is wider than its place: it stands over the edge of the screen, its words are cut off
 * without an ellipsis, or below, or run out of it, or it lies over the one beside it. Code, tables and tabs may be scrolled sideways.
 */
export const spills = (page: InPage): Promise<string[]> =>
  page.evaluate(({ boxed: slack, bare }) => {
    const found: string[] = []
    const tell = (element: Element, what: string) =>
      found.push(`${element.tagName.toLowerCase()}.${element.className.toString()} “${textOf(element)}” ${what}`)
    const textOf = (element: Element) => (element.textContent ?? '').trim().slice(0, 24)
    const isSeen = (element: Element) => {
      const { width, height } = element.getBoundingClientRect()
      return (
        width > 1 && height > 1 && element.checkVisibility({ visibilityProperty: true }) && !element.closest('.unseen')
      )
    }
    const isOnTop = (element: Element) => {
      const modal = document.querySelector('dialog[open]')
      return modal === null || modal.contains(element)
    }
    /** The part of an element that the boxes around it let through, from left to right. */
    const shown = (element: Element) => {
      let { left, right } = element.getBoundingClientRect()
      for (let around = element.parentElement; around; around = around.parentElement) {
        if (getComputedStyle(around).overflowX === 'visible') continue
        const box = around.getBoundingClientRect()
        left = Math.max(left, box.left)
        right = Math.min(right, box.right)
      }
      return { left, right }
    }

    /** Without the padding, which may be there for a finger to hit. */
    const contentOf = (element: Element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect()
      const { paddingLeft, paddingRight, paddingTop, paddingBottom } = getComputedStyle(element)
      return {
        left: left + parseFloat(paddingLeft),
        right: right - parseFloat(paddingRight),
        top: top + parseFloat(paddingTop),
        bottom: bottom - parseFloat(paddingBottom),
      }
    }

    for (const element of document.body.querySelectorAll('*')) {
      if (!isSeen(element) || !isOnTop(element) || element instanceof SVGElement) continue
      const style = getComputedStyle(element)
      const { left, right } = shown(element)
      if (right - left > 1 && (left < -slack || right > innerWidth + slack)) {
        tell(element, `stands from ${Math.round(left)} to ${Math.round(right)} of ${innerWidth}`)
        continue
      }
      if (element.matches('button, a, input, select, textarea, summary')) {
        const { left: from, right: to } = element.getBoundingClientRect()
        const isCut = from < left - slack || to > right + slack
        if (isCut && !element.closest('.code-block, .table-frame, [role=tablist]'))
          tell(element, `is cut off: from ${Math.round(from)} to ${Math.round(to)}, seen to ${Math.round(right)}`)
      }
      const { clientWidth, scrollWidth } = element
      const isBoxed = style.backgroundColor !== 'rgba(0, 0, 0, 0)' || parseFloat(style.borderInlineEndWidth) > 0
      const isOver = clientWidth > 0 && scrollWidth > clientWidth + (isBoxed ? slack : bare)
      const isCalm = style.textOverflow === 'ellipsis' || element.closest('.code-block, .table-frame, [role=tablist]')
      // An element that spills out of a list item spills out of its list; Firefox counts its marker in right-to-left.
      const isPlaced = !/^(?:inline|list-item)/.test(style.display)
      if (isOver && !isCalm && isPlaced && !element.matches('input, select, textarea:placeholder-shown'))
        tell(element, `holds ${scrollWidth} in ${clientWidth} pixels`)
      const words = [...element.childNodes].find((child) => child instanceof Text && child.data.trim() !== '')
      if (words && style.overflowY !== 'visible' && style.textOverflow === 'ellipsis') {
        const range = document.createRange()
        range.selectNode(words)
        const letters = range.getBoundingClientRect()
        const box = element.getBoundingClientRect()
        if (letters.bottom > box.bottom + 0.25 || letters.top < box.top - 0.25)
          tell(element, `is ${box.height} pixels high and its letters ${letters.height}`)
      }
      if (!/flex|grid/.test(style.display)) continue
      const beside = [...element.children].filter(
        (child) => isSeen(child) && !/absolute|fixed|sticky/.test(getComputedStyle(child).position),
      )
      for (const [place, one] of beside.entries()) {
        const next = beside[place + 1]
        if (!next) continue
        const [a, b] = [contentOf(one), contentOf(next)]
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left)
        const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
        if (wide > slack && high > slack) tell(one, `lies over “${textOf(next)}”`)
      }
    }
    return [...new Set(found)]
  }, SLACK)
