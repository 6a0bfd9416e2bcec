import type { ComponentChildren } from 'preact'
import type { Failure } from '../../../protocol/errors.ts'
import { Problem } from '../../ui/problem.tsx'
import { overlayWords } from '../../words-overlays.ts'
import type { Loaded } from '../action.ts'

/** A list on its way, one that did not come, an empty one, or the thing itself. */
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
  if (value === undefined) return <p class="soft late">{overlayWords.loading}</p>
  if (isEmpty(value)) return <p class="soft">{empty}</p>
  return <>{children(value)}</>
}

export function LoadFailed({ failure, onAgain }: { failure: Failure; onAgain: () => void }) {
  return (
    <div class="act">
      <Problem failure={failure} />
      <button type="button" class="text-button" onClick={onAgain}>
        {overlayWords.again}
      </button>
    </div>
  )
}
