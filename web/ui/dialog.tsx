import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { overlayWords } from '../words-overlays.ts'
import './dialog.css'

type Props = {
  heading: ComponentChildren
  onClose: () => void
  /** To what was open before it. */
  onBack?: (() => void) | undefined
  children: ComponentChildren
}

/** A window over the page. The browser keeps the focus in it; it goes back to where it was when the window is closed. */
export function Dialog({ heading, onClose, onBack, children }: Props) {
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const isLeft = useRef(false)

  useLayoutEffect(() => {
    const opened = dialog.current
    opened?.showModal()
    // The field that one came for, or the heading, so that it is read aloud.
    const first = opened?.querySelector<HTMLElement>('[data-first]') ?? opened?.querySelector<HTMLElement>('h1')
    first?.focus()
    // Only a dialog that is closed gives the focus back; one that merely goes away does not.
    return () => {
      isLeft.current = true
      opened?.close()
    }
  }, [])

  /** A click beside it closes it, unless that would throw away what was written. */
  function hearPress(event: PointerEvent) {
    const { current } = dialog
    if (current && event.target === current && !isWritten(current)) onClose()
  }

  return (
    <dialog
      class="dialog"
      ref={dialog}
      aria-labelledby={id}
      // By the way back of a phone, say. When another one takes its place that is no closing.
      onClose={() => !isLeft.current && onClose()}
      onKeyDown={(event) => {
        // Before the browser does it, which tells of it only afterwards; a list that is open in there it closes first.
        if (event.key !== 'Escape' || event.isComposing || event.target instanceof HTMLSelectElement) return
        event.preventDefault()
        onClose()
      }}
      onPointerDown={hearPress}
    >
      <div class="dialog-page">
        <header class="dialog-bar">
          {onBack && (
            <button type="button" class="icon-button" aria-label={overlayWords.dialog.back} onClick={onBack}>
              <Drawn path="M14 6l-6 6 6 6" />
            </button>
          )}
          <h1 id={id} tabIndex={-1}>
            {heading}
          </h1>
          <button type="button" class="icon-button" aria-label={overlayWords.dialog.close} onClick={onClose}>
            <Drawn path="M6 6l12 12M18 6 6 18" />
          </button>
        </header>
        <div class="dialog-body">{children}</div>
      </div>
    </dialog>
  )
}

function Drawn({ path }: { path: string }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={path} />
    </svg>
  )
}

function isWritten(dialog: HTMLDialogElement): boolean {
  const fields = dialog.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
    'input:not([role], [type=checkbox], [type=radio], [readonly]), textarea',
  )
  return [...fields].some(({ value, defaultValue }) => value !== defaultValue)
}
