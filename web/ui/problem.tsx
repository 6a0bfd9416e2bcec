import { useMemo } from 'preact/hooks'
import type { Failure } from '../../protocol/errors.ts'
import { sentenceOf } from '../words/language.ts'
import { words } from '../words/first.ts'
import { useSecondsUntil } from './use-seconds-until.ts'
import './problem.css'

/** An error, in a sentence. The element always exists, so that screen readers announce new text in it. */
export function Problem({ failure, id }: { failure: Failure | undefined; id?: string }) {
  return (
    <div class="problem">
      <p id={id} role="alert">
        {failure && sentenceOf(failure)}
      </p>
      {failure?.retryAfterMs !== undefined && <Wait failure={failure} ms={failure.retryAfterMs} />}
    </div>
  )
}

/** Outside of the alert, which would otherwise be read aloud every second. */
function Wait({ failure, ms }: { failure: Failure; ms: number }) {
  const seconds = useSecondsUntil(useMemo(() => performance.now() + ms, [failure]))
  return seconds > 0 && <p>{words.join.tryAgainIn(seconds)}</p>
}
