import { useEffect, useState } from 'preact/hooks'
import { sizeOf } from '../../files/sizes.ts'
import { type KeptSize, keptSize } from '../../offline/kept-size.ts'
import { forgetAll } from '../../offline/forget.ts'
import { isShared, setShared } from '../../offline/shared-computer.ts'
import { Section } from '../../ui/section.tsx'
import { Check } from '../../ui/fields.tsx'
import { dialogWords } from '../../words/dialogs.ts'

/** What this browser keeps to open without a network, how much that is, and the choice to keep nothing. */
export function KeptHere() {
  const says = dialogWords.account.kept
  const [size, setSize] = useState<KeptSize>()
  const look = () => void keptSize().then(setSize)
  useEffect(look, [])

  async function choose(on: boolean) {
    setShared(!on)
    // What it keeps from now on is seen at the next look.
    if (!on) await forgetAll()
    look()
  }

  return (
    <Section heading={says.heading}>
      <p class="soft">{says.text}</p>
      <Check label={says.keep} checked={!isShared.value} onChange={choose} />
      {size && (
        <p class="hint" role="status">
          {size.bytes === 0 ? says.nothing : says.size(size.rooms, sizeOf(size.bytes))}{' '}
          {size.bytes > 0 && !size.isLasting && says.mayGo}
        </p>
      )}
    </Section>
  )
}
