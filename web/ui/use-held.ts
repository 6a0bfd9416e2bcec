import { useEffect, useState } from 'preact/hooks'

/** Whether a value has been true for this long without a break. */
export function useHeld(isTrue: boolean, ms: number): boolean {
  const [hasLasted, setHasLasted] = useState(false)
  useEffect(() => {
    if (!isTrue) return
    const timer = setTimeout(() => setHasLasted(true), ms)
    return () => {
      clearTimeout(timer)
      setHasLasted(false)
    }
  }, [isTrue, ms])
  return isTrue && hasLasted
}
