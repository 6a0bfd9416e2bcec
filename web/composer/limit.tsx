import { MAX_BODY_BYTES } from '../../protocol/limits.ts'
import { aroundWords } from '../words-around.ts'

/** Near the limit it counts down, beyond it says by how much. */
export function LimitNote({ bytes }: { bytes: number }) {
  const left = MAX_BODY_BYTES - bytes
  if (left < 0) {
    return (
      <span class="limit-exceeded" role="alert">
        {aroundWords.composer.tooLong(-left)}
      </span>
    )
  }
  return <span>{aroundWords.composer.left(left, MAX_BODY_BYTES)}</span>
}
