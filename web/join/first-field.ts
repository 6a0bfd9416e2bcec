import type { RefObject } from 'preact'
import { useLayoutEffect } from 'preact/hooks'

/** Focuses the first empty field when a form appears and when `keys` change. Later, users may be typing elsewhere. */
export function useFirstField(form: RefObject<HTMLFormElement | null>, keys: readonly unknown[] = []): void {
  useLayoutEffect(() => {
    const fields = [...(form.current?.querySelectorAll('input') ?? [])]
    const first = fields.find(({ value }) => value === '') ?? fields[0]
    first?.focus()
  }, keys)
}
