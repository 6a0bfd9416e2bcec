/** Form fields with a label and a hint. */
import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import { useChosen } from './use-action.ts'

type FieldProps = {
  label: string
  hint?: ComponentChildren
  children: (props: { id: string; 'aria-describedby'?: string }) => ComponentChildren
}

/** A label, its field, and a hint. */
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

type NumberFieldProps = {
  label: string
  hint?: string
  value: number
  options: readonly number[]
  /** An option in words. */
  say: (option: number) => string
  onChoose: (option: number) => void
}

/** One of a few numbers. */
export function NumberField({ label, hint, value, options, say, onChoose }: NumberFieldProps) {
  return (
    <Field label={label} hint={hint}>
      {(props) => (
        <select
          {...props}
          class="field"
          value={String(value)}
          onChange={({ currentTarget }) => onChoose(Number(currentTarget.value))}
        >
          {options.map((option) => (
            <option key={option} value={String(option)}>
              {say(option)}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

export function Choices<T extends string>({
  legend,
  isLegendSeen = true,
  isRow = false,
  name,
  value,
  options,
  onChoose,
}: {
  legend: string
  /** False where a heading says it already. */
  isLegendSeen?: boolean
  /** Side by side, for options of a word or two. */
  isRow?: boolean
  name: string
  value: T | undefined
  options: readonly { value: T; label: string; hint?: string }[]
  /** Answers with the result, where the choice is a command. */
  onChoose: (value: T) => unknown
}) {
  const id = useId()
  const [shown, choose] = useChosen<T | undefined, T>(value, onChoose)
  return (
    <fieldset class={isRow ? 'choices choices-row' : 'choices'}>
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
  /** Answers with the result, where the choice is a command. */
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
