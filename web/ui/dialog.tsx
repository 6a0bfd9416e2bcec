import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { dialogWords } from '../words/dialogs.ts'
import { Broken } from './broken.tsx'
import { Icon } from './icon.tsx'
import './dialog.css'

type Props = {
  heading: ComponentChildren
  onClose: () => void
  /** Goes to the dialog that was open before it. */
  onBack?: (() => void) | undefined
  /** Nothing in it takes the focus, so the text does: the keyboard scrolls it. */
  isText?: boolean
  /** Its contents stand side by side. */
  isWide?: boolean
  children: ComponentChildren
}

/** A dialog over the page. The browser keeps the focus in it, and gives it back when the dialog closes. */
export function Dialog({ heading, onClose, onBack, isText = false, isWide = false, children }: Props) {
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const isLeft = useRef(false)

  useLayoutEffect(() => {
    const opened = dialog.current
    opened?.showModal()
    // The field that the dialog is for, or the heading, so that it is read aloud.
    const first = opened?.querySelector<HTMLElement>('[data-first]') ?? opened?.querySelector<HTMLElement>('h1')
    first?.focus()
    // Only a closed dialog gives the focus back; one that is merely removed does not.
    return () => {
      isLeft.current = true
      opened?.close()
    }
  }, [])

  /** A click beside it closes it, unless that would lose text. */
  function hearPress(event: PointerEvent) {
    const { current } = dialog
    if (current && event.target === current && !isWritten(current)) onClose()
  }

  return (
    <dialog
      class={isWide ? 'dialog dialog-wide' : 'dialog'}
      ref={dialog}
      aria-labelledby={id}
      // Closed by a phone's back gesture, for example. A change to another dialog does not count as closing.
      onClose={() => !isLeft.current && onClose()}
      onKeyDown={(event) => {
        // Before the browser closes it, which reports it only afterwards. An open list inside closes first.
        if (event.key !== 'Escape' || event.isComposing || event.target instanceof HTMLSelectElement) return
        event.preventDefault()
        onClose()
      }}
      onPointerDown={hearPress}
    >
      <div class="dialog-page">
        <header class="dialog-bar">
          {onBack && (
            <button type="button" class="icon-button" aria-label={dialogWords.dialog.back} onClick={onBack}>
              <Icon path="M14 6l-6 6 6 6" />
            </button>
          )}
          <h1 id={id} tabIndex={-1}>
            {heading}
          </h1>
          <button type="button" class="icon-button" aria-label={dialogWords.dialog.close} onClick={onClose}>
            <Icon path="M6 6l12 12M18 6 6 18" />
          </button>
        </header>
        <div class="dialog-body" tabIndex={isText ? 0 : undefined}>
          <Broken>{children}</Broken>
        </div>
      </div>
    </dialog>
  )
}

function isWritten(dialog: HTMLDialogElement): boolean {
  const fields = dialog.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
    'input:not([role], [type=checkbox], [type=radio], [readonly]), textarea',
  )
  return [...fields].some(({ value, defaultValue }) => value !== defaultValue)
}
