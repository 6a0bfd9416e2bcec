/** The words of the dialogs, and of the screens behind secret links. */
import { type DialogWords, dialogs } from './english/dialogs.ts'
import { inLanguage } from './language.ts'

export let dialogWords: DialogWords = dialogs

inLanguage((dictionary) => (dialogWords = dictionary.dialogs))
