import type { ComponentChildren, RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { restingFinger } from './resting-finger.ts'
import { Icon } from './icon.tsx'
import { nextRow } from './row-keys.ts'
import './menu.css'

type Props = {
  label: string
  /** The opener: the menu opens beside it. On a phone the menu lies at the bottom, under the thumb. */
  anchor: RefObject<HTMLElement | null>
  /** The pointer's position, if a pointer opened it: the menu opens there. */
  at?: { x: number; y: number } | undefined
  /** The name of the menu's page. Each page begins at its first item. */
  page?: string
  /** Goes back to the page before. */
  onBack?: (() => void) | undefined
  onClose: () => void
  /** Content above the items that is no item. */
  above?: ComponentChildren
  children: ComponentChildren
}

/** A menu, over everything. Escape, a click elsewhere and a choice close it; arrows move in it. */
export function Menu({ label, anchor, at, page, onBack, onClose, above, children }: Props) {
  const menu = useRef<HTMLDivElement>(null)

  useLayoutEffect(() => {
    const opened = menu.current
    return () => opened?.hidePopover()
  }, [])
  useLayoutEffect(open, [page])

  function open() {
    const opened = menu.current
    if (!opened) return
    if (!opened.matches(':popover-open')) opened.showPopover()
    if (at) putBeside(opened, new DOMRect(at.x, at.y), true)
    else if (anchor.current) putBeside(opened, anchor.current.getBoundingClientRect())
    itemsOf(opened)[0]?.focus()
  }

  function hear(event: KeyboardEvent) {
    const items = menu.current ? itemsOf(menu.current) : []
    const place = items.findIndex((item) => item === document.activeElement)
    const isRtl = getComputedStyle(event.currentTarget as Element).direction === 'rtl'
    const [inwards, outwards] = isRtl ? ['ArrowLeft', 'ArrowRight'] : ['ArrowRight', 'ArrowLeft']
    if (event.key === outwards && onBack) onBack()
    else if (event.key === inwards && items[place]?.ariaHasPopup === 'menu') items[place].click()
    else {
      const to = placeFor(event.key, place, items.length)
      if (to === undefined) return
      items[to]?.focus()
    }
    event.preventDefault()
  }

  return (
    <div
      class="menu"
      popover="auto"
      ref={menu}
      onKeyDown={hear}
      onToggle={({ newState }) => {
        if (newState === 'open') return
        if (restingFinger.isThere) open()
        else onClose()
      }}
      onClick={({ target }) => {
        if (target instanceof Element && target.closest('[data-stays]')) return
        if (target instanceof Element && target.closest('[role^=menuitem]')) menu.current?.hidePopover()
      }}
    >
      {above}
      <div role="menu" aria-label={label}>
        {children}
      </div>
    </div>
  )
}

export function MenuItem(props: {
  onClick: () => void
  /** Its icon, as an SVG path. */
  icon?: string
  isChosen?: boolean
  isGrave?: boolean
  /** It leads to another page of the menu. */
  hasPage?: boolean
  children: ComponentChildren
}) {
  const { onClick, icon, isChosen, isGrave = false, hasPage, children } = props
  return (
    <button
      type="button"
      class="menu-item"
      role={isChosen === undefined ? 'menuitem' : 'menuitemradio'}
      aria-checked={isChosen}
      aria-haspopup={hasPage ? 'menu' : undefined}
      data-grave={isGrave}
      onClick={onClick}
    >
      {icon !== undefined && <Icon path={icon} />}
      {children}
    </button>
  )
}

const itemsOf = (menu: HTMLElement) => [...menu.querySelectorAll<HTMLElement>('.menu-item')]

function placeFor(key: string, at: number, count: number): number | undefined {
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  return nextRow(key.replace('Right', 'Down').replace('Left', 'Up'), at, count)
}

/**
 * Places the menu below its opener if there is room, else above; always on the screen. At a pointer it opens in the
 * text's direction.
 */
function putBeside(menu: HTMLElement, { top, bottom, right }: DOMRect, isPoint = false): void {
  if (matchMedia('(width < 48rem) and (pointer: coarse)').matches) return
  const { width, height } = menu.getBoundingClientRect()
  const gap = isPoint ? 0 : 4
  const below = bottom + gap
  const y = below + height <= innerHeight - 8 ? below : Math.max(8, top - height - gap)
  const x = isPoint && getComputedStyle(menu).direction === 'ltr' ? right : right - width
  menu.style.left = `${Math.max(8, Math.min(x, innerWidth - width - 8))}px`
  menu.style.top = `${y}px`
}
