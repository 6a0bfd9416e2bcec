/** Buttons that give a command: one acts at once, one asks first. */
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Problem } from './problem.tsx'
import { dialogWords } from '../words/dialogs.ts'
import type { Action } from './use-action.ts'

/** A button that shows its progress, and the error below it. */
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
  /** The label of the button, and the label of the one that acts after the question. */
  label: string
  doLabel?: string | undefined
  /** The name of the first one for screen readers, where several have the same label. */
  name?: string
  /** The consequence of the action. */
  question: ComponentChildren
  action: Action<[], unknown>
  onDone?: () => void
  /** Further fields of the form. */
  children?: ComponentChildren
  isQuiet?: boolean
}

/** An action that cannot be undone, or affects other people. The first click asks, with words about the consequence. */
export function Confirm({
  label,
  doLabel = label,
  name,
  question,
  action,
  onDone,
  children,
  isQuiet = false,
}: ConfirmProps) {
  const [isAsking, setAsking] = useState(false)
  const wasAsking = useRef(false)
  const opener = useRef<HTMLButtonElement>(null)
  const asked = useRef<HTMLFormElement>(null)

  // Before the paint: a key pressed right after the click belongs to the new state.
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
        aria-label={name}
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
        // Closes only the question, not the dialog.
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
          {dialogWords.cancel}
        </button>
      </div>
    </form>
  )
}
