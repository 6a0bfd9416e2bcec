/** A list that comes page by page. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Failure, Result } from '../../protocol/errors.ts'

export type Page<Item> = { items: readonly Item[]; next?: string | undefined }

type State<Item> = {
  items: readonly Item[]
  next: string | undefined
  /** Nothing is known before the first page. */
  isKnown: boolean
  isLoading: boolean
  failure: Failure | undefined
}

export type Pages<Item> = State<Item> & {
  more: () => void
  again: () => void
  /** Takes away what the reader has just taken away. */
  leaveOut: (isGone: (item: Item) => boolean) => void
}

const NOTHING = { items: [], next: undefined, isKnown: false, isLoading: true, failure: undefined }

/** Asked for when it is first shown and whenever `keys` change; what was there stays until the answer is here. */
export function usePages<Item>(
  load: (after: string | undefined) => Promise<Result<Page<Item>>>,
  keys: readonly unknown[],
): Pages<Item> {
  const [state, setState] = useState<State<Item>>(NOTHING)
  const [times, setTimes] = useState(0)
  const turn = useRef(0)

  async function ask(after: string | undefined): Promise<void> {
    const mine = ++turn.current
    setState((now) => ({ ...now, isLoading: true, failure: undefined }))
    const result = await load(after)
    // The answer to an earlier question.
    if (mine !== turn.current) return
    setState((now) => {
      if (!result.ok) return { ...now, isLoading: false, failure: result.error }
      const { items, next } = result.value
      const all = after === undefined ? items : [...now.items, ...items]
      return { items: all, next, isKnown: true, isLoading: false, failure: undefined }
    })
  }

  useEffect(() => {
    void ask(undefined)
    return () => {
      turn.current++
    }
  }, [...keys, times])

  return {
    ...state,
    more: () => state.next !== undefined && !state.isLoading && void ask(state.next),
    again: () => setTimes((count) => count + 1),
    leaveOut: (isGone) => setState((now) => ({ ...now, items: now.items.filter((item) => !isGone(item)) })),
  }
}
