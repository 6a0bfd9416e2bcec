import { MAX_BODY_BYTES, utf8Length } from '../../protocol/limits.ts'
import { laterWords } from '../words/later.ts'

/** Counts down near the limit. Beyond it, shows how many characters to remove. */
export function LimitNote({ text }: { text: string }) {
  const left = MAX_BODY_BYTES - utf8Length(text)
  if (left < 0) {
    return (
      <span class="limit-exceeded" role="alert">
        {laterWords.composer.tooLong(charactersOver(text))}
      </span>
    )
  }
  return <span>{laterWords.composer.left(left, MAX_BODY_BYTES)}</span>
}

/** The limit is in bytes, but a writer removes characters. */
function charactersOver(text: string): number {
  let bytes = 0
  let over = 0
  for (const character of text) {
    bytes += utf8Length(character)
    if (bytes > MAX_BODY_BYTES) over++
  }
  return over
}
