import type { RefObject } from 'preact'
import { useLayoutEffect } from 'preact/hooks'

/** Begins where there is something to fill in, when a form comes and when `keys` change. At once: later somebody writes elsewhere in it. */
export function useFirstField(form: RefObject<HTMLFormElement | null>, keys: readonly unknown[] = []): void {
  useLayoutEffect(() => {
    const fields = [...(form.current?.querySelectorAll('input') ?? [])]
    const first = fields.find(({ value }) => value === '') ?? fields[0]
    first?.focus()
  }, keys)
}
