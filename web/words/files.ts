/** The words of files. They are loaded with the first file, or with the first one chosen. */
import { type FileWords, files } from './english/files.ts'
import { inLanguage } from './language.ts'

export let fileWords: FileWords = files

inLanguage((dictionary) => (fileWords = dictionary.files))
