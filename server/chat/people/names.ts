/** Checks names, by an allow-list of general categories and identifier status (Unicode Technical Standard #39). */
import { MAX_NAME_GRAPHEMES } from '../../../protocol/limits.ts'
import { ROOM } from '../../../protocol/name-key.ts'
import { hasMoreCharacters, nameLook } from '../../../protocol/names/looks.ts'
import { once } from '../../../protocol/once.ts'
import { JOINS_NEXT, LETTERS, SCRIPTS, VIRAMAS } from '../../../protocol/names/unicode-tables.ts'
import { refusal } from '../../../protocol/errors.ts'

const set = (table: string): string => table.replaceAll(/\s/g, '')

/**
 * UTF-16 units that 50 characters may take: an emoji of a family has 25. A shape that unfolds (U+FDFA) does not get
 * this far.
 */
const MAX_UNITS = 1_500

// The engine reads a set of characters when it meets the pattern, which takes milliseconds: so each waits for its first name.
/** Punctuation that people write in names, as `Ann (they/them)`, `[TAG] Max`, `O’Brien`, `R2·D2`, or «नमस्ते।». */
const punctuation = once(
  () =>
    /[\p{P}&&[\u0021-\u00BF\u055A-\u055F\u0589\u058A\u05BE\u05F3\u05F4\u060C\u061B\u061F\u066A-\u066D\u06D4\u0964\u0965\u0E4F\u0E5A\u0E5B\u0F0B-\u0F0D\u104A\u104B\u10FB\u1361-\u1368\u17D4-\u17D6\u2010-\u2027\u2030-\u2054\u3001-\u3003\u3008-\u3011\u3014-\u301F\u3030\u30FB]]/v,
)
/** Characters that most fonts can draw: currencies, arrows, mathematics, shapes, stars and hearts. */
const symbols = once(
  () =>
    /[\p{Sc}[\p{S}&&[\u0021-\u00BF\u00D7\u00F7\u2044\u2100-\u214F\u2190-\u23FF\u2500-\u27BF\u27F0-\u27FF\u2900-\u297F\u2B00-\u2BFF\u3004\u3012\u3013\u3020\u3036\u{1F000}-\u{1F0FF}\u{1F300}-\u{1FAFF}]]]/v,
)
/** The letters of which Hangul syllables are made: ㅋㅋ, as it is after NFKC. */
const JAMO = '\\u{1100}-\\u{1112}\\u{1161}-\\u{1175}\\u{11A8}-\\u{11C2}'
const characters = once(
  () => new RegExp(`[ ${set(LETTERS)}${JAMO}\\u0640]|${punctuation().source}|${symbols().source}`, 'v'),
)

/** Whole emoji, with their joiners and colours. */
const emoji = once(() => /(\p{RGI_Emoji})/v)
const SELECTORS = /[\uFE0E\uFE0F]/g
/** All but accents that stand alone, as in ¯\_(ツ)_/¯. NFKC would make them marks on a blank. */
const NO_ACCENTS = /[^¨¯´¸]+/g
/** Tatweel outside of Arabic words. */
const strayTatweel = once(() => /(?<![[\p{L}\p{M}]--\u0640]\u0640*)\u0640/v)
const unseen = once(() => /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800\u{1D159}\u{13441}\u{13442}\u{16FE4}]/v)

// Where a joiner is seen (Unicode Standard Annex #31): after a virama, where an Arabic letter would join the next, and
// in Bengali র‍্য.
const joiner = once(
  () =>
    new RegExp(
      `(?<=র)\\u200D(?=\\u09CD)|(?<=\\p{L}\\p{M}{0,4}[${set(VIRAMAS)}])(?:\\u200D|\\u200C(?=\\p{L}))|(?<=[${set(JOINS_NEXT)}]\\p{M}{0,2})\\u200C(?=\\p{L})`,
      'gu',
    ),
)

// The three patterns below are for NFD, in which each mark is a character of its own.
/** Marks without a letter, marks twice on one letter, and more marks than any language uses. */
const pile = once(() => /(?:^|[^\p{L}\p{M}])\p{M}|(\p{M})\1|\p{M}{7}|[\p{M}&&\p{Script=Inherited}]{4}/v)
/** Marks of Europe’s alphabets on letters of others. */
const strayAccent = once(() => /(?<![\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]\p{M}{0,5})[\u0300-\u036F]/u)
/** A dot on a letter that has one cannot be seen. */
const hiddenDot = once(() => /[ijlıȷɨɉіјӏ]\p{M}{0,5}\u0307/u)

const words = once(() => /[\p{L}\p{M}\p{N}]+/gu)
/**
 * Scripts that may stand together in one word: each with itself, and the scripts of Japanese, Chinese and Korean with
 * Latin ("highly restrictive"). Digits and accents go with all.
 */
const oneScript = once(() =>
  [
    ['Latn', 'Hani', 'Hira', 'Kana'],
    ['Latn', 'Hani', 'Bopo'],
    ['Latn', 'Hani', 'Hang'],
    ...SCRIPTS.trim()
      .split(/\s+/)
      .map((script) => [script]),
  ].map(
    (scripts) => new RegExp(`^[${['Zyyy', 'Zinh', ...scripts].map((script) => `\\p{scx=${script}}`).join('')}]+$`, 'u'),
  ),
)

/**
 * The name as it will be shown, of a user or of a room, which may be longer. The time is proportional to its length. Throws
 * `bad_request` with a sentence for people.
 */
export function tidyName(typed: string, most = MAX_NAME_GRAPHEMES): string {
  const composed = typed.replaceAll(NO_ACCENTS, (part) => part.normalize('NFKC'))
  if (composed.length > MAX_UNITS) throw refusal('name_too_long')
  const tidied = composed.trim().replaceAll(/\p{Zs}+/gu, ' ')
  // This comes first, so that the rest works on a short text. A variation selector belongs to the character before it.
  if (hasMoreCharacters(tidied, most)) throw refusal('name_too_many', { most })
  // Emoji are at the odd places.
  const parts = tidied.split(emoji()).map((part, place) => (place % 2 === 1 ? part : part.replaceAll(SELECTORS, '')))
  const name = parts.join('')
  if (name === '') throw refusal('name_needed')
  for (const [place, text] of parts.entries()) if (place % 2 === 0) requireWriting(text)
  return name
}

/** Throws `bad_request` for text between emoji that belongs to no written language. */
function requireWriting(text: string): void {
  const letters = text.replaceAll(joiner(), '')
  for (const character of letters) {
    if (characters().test(character)) continue
    if (unseen().test(character)) throw refusal('name_invisible')
    throw refusal('name_character', { character })
  }
  if (strayTatweel().test(letters)) throw refusal('name_character', { character: '\u0640' })
  const apart = letters.normalize('NFD')
  if (pile().test(apart) || strayAccent().test(apart) || hiddenDot().test(apart)) throw refusal('name_marks')
  for (const [word] of letters.matchAll(words()))
    if (!oneScript().some((script) => script.test(word))) throw refusal('name_alphabets')
}

/** Reserved names: the mention of a whole room, and the name of people who have left. */
const nobody = once(() => new Set([ROOM, 'former member'].map(nameLook)))

/** Throws `bad_request` for a reserved or invalid name. */
export function requirePersonal(name: string): void {
  if (nobody().has(nameLook(name))) throw refusal('name_reserved', { name })
}
