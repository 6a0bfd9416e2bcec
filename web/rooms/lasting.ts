import { useEffect, useState } from 'preact/hooks'

/** Whether something has been true for so long without a break. */
export function useLasting(isTrue: boolean, ms: number): boolean {
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
