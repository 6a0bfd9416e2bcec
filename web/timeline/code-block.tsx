import { useEffect, useState } from 'preact/hooks'
import { words } from '../words.ts'

type Copying = 'idle' | 'copied' | 'failed'

const LABELS: Record<Copying, string> = {
  idle: words.timeline.copy,
  copied: words.timeline.copied,
  failed: words.timeline.copyFailed,
}

export function CodeBlock({ text, language }: { text: string; language: string }) {
  const [copying, setCopying] = useState<Copying>('idle')
  useEffect(() => {
    if (copying === 'idle') return
    const timer = setTimeout(() => setCopying('idle'), 2_000)
    return () => clearTimeout(timer)
  }, [copying])

  async function copy() {
    try {
      await navigator.clipboard.writeText(text)
      setCopying('copied')
    } catch {
      // No permission, or a page without https: the reader can still select the text.
      setCopying('failed')
    }
  }

  return (
    <figure class="code-block" dir="ltr">
      <figcaption>
        <span>{language}</span>
        <button type="button" class="text-button" onClick={() => void copy()}>
          <span aria-live="polite">{LABELS[copying]}</span>
        </button>
      </figcaption>
      <pre tabIndex={0}>
        <code>{text}</code>
      </pre>
    </figure>
  )
}
