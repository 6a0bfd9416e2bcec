import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { aroundWords as words } from '../words-around.ts'

/** Somebody I have blocked: the place is kept, and what was said is one click away. */
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
