import type { ReadonlySignal } from '@preact/signals'
import { DownIcon } from '../ui/icons.tsx'
import { words } from '../words.ts'
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
    <button type="button" class="newest-button" onClick={onClick} title={words.timeline.toNewest}>
      {count > 0 ? words.timeline.new(count) : <span class="unseen">{words.timeline.toNewest}</span>}
      <DownIcon />
    </button>
  )
}
