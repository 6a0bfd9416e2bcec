/** The words of the search, the inbox, the saved and the pinned messages. */
import { type FindingWords, finding } from './english/finding.ts'
import { inLanguage } from './language.ts'

export let findingWords: FindingWords = finding

inLanguage((dictionary) => (findingWords = dictionary.finding))
