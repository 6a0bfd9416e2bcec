/** What the dialogs are put together of. */
import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Failure } from '../../protocol/errors.ts'
import { Problem } from '../ui/problem.tsx'
import { overlayWords } from '../words-overlays.ts'
import { type Action, type Loaded, useChosen } from './action.ts'

export function Section({ heading, children }: { heading: string; children: ComponentChildren }) {
  const id = useId()
  return (
    <section class="section" aria-labelledby={id}>
      <h2 id={id}>{heading}</h2>
      {children}
    </section>
  )
}

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

/** Says once that something was done; screen readers hear it. */
export const Done = ({ children }: { children: ComponentChildren }) => (
  <p class="done" role="status">
    {children}
  </p>
)

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

type FieldProps = {
  label: string
  hint?: ComponentChildren
  children: (props: { id: string; 'aria-describedby'?: string }) => ComponentChildren
}

/** A label, what it labels, and a word about it. */
export function Field({ label, hint, children }: FieldProps) {
  const id = useId()
  const hintId = `${id}-hint`
  return (
    <div class="field-frame">
      <label for={id}>{label}</label>
      {children(hint ? { id, 'aria-describedby': hintId } : { id })}
      {hint && (
        <p id={hintId} class="hint">
          {hint}
        </p>
      )}
    </div>
  )
}

export function Choices<T extends string>({
  legend,
  isLegendSeen = true,
  name,
  value,
  options,
  onChoose,
}: {
  legend: string
  /** Not where a heading says it already. */
  isLegendSeen?: boolean
  name: string
  value: T
  options: readonly { value: T; label: string; hint?: string }[]
  /** Where it is an order, what came of it. */
  onChoose: (value: T) => unknown
}) {
  const id = useId()
  const [shown, choose] = useChosen(value, onChoose)
  return (
    <fieldset class="choices">
      <legend class={isLegendSeen ? undefined : 'unseen'}>{legend}</legend>
      {options.map((option) => (
        <label class="choice" key={option.value}>
          <input
            type="radio"
            name={`${name}-${id}`}
            value={option.value}
            checked={option.value === shown}
            onChange={() => choose(option.value)}
          />
          <span>
            {option.label}
            {option.hint && <span class="hint">{option.hint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  )
}

export function Check({
  label,
  hint,
  checked,
  onChange,
}: {
  label: string
  hint?: string
  checked: boolean
  /** Where it is an order, what came of it. */
  onChange: (checked: boolean) => unknown
}) {
  const [shown, change] = useChosen(checked, onChange)
  return (
    <label class="choice">
      <input type="checkbox" checked={shown} onChange={({ currentTarget }) => change(currentTarget.checked)} />
      <span>
        {label}
        {hint && <span class="hint">{hint}</span>}
      </span>
    </label>
  )
}

export function SearchField({
  label,
  value,
  onType,
  isFirst = false,
}: {
  label: string
  value: string
  onType: (value: string) => void
  isFirst?: boolean
}) {
  return (
    <input
      // Not of type search: there the first Esc would empty it instead of closing the dialog.
      type="text"
      role="searchbox"
      enterkeyhint="search"
      class="field"
      aria-label={label}
      placeholder={label}
      dir="auto"
      spellcheck={false}
      autocomplete="off"
      maxLength={100}
      data-first={isFirst || undefined}
      value={value}
      onInput={({ currentTarget }) => onType(currentTarget.value)}
    />
  )
}

/** A list on its way, one that did not come, an empty one, or the thing itself. */
export function Listed<T>({
  loaded,
  isEmpty,
  empty,
  children,
}: {
  loaded: Loaded<T>
  isEmpty: (value: T) => boolean
  empty: ComponentChildren
  children: (value: T) => ComponentChildren
}) {
  const { loading, value } = loaded
  if (loading.state === 'failed') return <LoadFailed failure={loading.failure} onAgain={loaded.again} />
  if (value === undefined) return <p class="soft late">{overlayWords.loading}</p>
  if (isEmpty(value)) return <p class="soft">{empty}</p>
  return <>{children(value)}</>
}

export function LoadFailed({ failure, onAgain }: { failure: Failure; onAgain: () => void }) {
  return (
    <div class="act">
      <Problem failure={failure} />
      <button type="button" class="text-button" onClick={onAgain}>
        {overlayWords.again}
      </button>
    </div>
  )
}

export type Tab<T extends string> = { id: T; label: string; count?: number }

export function Tabs<T extends string>({
  tabs,
  current,
  onChoose,
  label,
  children,
}: {
  tabs: readonly Tab<T>[]
  current: T
  onChoose: (id: T) => void
  label: string
  children: ComponentChildren
}) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)

  function step(by: number) {
    const at = tabs.findIndex((tab) => tab.id === current)
    const next = tabs[(at + by + tabs.length) % tabs.length]
    if (!next) return
    onChoose(next.id)
    list.current?.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus()
  }

  return (
    <>
      <div
        class="tabs"
        role="tablist"
        aria-label={label}
        ref={list}
        onKeyDown={(event) => {
          const forward = getComputedStyle(event.currentTarget).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
          const back = forward === 'ArrowRight' ? 'ArrowLeft' : 'ArrowRight'
          if (event.altKey || (event.key !== forward && event.key !== back)) return
          event.preventDefault()
          step(event.key === forward ? 1 : -1)
        }}
      >
        {tabs.map((tab) => (
          <button
            type="button"
            role="tab"
            key={tab.id}
            id={`${id}-${tab.id}`}
            data-tab={tab.id}
            class="tab"
            aria-selected={tab.id === current}
            aria-controls={tab.id === current ? `${id}-panel` : undefined}
            tabIndex={tab.id === current ? 0 : -1}
            onClick={() => onChoose(tab.id)}
          >
            {tab.label}
            {tab.count !== undefined && tab.count > 0 && <span class="count">{tab.count}</span>}
          </button>
        ))}
      </div>
      <div class="tab-panel" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${current}`}>
        {children}
      </div>
    </>
  )
}
