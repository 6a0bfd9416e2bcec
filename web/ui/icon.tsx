import type { ComponentChildren } from 'preact'

type Props = { path?: string; class?: string; children?: ComponentChildren }

/** An icon: one path, or other shapes. The words are beside it, or the label of its button. */
export const Icon = ({ path, class: more, children }: Props) => (
  <svg class={more === undefined ? 'icon' : `icon ${more}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    {path === undefined ? children : <path d={path} />}
  </svg>
)
