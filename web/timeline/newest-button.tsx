import type { ReadonlySignal } from '@preact/signals'
import { DownIcon } from '../ui/icons.tsx'
import { laterWords } from '../words/later.ts'
import './newest-button.css'

type Props = {
  unseen: ReadonlySignal<number>
  isAtBottom: ReadonlySignal<boolean>
  isFar: ReadonlySignal<boolean>
  onClick: () => void
}

/** The button back to the newest message, for a reader who has scrolled up. */
export function NewestButton({ unseen, isAtBottom, isFar, onClick }: Props) {
  if (isAtBottom.value || (unseen.value === 0 && !isFar.value)) return null
  const count = unseen.value
  return (
    <button type="button" class="newest-button" onClick={onClick} title={laterWords.timeline.toNewest}>
      {count > 0 ? laterWords.timeline.new(count) : <span class="unseen">{laterWords.timeline.toNewest}</span>}
      <DownIcon />
    </button>
  )
}
