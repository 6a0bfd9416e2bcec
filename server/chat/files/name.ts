/** The name of a file as it is kept and shown: one line, without a path, and nothing that deceives about its end. */
import { MAX_FILE_NAME_BYTES, utf8Length } from '../../../protocol/limits.ts'

/**
 * Controls, letters without a look, and the marks that turn the direction of a text: with them `gpj.exe` is read as
 * `exe.jpg`. Joiners, variants and tags stay: Persian words and emoji are made of them.
 */
const UNSEEN =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}[\p{Default_Ignorable_Code_Point}--[\u200c\u200d\p{Variation_Selector}\u{e0020}-\u{e007f}]]]/gv
/** Signs that look like spaces. A hundred of them push the end of a name out of sight. */
const BLANK = /[\s\u2800\u{1d159}\u{13441}\u{13442}\u{16fe4}]+/gv
const WITHOUT_NAME = 'file'
/** The end of a name says what the file is, so that part is kept when the name is too long. */
const ENDING = /\.[^.\s]{1,20}$/u

export function fileName(said: string): string {
  const last = said.toWellFormed().replaceAll('\0', '').split(/[/\\]/).at(-1)!
  const plain = last
    .replaceAll(UNSEEN, '')
    .replaceAll(BLANK, ' ')
    .trim()
    .replace(/^\.+$/, '')
    .replaceAll(/\.{3,}/g, '..')
  return plain === '' ? WITHOUT_NAME : shorten(plain)
}

function shorten(name: string): string {
  if (utf8Length(name) <= MAX_FILE_NAME_BYTES) return name
  const ending = ENDING.exec(name)?.[0] ?? ''
  const letters = [
    ...new Intl.Segmenter().segment(name.slice(0, name.length - ending.length).slice(0, MAX_FILE_NAME_BYTES)),
  ]
  while (
    letters.length > 0 &&
    utf8Length(letters.map(({ segment }) => segment).join('') + ending) > MAX_FILE_NAME_BYTES
  )
    letters.pop()
  return letters.map(({ segment }) => segment).join('') + ending
}
