/** Buttons that give an order: one that does, one that asks first. */
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Problem } from '../../ui/problem.tsx'
import { overlayWords } from '../../words-overlays.ts'
import type { Action } from '../action.ts'

/** A button that shows that it is at work, and below it what went wrong. */
export function ActionButton({
  action,
  children,
  isMain = false,
  label,
}: {
  action: Action<[], unknown>
  children: ComponentChildren
  isMain?: boolean
  label?: string
}) {
  return (
    <div class="act">
      <button
        type="button"
        class={isMain ? 'button button-main' : 'button'}
        aria-disabled={action.isRunning}
        aria-label={label}
        onClick={() => void action.start()}
      >
        {children}
      </button>
      <Problem failure={action.failure} />
    </div>
  )
}

type ConfirmProps = {
  /** What the button says before, and the one that does it after the question. */
  label: string
  doLabel?: string | undefined
  /** What will happen. */
  question: ComponentChildren
  action: Action<[], unknown>
  onDone?: () => void
  /** What has to be given besides. */
  children?: ComponentChildren
  isQuiet?: boolean
}

/** An act that cannot be taken back, or hits somebody: the first click asks, with words that say what happens. */
export function Confirm({ label, doLabel = label, question, action, onDone, children, isQuiet = false }: ConfirmProps) {
  const [isAsking, setAsking] = useState(false)
  const wasAsking = useRef(false)
  const opener = useRef<HTMLButtonElement>(null)
  const asked = useRef<HTMLFormElement>(null)

  // Before it is painted: a key that follows at once is meant for what is there then.
  useLayoutEffect(() => {
    if (isAsking) asked.current?.focus()
    else if (wasAsking.current) opener.current?.focus()
    wasAsking.current = isAsking
  }, [isAsking])

  function stop() {
    setAsking(false)
    action.forget()
  }

  if (!isAsking) {
    return (
      <button
        type="button"
        class={isQuiet ? 'text-button text-button-alert' : 'button button-alert'}
        ref={opener}
        onClick={() => setAsking(true)}
      >
        {label}
      </button>
    )
  }
  return (
    <form
      class="confirm"
      ref={asked}
      tabIndex={-1}
      onKeyDown={(event) => {
        // Only the question is left, not the dialog.
        if (event.key !== 'Escape') return
        event.preventDefault()
        event.stopPropagation()
        stop()
      }}
      onSubmit={(event) => {
        event.preventDefault()
        void action.start().then((result) => {
          if (!result?.ok) return
          setAsking(false)
          onDone?.()
        })
      }}
    >
      <div class="confirm-question">{question}</div>
      {children}
      <Problem failure={action.failure} />
      <div class="acts">
        <button type="submit" class="button button-danger" aria-disabled={action.isRunning}>
          {doLabel}
        </button>
        <button type="button" class="button" onClick={stop}>
          {overlayWords.cancel}
        </button>
      </div>
    </form>
  )
}
