/** The words of the sidebar, the header and the rows, for people who have joined. */
import { type ShellWords, shell } from './english/shell.ts'
import { inLanguage } from './language.ts'

export let shellWords: ShellWords = shell

inLanguage((dictionary) => (shellWords = dictionary.shell))
