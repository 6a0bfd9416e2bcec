/** Colours a block of code when it comes near the screen, and not before. */
import type { ComponentChildren } from 'preact'
import { languageOf } from './languages.ts'
import './highlight.css'

/** A longer text stays without colours. */
const MOST_CHARACTERS = 20_000

export function highlightWhenSeen(
  block: Element,
  text: string,
  written: string,
  give: (coloured: ComponentChildren) => void,
): () => void {
  const language = languageOf(written)
  if (language === undefined || text.length > MOST_CHARACTERS) return () => undefined
  let stop: (() => void) | undefined
  let isWanted = true
  const observer = new IntersectionObserver(
    (seen) => {
      if (!seen.some(({ isIntersecting }) => isIntersecting)) return
      observer.disconnect()
      void import('./highlight.ts').then(
        ({ highlight }) => {
          if (isWanted) stop = highlight(text, language, give)
        },
        (error: unknown) => console.warn(error),
      )
    },
    { rootMargin: '200px' },
  )
  observer.observe(block)
  return () => {
    isWanted = false
    observer.disconnect()
    stop?.()
  }
}
