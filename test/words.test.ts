/** The words on the screen: plain in English, and complete in every other language. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { REFUSALS } from '../protocol/refusals.ts'
import { dictionary as arabic } from '../web/words/arabic/all.ts'
import { actions } from '../web/words/english/actions.ts'
import { dialogs } from '../web/words/english/dialogs.ts'
import { emoji } from '../web/words/english/emoji.ts'
import { files } from '../web/words/english/files.ts'
import { finding } from '../web/words/english/finding.ts'
import { first } from '../web/words/english/first.ts'
import { later } from '../web/words/english/later.ts'
import { people } from '../web/words/english/people.ts'
import { shell } from '../web/words/english/shell.ts'
import { writing } from '../web/words/english/writing.ts'
import { dictionary as german } from '../web/words/german/all.ts'
import { sentencesOf } from './support/english.ts'

const english = { first, shell, actions, files, finding, dialogs, later, people, writing, emoji }

/** The path of each value and the value. Sentences that are filled in are functions. */
function* leaves(value: unknown, path = ''): Generator<[string, unknown]> {
  if (typeof value !== 'object' || value === null) yield [path, value]
  else for (const [key, inner] of Object.entries(value)) yield* leaves(inner, `${path}.${key}`)
}

/** Signs, names, and words that German has as well. */
const SAME_IN_GERMAN =
  /^(?:|Earshot|en|OK|Bot|Host|Moderation|Moderator|Name|Person|Status|Code|Filter|Original|Optional\.|Markdown|Link|Smileys)$/
/** Typed input is the same in all languages. */
const TYPED = /^(?:from|in|before|after|has|is):\w*$|^```js$/

test('[W301] every other language has sentences of its own', () => {
  const said = new Map(leaves(english))
  for (const [language, dictionary, same] of [
    ['German', german, SAME_IN_GERMAN],
    ['Arabic', arabic, /^(?:|Earshot|Markdown|Link|Smileys)$/],
  ] as const) {
    const left: string[] = []
    for (const [path, value] of leaves(dictionary)) {
      if (typeof value !== 'string' || value !== said.get(path) || same.test(value) || TYPED.test(value)) continue
      left.push(`${path}: ${value}`)
    }
    assert.deepEqual(left, [], language)
  }
})

test('[W302] English says someone, anyone and no one, and begins no sentence with “whoever”', () => {
  const refusals = Object.values(REFUSALS).map(([, sentence]) => String(sentence))
  const found = [...sentencesOf('english'), ...refusals].filter((sentence) =>
    /\b(?:who(?:m|ever|mever)|somebody|everybody|nobody|anybody|anew)\b/i.test(sentence),
  )
  assert.deepEqual(found, [])
})
