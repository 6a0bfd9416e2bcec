/** The words for what is done or happens. They are loaded when the page is at rest. */
import { type LaterWords, later } from './english/later.ts'
import { inLanguage } from './language.ts'

export let laterWords: LaterWords = later

inLanguage((dictionary) => (laterWords = dictionary.later))
