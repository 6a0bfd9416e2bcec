import type { ReadonlySignal } from '@preact/signals'
import { DownIcon } from '../ui/icons.tsx'
import { aroundWords } from '../words-around.ts'
import './newest-button.css'

type Props = {
  unseen: ReadonlySignal<number>
  isAtBottom: ReadonlySignal<boolean>
  isFar: ReadonlySignal<boolean>
  onClick: () => void
}

/** The way back to the bottom, for who has scrolled up. */
export function NewestButton({ unseen, isAtBottom, isFar, onClick }: Props) {
  if (isAtBottom.value || (unseen.value === 0 && !isFar.value)) return null
  const count = unseen.value
  return (
    <button type="button" class="newest-button" onClick={onClick} title={aroundWords.timeline.toNewest}>
      {count > 0 ? aroundWords.timeline.new(count) : <span class="unseen">{aroundWords.timeline.toNewest}</span>}
      <DownIcon />
    </button>
  )
}
