import { laterWords } from '../words/later.ts'
import './skip-links.css'

const GOALS = [
  ['messages', '.scroller'],
  ['writing', '.composer textarea'],
] as const

/** The first stops of Tab. They skip the rooms and people. */
export const SkipLinks = () => (
  <div class="skip">
    {GOALS.map(([name, goal]) => (
      <button
        type="button"
        class="button"
        key={name}
        onClick={() => document.querySelector<HTMLElement>(goal)?.focus()}
      >
        {laterWords.skip[name]}
      </button>
    ))}
  </div>
)
