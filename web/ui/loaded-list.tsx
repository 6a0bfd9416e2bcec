import type { ComponentChildren } from 'preact'
import type { Failure } from '../../protocol/errors.ts'
import { Problem } from './problem.tsx'
import { dialogWords } from '../words/dialogs.ts'
import type { Loaded } from './use-action.ts'

/** A list in its states: loading, failed, empty, or shown. */
export function Listed<T>({
  loaded,
  isEmpty,
  empty,
  children,
}: {
  loaded: Loaded<T>
  isEmpty: (value: T) => boolean
  empty: ComponentChildren
  children: (value: T) => ComponentChildren
}) {
  const { loading, value } = loaded
  if (loading.state === 'failed') return <LoadFailed failure={loading.failure} onAgain={loaded.again} />
  if (value === undefined) return <p class="soft late">{dialogWords.loading}</p>
  if (isEmpty(value)) return <p class="soft">{empty}</p>
  return <>{children(value)}</>
}

function LoadFailed({ failure, onAgain }: { failure: Failure; onAgain: () => void }) {
  return (
    <div class="act">
      <Problem failure={failure} />
      <button type="button" class="text-button" onClick={onAgain}>
        {dialogWords.again}
      </button>
    </div>
  )
}
