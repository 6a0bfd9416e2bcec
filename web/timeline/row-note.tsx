import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { rowNote } from '../state/active-message.ts'
import './row-note.css'

/** Long enough to be read, in milliseconds. */
const SHOWN_MS = 4_000

/** A short note at a row after an action: saved, pinned, copied. */
export function RowNote() {
  const now = rowNote.value
  // A screen reader announces text added to a live region later, not text that is there from the start.
  const text = useSignal('')
  useEffect(() => {
    text.value = now?.text ?? ''
    const timer = setTimeout(() => (rowNote.value = undefined), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [now])
  return (
    <p class="row-note" role="status">
      {text}
    </p>
  )
}
