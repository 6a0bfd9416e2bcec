/** The language of the page: the one chosen here, or the first of the reader's own languages that it knows. */
import type { Failure } from '../../protocol/errors.ts'
import { keep, recall } from '../browser/storage.ts'
import type { Dictionary } from './english/dictionary.ts'
import { say } from './first.ts'

type Entry = {
  /** The language's name in the language itself. */
  name: string
  dir: 'ltr' | 'rtl'
  /** English needs none: its words are in the modules that choose the words. */
  load?: () => Promise<{ dictionary: Dictionary }>
}

/** The languages of the page. Another one needs one folder and one line here. */
export const LANGUAGES = {
  en: { name: 'English', dir: 'ltr' },
  ar: { name: 'العربية', dir: 'rtl', load: () => import('./arabic/all.ts') },
  de: { name: 'Deutsch', dir: 'ltr', load: () => import('./german/all.ts') },
} satisfies Record<string, Entry>
export type Language = keyof typeof LANGUAGES

const isKnown = (language: string | undefined): language is Language => Object.hasOwn(LANGUAGES, language ?? '')

/** The chosen language; undefined while the browser decides. */
const chosen = recall('language')

const wished = [chosen, ...navigator.languages.map((tag) => tag.split('-')[0])]
export const language: Language = wished.find(isKnown) ?? 'en'

/** The words of another language. English is in the modules themselves, so that most readers wait for nothing. */
let dictionary: Dictionary | undefined
const learners: ((dictionary: Dictionary) => void)[] = []

/** Gives a part the words of another language: at once, or when they come. Some scripts run before them. */
export function inLanguage(take: (dictionary: Dictionary) => void): void {
  if (dictionary) take(dictionary)
  else learners.push(take)
}

/** The sentence of a refusal. A newer server's reason may have no words here: then it is the server's own sentence. */
export function sentenceOf({ message, reason, about }: Pick<Failure, 'message' | 'reason' | 'about'>): string {
  const sentence = reason && dictionary?.refusals[reason]
  return typeof sentence === 'function' ? sentence(about as never) : (sentence ?? message)
}

/** Loads the words of this language, before anything is drawn. For English nothing is loaded. */
export function learn(): Promise<void> | undefined {
  const { load, dir }: Entry = LANGUAGES[language]
  return load && learnBy(load, dir)
}

async function learnBy(load: NonNullable<Entry['load']>, dir: Entry['dir']): Promise<void> {
  try {
    const [its] = await Promise.all([load(), dir === 'rtl' && import('./rtl.css')])
    dictionary = its.dictionary
    say(dictionary.first)
    for (const take of learners) take(dictionary)
    document.documentElement.lang = language
    document.documentElement.dir = dir
  } catch (error) {
    // English is better than no page.
    console.warn(error)
  }
}

/** Reloads the page. Drafts are kept, and the address keeps the reader's place. */
export function speak(next: Language): void {
  keep('language', next)
  location.reload()
}
