import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { closePanel, panel } from '../state/open-panel.ts'
import { Broken } from '../ui/broken.tsx'
import { Icon } from '../ui/icon.tsx'
import { findingWords as words } from '../words/finding.ts'

/** A panel with its heading, and the way out of it. */
export function Frame({ heading, children }: { heading: string; children: ComponentChildren }) {
  const id = useId()
  const frame = useRef<HTMLElement>(null)
  // Before the paint: keys pressed right after the shortcut belong to the panel.
  useLayoutEffect(() => {
    const first = frame.current?.querySelector<HTMLElement>('[data-first]')
    const target = first ?? frame.current?.querySelector('h2')
    target?.focus()
  }, [panel.value])
  return (
    <aside
      class="panel"
      aria-labelledby={id}
      ref={frame}
      onKeyDown={(event) => {
        if (event.defaultPrevented || event.isComposing || event.key !== 'Escape') return
        event.preventDefault()
        closePanel()
      }}
    >
      <header class="panel-bar">
        <h2 id={id} tabIndex={-1}>
          <bdi>{heading}</bdi>
        </h2>
        <button type="button" class="icon-button" aria-label={words.close} title={words.close} onClick={closePanel}>
          <Icon path="M6 6l12 12M18 6 6 18" />
        </button>
      </header>
      <div class="panel-body">
        <Broken>{children}</Broken>
      </div>
    </aside>
  )
}
