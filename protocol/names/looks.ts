/** Compares names: by keys for the program, by looks for the eye (Unicode Technical Standard #39). */
import { MAX_NAME_GRAPHEMES } from '../limits.ts'
import { nameKey } from '../name-key.ts'
import { once } from '../once.ts'
import { LOOK_ALIKES, UNICODE_VERSION } from './unicode-tables.ts'

/**
 * A name prepared for comparing. People see the `name`; the `key` folds case, and the `look` folds look-alike
 * characters.
 */
export type PreparedName = { name: string; key: string; look: string }

/** Increase the number when the code below changes. A store then renews its looks. */
export const LOOKS_VERSION = `${UNICODE_VERSION} 1`

const graphemes = once(() => new Intl.Segmenter('en', { granularity: 'grapheme' }))

/** Whether a text has more characters than this, as people count them. Stops counting there. */
export function hasMoreCharacters(text: string, most: number): boolean {
  let count = 0
  for (const _ of graphemes().segment(text)) if (++count > most) return true
  return false
}

/** `Ann 2`, shortened if need be. */
export function numbered(name: string, number: number): string {
  const suffix = ` ${number}`
  const kept = [...graphemes().segment(name)].slice(0, MAX_NAME_GRAPHEMES - suffix.length)
  return (
    kept
      .map(({ segment }) => segment)
      .join('')
      .trimEnd() + suffix
  )
}

/** The look of a name, in any case: the skeleton of the standard, folded further. */
export function nameLook(name: string): string {
  const seen = name.normalize('NFD').replaceAll(UNSEEN, '')
  const once = plainLetters(toPrototypes(seen).replaceAll(WORD, readCapitals).toLowerCase())
  // A small letter can look like what its capital does not: m like rn.
  return plainLetters(toPrototypes(once).toLowerCase()).normalize('NFC')
}

export const prepareName = (name: string): PreparedName => ({ name, key: nameKey(name), look: nameLook(name) })

const fromHex = (codes: string): string =>
  String.fromCodePoint(...codes.split(' ').map((code) => Number.parseInt(code, 16)))

/** Each character's look-alike. */
const prototypes = once(
  () =>
    new Map(
      LOOK_ALIKES.trim()
        .split('\n')
        .flatMap((line) => {
          const [target, sources] = line.split(':') as [string, string]
          return sources.split(' ').map((source) => [fromHex(source), fromHex(target)] as const)
        }),
    ),
)

const toPrototypes = (text: string): string =>
  Array.from(text, (character) => prototypes().get(character) ?? character)
    .join('')
    .normalize('NFD')

/** Invisible characters, and the tatweel, which only stretches an Arabic word. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\u0640]/gu
const WORD = /[\p{L}\p{M}\p{N}]+/gu

/** I, l and 1 are all l by now. Between capitals each of them reads as I, as in ADMlN. */
function readCapitals(word: string): string {
  const others = word.replaceAll(/[lLoO]/g, '')
  return /\p{Lu}/u.test(others) && !/\p{Ll}/u.test(others) ? word.replaceAll('l', 'i') : word
}

/** Some small letters, as in Cyrillic, have the shape of capitals: вор looks like BOP. */
const SMALL_CAPITALS = new Map(
  Object.entries({
    ʙ: 'b',
    ɢ: 'g',
    ʜ: 'h',
    ɪ: 'i',
    ĸ: 'k',
    ʟ: 'l',
    ʍ: 'm',
    ɴ: 'n',
    ʀ: 'r',
    ʏ: 'y',
    ᴀ: 'a',
    ᴄ: 'c',
    ᴅ: 'd',
    ᴇ: 'e',
    ᴊ: 'j',
    ᴋ: 'k',
    ᴍ: 'm',
    ᴏ: 'o',
    ᴘ: 'p',
    ᴛ: 't',
    ᴜ: 'u',
    ᴠ: 'v',
    ᴡ: 'w',
    ᴢ: 'z',
    ꜰ: 'f',
    ꜱ: 's',
  }),
)

const plainLetters = (text: string): string =>
  Array.from(text, (character) => SMALL_CAPITALS.get(character) ?? character).join('')
