import { useMemo } from 'preact/hooks'
import type { Failure } from '../../protocol/errors.ts'
import { words } from '../words.ts'
import { useSecondsUntil } from './seconds-until.ts'
import './problem.css'

/** What went wrong, in the server's sentence. It is always there, so that what appears in it is read aloud. */
export function Problem({ failure, id }: { failure: Failure | undefined; id?: string }) {
  return (
    <div class="problem">
      <p id={id} role="alert">
        {failure?.message}
      </p>
      {failure?.retryAfterMs !== undefined && <Wait failure={failure} ms={failure.retryAfterMs} />}
    </div>
  )
}

/** Beside the alert, which would else be read aloud every second. */
function Wait({ failure, ms }: { failure: Failure; ms: number }) {
  const seconds = useSecondsUntil(useMemo(() => performance.now() + ms, [failure]))
  return seconds > 0 && <p>{words.join.tryAgainIn(seconds)}</p>
}
