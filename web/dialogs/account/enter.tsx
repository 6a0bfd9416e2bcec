import { chooseEnter, enterSends } from '../../state/enter-key.ts'
import { dialogWords } from '../../words/dialogs.ts'
import { Section } from '../../ui/section.tsx'

/** The function of the Enter key on this device. */
export function ChooseEnter() {
  const says = dialogWords.account.enter
  return (
    <Section heading={says.heading}>
      <select
        class="field"
        aria-label={says.heading}
        aria-describedby="enter-hint"
        value={enterSends.value ? 'send' : 'line'}
        onChange={({ currentTarget }) => chooseEnter(currentTarget.value === 'send')}
      >
        <option value="send">{says.send}</option>
        <option value="line">{says.line}</option>
      </select>
      <p class="hint" id="enter-hint">
        {says.hint}
      </p>
    </Section>
  )
}
