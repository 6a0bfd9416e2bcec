/** The words that help with writing. They are loaded with the first `@`, `:`, `#` or `/`. */
import { type WritingWords, writing } from './english/writing.ts'
import { inLanguage } from './language.ts'

export let writingWords: WritingWords = writing

inLanguage((dictionary) => (writingWords = dictionary.writing))
