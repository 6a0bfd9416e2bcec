import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { laterWords as words } from '../words/later.ts'
import './unfold.css'

/** The button below a message that is cut off because it is long. */
export function Unfold() {
  const frame = useRef<HTMLDivElement>(null)
  const isCut = useSignal(false)
  const isOpen = useSignal(false)

  // The body is rendered elsewhere. An attribute on it says how much of it is shown.
  function show(on: boolean) {
    const { current } = frame
    isOpen.value = on
    current?.previousElementSibling?.toggleAttribute('data-open', on)
    // The end of the message was on the screen and has moved off it.
    const row = current?.closest('article')
    if (!on && row && row.getBoundingClientRect().top < 0) row.scrollIntoView()
  }

  useEffect(() => {
    const body = frame.current?.previousElementSibling
    if (!(body instanceof HTMLElement)) return
    const observer = new ResizeObserver(() => (isCut.value = body.scrollHeight > body.clientHeight + 1))
    // The parts change size too: fonts load late, and code gets its colours.
    for (const part of [body, ...body.children]) observer.observe(part)
    const hear = ({ target }: FocusEvent) => target instanceof Element && target.matches(':focus-visible') && show(true)
    body.addEventListener('focusin', hear)
    return () => {
      observer.disconnect()
      body.removeEventListener('focusin', hear)
    }
  }, [])

  return (
    <div class="unfold" ref={frame} data-open={isOpen.value} hidden={!isCut.value && !isOpen.value}>
      <button type="button" class="text-button" aria-expanded={isOpen.value} onClick={() => show(!isOpen.value)}>
        {isOpen.value ? words.timeline.less : words.timeline.whole}
      </button>
    </div>
  )
}
