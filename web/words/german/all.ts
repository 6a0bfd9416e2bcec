/** The page in German. It is loaded before anything is drawn, and for readers of German only. */
import type { Dictionary } from '../english/dictionary.ts'
import { actions } from './actions.ts'
import { dialogs } from './dialogs.ts'
import { emoji } from './emoji.ts'
import { files } from './files.ts'
import { finding } from './finding.ts'
import { first } from './first.ts'
import { later } from './later.ts'
import { people } from './people.ts'
import { refusals } from './refusals.ts'
import { shell } from './shell.ts'
import { writing } from './writing.ts'

const emojiNames = () => import('./emoji-names.ts')

export const dictionary: Dictionary = {
  first,
  shell,
  actions,
  files,
  finding,
  dialogs,
  later,
  people,
  writing,
  emoji,
  emojiNames,
  refusals,
}
