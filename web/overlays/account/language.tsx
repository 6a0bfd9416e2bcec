import { LANGUAGES, type Language, language, speak } from '../../language.ts'
import { overlayWords } from '../../words-overlays.ts'
import { Section } from '../parts/section.tsx'

const NAMES = Object.entries(LANGUAGES) as [Language, string][]

/** Each language by its own name: whoever looks for it reads it. */
export function ChooseLanguage() {
  const says = overlayWords.account.language
  return (
    <Section heading={says.heading}>
      <select
        class="field"
        aria-label={says.label}
        value={language}
        onChange={({ currentTarget }) => {
          const [next] = NAMES.find(([name]) => name === currentTarget.value) ?? []
          if (next) speak(next)
        }}
      >
        {NAMES.map(([name, title]) => (
          <option key={name} value={name} lang={name}>
            {title}
          </option>
        ))}
      </select>
    </Section>
  )
}
