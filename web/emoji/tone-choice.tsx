import { useLayoutEffect, useRef } from 'preact/hooks'
import { emojiWords as words } from '../words/emoji.ts'
import { withTone } from './tones.ts'

type Props = { tone: number; onChoose: (tone: number) => void; onDone: () => void }

/** One hand in each tone. Arrow keys choose, as among radio buttons; Enter or a click ends the choice. */
export function Tones({ tone, onChoose, onDone }: Props) {
  const row = useRef<HTMLDivElement>(null)
  const focus = (at: number) => row.current?.querySelectorAll('button')[at]?.focus()
  useLayoutEffect(() => focus(tone), [])

  function hear(event: KeyboardEvent) {
    const isRtl = document.dir === 'rtl'
    const step = { ArrowRight: isRtl ? -1 : 1, ArrowLeft: isRtl ? 1 : -1, ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.key === 'Escape') onDone()
    else if (step !== undefined) {
      const next = (tone + step + words.tones.length) % words.tones.length
      onChoose(next)
      focus(next)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div class="emoji-tones" role="radiogroup" aria-label={words.tone} ref={row} onKeyDown={hear}>
      {words.tones.map((name, at) => (
        <button
          key={name}
          type="button"
          role="radio"
          class="emoji-cell"
          aria-checked={at === tone}
          aria-label={name}
          title={name}
          tabIndex={at === tone ? 0 : -1}
          onClick={() => {
            onChoose(at)
            onDone()
          }}
        >
          {withTone('✋', at)}
        </button>
      ))}
    </div>
  )
}
