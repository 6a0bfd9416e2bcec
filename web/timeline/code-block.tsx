import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { lazy } from '../ui/lazy.tsx'

const CodeTools = lazy(async () => (await import('./code-tools.tsx')).CodeTools)

export function CodeBlock({ text, language }: { text: string; language: string }) {
  const [coloured, setColoured] = useState<ComponentChildren>(undefined)
  const block = useRef<HTMLElement>(null)
  return (
    <figure class="code-block" dir="ltr" ref={block}>
      <figcaption>
        <span translate={false}>{language}</span>
        <CodeTools text={text} language={language} block={block} onColoured={setColoured} />
      </figcaption>
      <pre tabIndex={0} translate={false}>
        <code>{coloured ?? text}</code>
      </pre>
    </figure>
  )
}
