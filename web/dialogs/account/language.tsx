import { LANGUAGES, type Language as Tag, language, speak } from '../../words/language.ts'
import { dialogWords } from '../../words/dialogs.ts'
import { Section } from '../../ui/section.tsx'
import { ChooseEnter } from './enter.tsx'

const CHOICES = Object.entries(LANGUAGES) as [Tag, { name: string }][]

/** Settings of this device: the page's language, and the Enter key. */
export const Language = () => (
  <>
    <ChooseLanguage />
    <ChooseEnter />
  </>
)

/** Each language by the name that its readers know. */
function ChooseLanguage() {
  const says = dialogWords.account.language
  return (
    <Section heading={says.heading}>
      <select
        class="field"
        aria-label={says.label}
        value={language}
        onChange={({ currentTarget }) => {
          const [next] = CHOICES.find(([tag]) => tag === currentTarget.value) ?? []
          if (next) speak(next)
        }}
      >
        {CHOICES.map(([tag, { name }]) => (
          <option key={tag} value={tag} lang={tag}>
            {name}
          </option>
        ))}
      </select>
    </Section>
  )
}
