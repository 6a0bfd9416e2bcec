/** Which language the page speaks: the one that was chosen here, or the first of the reader's own that it knows. */
import { keep, recall } from './ui/kept.ts'
import type { arabic } from './words-arabic.ts'
import { say } from './words.ts'

export const LANGUAGES = { en: 'English', ar: 'العربية' }
export type Language = keyof typeof LANGUAGES

const isKnown = (language: string | undefined): language is Language => Object.hasOwn(LANGUAGES, language ?? '')

/** What was chosen; nothing as long as the browser decides. */
export const chosen = recall('language')

const wished = [chosen, ...navigator.languages.map((tag) => tag.split('-')[0])]
export const language: Language = wished.find(isKnown) ?? 'en'

/** The words of another language. English stands in the modules themselves, so that for most nothing has to be waited for. */
export let dictionary: typeof arabic | undefined

/** Before anything is drawn, and before any other part is loaded: those take their words when they come. */
export async function learn(): Promise<void> {
  try {
    dictionary = (await import('./words-arabic.ts')).arabic
    say(dictionary.words)
    document.documentElement.lang = language
    document.documentElement.dir = 'rtl'
  } catch (error) {
    // Better in English than not at all.
    console.warn(error)
  }
}

/** Drafts are kept, and the address says where the reader is: the page begins again. */
export function speak(next: Language): void {
  keep('language', next)
  location.reload()
}
