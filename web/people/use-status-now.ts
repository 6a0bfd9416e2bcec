import { useEffect, useState } from 'preact/hooks'
import type { Status } from '../../protocol/models.ts'

/** A timer counts milliseconds in 31 bits. A page that is open longer checks again. */
const LONGEST_TIMER = 2 ** 31 - 1

/** A status until it expires. No event announces its end. */
export function useStatusNow(status: Status | undefined): Status | undefined {
  const [, look] = useState(0)
  const until = status?.until
  const left = until === undefined ? Infinity : Date.parse(until) - Date.now()
  useEffect(() => {
    if (left === Infinity || left <= 0) return undefined
    const timer = setTimeout(() => look((times) => times + 1), Math.min(left + 20, LONGEST_TIMER))
    return () => clearTimeout(timer)
  }, [until, left > 0])
  return left > 0 ? status : undefined
}
