/** A command and its progress, for the control that gives it. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Failure, Result } from '../../protocol/errors.ts'

type Acting<T> =
  | { state: 'idle' }
  | { state: 'running' }
  | { state: 'failed'; failure: Failure }
  | { state: 'done'; value: T }

export type Action<Args extends unknown[], T> = {
  acting: Acting<T>
  isRunning: boolean
  failure: Failure | undefined
  /** Gives the command: see `useAction` and `useSetting` for while it is running. Answers with the result. */
  start: (...args: Args) => Promise<Result<T> | undefined>
  /** Forgets the result. */
  forget: () => void
}

type Act<Args extends unknown[], T> = (...args: Args) => Promise<Result<T>>

/** While the command is running, `start` does nothing: on a slow connection, a second click gives no second command. */
export const useAction = <Args extends unknown[], T>(act: Act<Args, T>): Action<Args, T> => useActing(act, false)

/** While the command is running, `start` gives the next one after it: several settings often share a command. */
export const useSetting = <Args extends unknown[], T>(act: Act<Args, T>): Action<Args, T> => useActing(act, true)

function useActing<Args extends unknown[], T>(act: Act<Args, T>, waits: boolean): Action<Args, T> {
  const [acting, setActing] = useState<Acting<T>>({ state: 'idle' })
  const running = useRef<Promise<Result<T>> | undefined>(undefined)
  /** The first failure of those that went out in turn: the ones after it must not hide it. */
  const failed = useRef<Failure | undefined>(undefined)

  async function start(...args: Args): Promise<Result<T> | undefined> {
    if (running.current && !waits) return undefined
    if (!running.current) failed.current = undefined
    const mine = running.current ? running.current.then(() => act(...args)) : act(...args)
    running.current = mine
    setActing({ state: 'running' })
    const result = await mine
    if (!result.ok) failed.current ??= result.error
    if (running.current !== mine) return result
    running.current = undefined
    if (failed.current) setActing({ state: 'failed', failure: failed.current })
    else if (result.ok) setActing({ state: 'done', value: result.value })
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
 * The shown value of a choice: the latest choice from its click until the command has succeeded and its result is known
 * here, or until it is refused.
 */
export function useChosen<T, Chosen extends T = T>(
  value: T,
  choose: (value: Chosen) => unknown,
): [shown: T, choose: (value: Chosen) => void] {
  const wanted = useRef<{ value: T; over: T } | undefined>(undefined)
  const [, redraw] = useState(0)
  // The value has changed, by this choice or by another user's. An effect might come after the first click.
  if (wanted.current && wanted.current.over !== value) wanted.current = undefined

  function want(now: { value: T; over: T } | undefined): void {
    wanted.current = now
    redraw((count) => count + 1)
  }

  async function start(next: Chosen) {
    want({ value: next, over: value })
    const result = await choose(next)
    if (result === undefined || isRefused(result)) want(undefined)
  }

  return [wanted.current ? wanted.current.value : value, (next) => void start(next)]
}

const isRefused = (result: unknown): boolean =>
  typeof result === 'object' && result !== null && 'ok' in result && result.ok === false

type Loading<T> =
  | { state: 'loading'; before?: T }
  | { state: 'failed'; failure: Failure }
  | { state: 'loaded'; value: T }

export type Loaded<T> = {
  loading: Loading<T>
  /** The value to show. During a reload, the earlier value. */
  value: T | undefined
  again: () => void
  /** Puts the reader's latest action into the loaded value. */
  change: (next: (value: T) => T) => void
}

/** A screen's data, asked for when it opens and whenever `keys` change. An answer to an earlier question is dropped. */
export function useLoaded<T>(load: () => Promise<Result<T>>, keys: readonly unknown[], delayMs = 0): Loaded<T> {
  const [loading, setLoading] = useState<Loading<T>>({ state: 'loading' })
  const [times, setTimes] = useState(0)
  const isFirst = useRef(true)
  const question = JSON.stringify(keys)
  const latest = useRef(question)
  latest.current = question

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
    // While the user types, only the latest text is asked for.
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
    change: (next) => {
      // A further page of an earlier question belongs to another list.
      if (latest.current !== question) return
      setLoading((now) => {
        const value = valueOf(now)
        return value === undefined ? now : { state: 'loaded', value: next(value) }
      })
    },
  }
}

function valueOf<T>(loading: Loading<T>): T | undefined {
  if (loading.state === 'loaded') return loading.value
  return loading.state === 'loading' ? loading.before : undefined
}
