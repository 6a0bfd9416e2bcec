/** The name of a file as it is kept and shown: one line, without a path, and nothing that deceives about its end. */
import { MAX_FILE_NAME_BYTES, utf8Length } from '../../../protocol/limits.ts'

/** Controls, and the marks that turn the direction of a text: with them `gpj.exe` is read as `exe.jpg`. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]/gu
const WITHOUT_NAME = 'file'
/** The end of a name says what the file is, so that part is kept when the name is too long. */
const ENDING = /\.[^.\s]{1,20}$/u

export function fileName(said: string): string {
  const last = said.toWellFormed().replaceAll('\0', '').split(/[/\\]/).at(-1)!
  const plain = last
    .replaceAll(UNSEEN, '')
    .replaceAll(/\s+/gu, ' ')
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
