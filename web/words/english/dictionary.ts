/** All words of another language. English is loaded part by part, and its refusals are the server's own sentences. */
import type { About, Reason } from '../../../protocol/refusals.ts'
import type { ActionWords } from './actions.ts'
import type { DialogWords } from './dialogs.ts'
import type { EmojiWords } from './emoji.ts'
import type { FileWords } from './files.ts'
import type { FindingWords } from './finding.ts'
import type { FirstWords } from './first.ts'
import type { LaterWords } from './later.ts'
import type { PeopleWords } from './people.ts'
import type { ShellWords } from './shell.ts'
import type { WritingWords } from './writing.ts'

/** A sentence for each reason in `protocol/refusals.ts`. */
export type RefusalWords = {
  [Name in Reason]: About<Name> extends undefined ? string : (about: About<Name>) => string
}

export type Dictionary = {
  first: FirstWords
  shell: ShellWords
  actions: ActionWords
  files: FileWords
  finding: FindingWords
  dialogs: DialogWords
  later: LaterWords
  people: PeopleWords
  writing: WritingWords
  emoji: EmojiWords
  /** The names of emoji (scripts/emoji-names.ts). They are loaded with the picker. */
  emojiNames: () => Promise<{ emojiNames: string }>
  refusals: RefusalWords
}
