import type { ComponentChildren, RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import './menu.css'

type Props = {
  label: string
  /** What it belongs to: it opens beside it. On a phone it lies at the bottom, under the thumb. */
  anchor: RefObject<HTMLElement | null>
  onClose: () => void
  /** What stands above the items and is none of them. */
  above?: ComponentChildren
  children: ComponentChildren
}

/** A menu, over everything. Escape, a click elsewhere and a choice close it; arrows move in it. */
export function Menu({ label, anchor, onClose, above, children }: Props) {
  const menu = useRef<HTMLDivElement>(null)

  useLayoutEffect(() => {
    const opened = menu.current
    if (!opened) return
    opened.showPopover()
    if (anchor.current) putBeside(opened, anchor.current.getBoundingClientRect())
    itemsOf(opened)[0]?.focus()
    return () => opened.hidePopover()
  }, [])

  function hear(event: KeyboardEvent) {
    const items = menu.current ? itemsOf(menu.current) : []
    const at = items.findIndex((item) => item === document.activeElement)
    const to = placeFor(event.key, at, items.length)
    if (to === undefined) return
    event.preventDefault()
    items[to]?.focus()
  }

  return (
    <div
      class="menu"
      popover="auto"
      ref={menu}
      onKeyDown={hear}
      onToggle={({ newState }) => newState === 'closed' && onClose()}
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
  isChosen?: boolean
  isGrave?: boolean
  children: ComponentChildren
}) {
  const { onClick, isChosen, isGrave = false, children } = props
  return (
    <button
      type="button"
      class="menu-item"
      role={isChosen === undefined ? 'menuitem' : 'menuitemradio'}
      aria-checked={isChosen}
      data-grave={isGrave}
      onClick={onClick}
    >
      {children}
    </button>
  )
}

const itemsOf = (menu: HTMLElement) => [...menu.querySelectorAll<HTMLElement>('.menu-item')]

function placeFor(key: string, at: number, count: number): number | undefined {
  if (key === 'ArrowDown' || key === 'ArrowRight') return (at + 1) % count
  if (key === 'ArrowUp' || key === 'ArrowLeft') return (at - 1 + count) % count
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  return undefined
}

/** Below it if there is room, else above; always on the screen. */
function putBeside(menu: HTMLElement, { top, bottom, right }: DOMRect): void {
  if (matchMedia('(width < 48rem) and (pointer: coarse)').matches) return
  const { width, height } = menu.getBoundingClientRect()
  const below = bottom + 4
  const y = below + height <= innerHeight - 8 ? below : Math.max(8, top - height - 4)
  menu.style.left = `${Math.max(8, Math.min(right - width, innerWidth - width - 8))}px`
  menu.style.top = `${y}px`
}
