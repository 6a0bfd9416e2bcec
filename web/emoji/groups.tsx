import type { Signal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { drawEmoji } from '../state/custom-emoji.ts'
import { emojiWords as words } from '../words/emoji.ts'
import type { Part } from './grid.tsx'

type Props = { parts: readonly Part[]; current: Signal<number>; picker: RefObject<HTMLElement | null> }

/** Buttons that scroll to the groups. One stop of Tab; arrow keys move between them. */
export function Groups({ parts, current, picker }: Props) {
  const bar = useRef<HTMLDivElement>(null)
  const at = current.value
  // On a phone the row of buttons is too narrow for all of them.
  useEffect(() => bar.current?.children[at]?.scrollIntoView({ block: 'nearest', inline: 'nearest' }), [at])

  function show(at: number) {
    const grid = picker.current?.querySelector<HTMLElement>('.emoji-grid')
    const part = grid?.querySelectorAll<HTMLElement>('.emoji-part')[at]
    if (grid && part) grid.scrollTop = part.offsetTop
    current.value = at
  }

  function hear(event: KeyboardEvent & { currentTarget: HTMLElement }) {
    const buttons = [...event.currentTarget.querySelectorAll('button')]
    const isRtl = document.dir === 'rtl'
    const at = buttons.findIndex((button) => button === document.activeElement)
    const to = {
      ArrowRight: isRtl ? at - 1 : at + 1,
      ArrowLeft: isRtl ? at + 1 : at - 1,
      Home: 0,
      End: buttons.length - 1,
    }[event.key]
    if (to === undefined) return
    event.preventDefault()
    buttons[to]?.focus()
  }

  return (
    <div class="emoji-groups" role="tablist" aria-label={words.categories} ref={bar} onKeyDown={hear}>
      {parts.map(({ key, sign, title }, place) => (
        <button
          key={key}
          type="button"
          class="emoji-group"
          aria-label={title}
          title={title}
          role="tab"
          aria-selected={place === at}
          tabIndex={place === at ? 0 : -1}
          onClick={() => show(place)}
        >
          {drawEmoji(sign)}
        </button>
      ))}
    </div>
  )
}
