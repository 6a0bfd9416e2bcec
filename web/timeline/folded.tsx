import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { laterWords as words } from '../words/later.ts'

/** A message of a user I have blocked. The row stays; one click shows the text. */
export function Folded({ children }: { children: ComponentChildren }) {
  const isOpen = useSignal(false)
  return (
    <>
      <p class="trace">
        {words.timeline.blocked}{' '}
        <button type="button" class="text-button" onClick={() => (isOpen.value = !isOpen.value)}>
          {isOpen.value ? words.timeline.hide : words.timeline.show}
        </button>
      </p>
      {isOpen.value && children}
    </>
  )
}
