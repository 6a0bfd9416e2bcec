import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { aroundWords as words } from '../words-around.ts'
import './unfold.css'

/** The button below a message that is so long that only its beginning is shown. */
export function Unfold() {
  const frame = useRef<HTMLDivElement>(null)
  const isCut = useSignal(false)
  const isOpen = useSignal(false)

  // The body is drawn by whoever draws any body; how much of it is shown is written on it.
  function show(on: boolean) {
    const { current } = frame
    isOpen.value = on
    current?.previousElementSibling?.toggleAttribute('data-open', on)
    // Its end was on the screen, and is not there any more.
    const row = current?.closest('article')
    if (!on && row && row.getBoundingClientRect().top < 0) row.scrollIntoView()
  }

  useEffect(() => {
    const body = frame.current?.previousElementSibling
    if (!(body instanceof HTMLElement)) return
    const observer = new ResizeObserver(() => (isCut.value = body.scrollHeight > body.clientHeight + 1))
    // Also what is in it: letters that come late, and code that gets its colours.
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
