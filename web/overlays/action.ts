/** An order and how it fares, for the control that gives it. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Failure, Result } from '../../protocol/errors.ts'

export type Acting<T> =
  | { state: 'idle' }
  | { state: 'running' }
  | { state: 'failed'; failure: Failure }
  | { state: 'done'; value: T }

export type Action<Args extends unknown[], T> = {
  acting: Acting<T>
  isRunning: boolean
  failure: Failure | undefined
  /** Gives the order, unless it is being carried out already. Answers with what came of it. */
  start: (...args: Args) => Promise<Result<T> | undefined>
  /** As if nothing had been ordered. */
  forget: () => void
}

export function useAction<Args extends unknown[], T>(act: (...args: Args) => Promise<Result<T>>): Action<Args, T> {
  const [acting, setActing] = useState<Acting<T>>({ state: 'idle' })
  const isRunning = useRef(false)

  async function start(...args: Args): Promise<Result<T> | undefined> {
    // A second click on a slow line is not a second order.
    if (isRunning.current) return undefined
    isRunning.current = true
    setActing({ state: 'running' })
    const result = await act(...args)
    isRunning.current = false
    setActing(result.ok ? { state: 'done', value: result.value } : { state: 'failed', failure: result.error })
    return result
  }

  return {
    acting,
    isRunning: acting.state === 'running',
    failure: acting.state === 'failed' ? acting.failure : undefined,
    start,
    forget: () => setActing({ state: 'idle' }),
  }
}

/**
 * What a choice shows: what was chosen last, from the moment of the click until the order is carried out and known here,
 * or is refused.
 */
export function useChosen<T>(value: T, choose: (value: T) => unknown): [shown: T, choose: (value: T) => void] {
  const [wanted, setWanted] = useState<{ value: T } | undefined>(undefined)
  useEffect(() => setWanted(undefined), [value])

  async function start(next: T) {
    setWanted({ value: next })
    const result = await choose(next)
    if (result === undefined || isRefused(result)) setWanted(undefined)
  }

  return [wanted ? wanted.value : value, (next) => void start(next)]
}

const isRefused = (result: unknown): boolean =>
  typeof result === 'object' && result !== null && 'ok' in result && result.ok === false

export type Loading<T> =
  | { state: 'loading'; before?: T }
  | { state: 'failed'; failure: Failure }
  | { state: 'loaded'; value: T }

export type Loaded<T> = {
  loading: Loading<T>
  /** What is there to show: while it is loaded again, what was there before. */
  value: T | undefined
  again: () => void
  /** Puts what the reader has just done into what was loaded. */
  change: (next: (value: T) => T) => void
}

/** What a screen shows, asked for when it opens and whenever `keys` change. An answer to an earlier question is dropped. */
export function useLoaded<T>(load: () => Promise<Result<T>>, keys: readonly unknown[], delayMs = 0): Loaded<T> {
  const [loading, setLoading] = useState<Loading<T>>({ state: 'loading' })
  const [times, setTimes] = useState(0)
  const isFirst = useRef(true)

  useEffect(() => {
    let isWanted = true
    const ask = async () => {
      const result = await load()
      if (!isWanted) return
      setLoading(result.ok ? { state: 'loaded', value: result.value } : { state: 'failed', failure: result.error })
    }
    setLoading((now) => {
      if (now.state === 'loaded') return { state: 'loading', before: now.value }
      return now.state === 'loading' ? now : { state: 'loading' }
    })
    // While somebody types, only the last word is asked for.
    const timer = setTimeout(() => void ask(), isFirst.current ? 0 : delayMs)
    isFirst.current = false
    return () => {
      isWanted = false
      clearTimeout(timer)
    }
  }, [...keys, times])

  return {
    loading,
    value: valueOf(loading),
    again: () => setTimes((count) => count + 1),
    change: (next) =>
      setLoading((now) => {
        const value = valueOf(now)
        return value === undefined ? now : { state: 'loaded', value: next(value) }
      }),
  }
}

function valueOf<T>(loading: Loading<T>): T | undefined {
  if (loading.state === 'loaded') return loading.value
  return loading.state === 'loading' ? loading.before : undefined
}
