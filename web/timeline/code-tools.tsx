import type { ComponentChildren, RefObject } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { highlightWhenSeen } from '../highlight/when-seen.ts'
import { copy } from '../browser/clipboard.ts'
import { words } from '../words/first.ts'

const LABELS = { idle: 'copy', copied: 'copied', failed: 'copyFailed' } as const

type Props = {
  text: string
  language: string
  block: RefObject<HTMLElement | null>
  onColoured: (coloured: ComponentChildren) => void
}

/** Extras of a code block: syntax colours, once it is visible, and a copy button. */
export function CodeTools({ text, language, block, onColoured }: Props) {
  const [copying, setCopying] = useState<keyof typeof LABELS>('idle')
  useEffect(() => {
    if (copying === 'idle') return
    const timer = setTimeout(() => setCopying('idle'), 2_000)
    return () => clearTimeout(timer)
  }, [copying])

  useEffect(() => {
    onColoured(undefined)
    return block.current ? highlightWhenSeen(block.current, text, language, onColoured) : undefined
  }, [text, language])

  return (
    <button
      type="button"
      class="text-button"
      onClick={() => void copy(text).then((isCopied) => setCopying(isCopied ? 'copied' : 'failed'))}
    >
      <span aria-live="polite">{words.timeline[LABELS[copying]]}</span>
    </button>
  )
}
