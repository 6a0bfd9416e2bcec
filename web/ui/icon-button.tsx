import type { ComponentChildren, RefObject } from 'preact'
import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { Icon } from './icon.tsx'

type IconButtonProps = { label: string; onClick: () => void; badge?: number; children: ComponentChildren }

/** A button with a drawing, and perhaps a number beside it. */
export function IconButton({ label, onClick, badge = 0, children }: IconButtonProps) {
  return (
    <button type="button" class="icon-button" aria-label={label} title={label} onClick={onClick}>
      <Icon>{children}</Icon>
      {badge > 0 && (
        <span class="badge" data-mention="true" aria-hidden="true">
          {badge > 99 ? '99+' : badge}
        </span>
      )}
    </button>
  )
}

type MenuButtonProps = {
  label: string
  /** Three dots in a row or in a column. */
  dots: string
  menu: (anchor: RefObject<HTMLElement | null>, onClose: () => void) => ComponentChildren
}

/** A button that opens a menu. */
export function MenuButton({ label, dots, menu }: MenuButtonProps) {
  const isOpen = useSignal(false)
  const button = useRef<HTMLButtonElement>(null)
  return (
    <>
      <button
        type="button"
        class="icon-button"
        ref={button}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={isOpen.value}
        onClick={() => (isOpen.value = !isOpen.value)}
      >
        <Icon>
          <path d={dots} stroke-width="2.5" />
        </Icon>
      </button>
      {isOpen.value && menu(button, () => (isOpen.value = false))}
    </>
  )
}
