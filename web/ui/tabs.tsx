import type { ComponentChildren } from 'preact'
import { useId, useRef } from 'preact/hooks'

export type Tab<T extends string> = { id: T; label: ComponentChildren; count?: number; icon?: ComponentChildren }

export function Tabs<T extends string>({
  tabs,
  current,
  onChoose,
  label,
  isVertical = false,
  children,
}: {
  tabs: readonly Tab<T>[]
  current: T
  onChoose: (id: T) => void
  label: string
  /** Beside the open tab's content, not above it. */
  isVertical?: boolean
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
        class={isVertical ? 'tabs tabs-side' : 'tabs'}
        role="tablist"
        aria-orientation={isVertical ? 'vertical' : undefined}
        aria-label={label}
        ref={list}
        onKeyDown={(event) => {
          const [back, forward] = keysOf(event.currentTarget, isVertical)
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
            {tab.icon}
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

/** The keys for the previous and the next tab. */
function keysOf(list: HTMLElement, isVertical: boolean): [back: string, forward: string] {
  if (isVertical) return ['ArrowUp', 'ArrowDown']
  return getComputedStyle(list).direction === 'rtl' ? ['ArrowRight', 'ArrowLeft'] : ['ArrowLeft', 'ArrowRight']
}
