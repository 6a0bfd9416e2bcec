/** A part of a dialog, and its note after an action. */
import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

export function Section({ heading, children }: { heading: string; children: ComponentChildren }) {
  const id = useId()
  return (
    <section class="section" aria-labelledby={id}>
      <h2 id={id}>{heading}</h2>
      {children}
    </section>
  )
}

/** Says once that an action is done; screen readers announce it. */
export const Done = ({ children }: { children: ComponentChildren }) => (
  <p class="done" role="status">
    {children}
  </p>
)
