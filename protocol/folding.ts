/** Folds text for searching: on the server, which finds it, and on the page, which marks it. */

const PLAIN = /^[\x20-\x7e]*$/
const GAPS = /\p{White_Space}+/gu

/**
 * Characters that make no difference. Some are invisible: control characters, soft hyphens, joiners. Others are marks
 * on letters: accents, the vowel signs of Arabic and Hebrew, tatweel. The marks that tell か from が are not among them.
 */
export const DROPPED =
  /[[[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]--\p{White_Space}][[\p{Script=Inherited}&&\p{Mn}]--[\u3099\u309a]][\p{Script_Extensions=Arabic}&&\p{Mn}]\u0640[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]]/gv

/** Only the first thirty marks on a letter count: sorting thousands of them would take seconds. */
const PILE = /(\p{M}{30})\p{M}+/gu

/** Kana with the marks that repeat it: いすゞ is いすず. */
const REPEATED = /([ぁ-ゖァ-ヺ])([\u3099\u309a]?)((?:[ゝヽ]\u3099?)+)/g

/**
 * Characters that readers take for the same, but Unicode does not (docs/decisions/folding.md): the Latin letters of
 * CLDR’s Latin-ASCII that have a capital, the Arabic ones of Lucene’s normalizers, quotes and dashes.
 */
const ALIKE = new Map(
  [
    'ßss æae œoe ƣoi ƕhv þth ðd đd ħh ıi łl ƚl ɫl ɬl ŋn ɲn ƞn øo ŧt ƭt ʈt ȼc ƈc ƀb ƃb ɓb ƌd ɖd ɗd ɇe ɛe ƒf ǥg ɠg ɡg ɦh',
    'ɨi ɉj ʝj ƙk ɱm ƥp ᵽp ɍr ɽr ȿs ʂs ʉu ʋv ɏy ƴy ỿy ƶz ɀz ᶎz ỻll ỽv',
    'ςσ ىي یي ۍي ٱا ةه ہه ۃه ەه کك ڪك ٠0 ١1 ٢2 ٣3 ٤4 ٥5 ٦6 ٧7 ٨8 ٩9 ۰0 ۱1 ۲2 ۳3 ۴4 ۵5 ۶6 ۷7 ۸8 ۹9',
    `‘' ’' ‚' ‛' ʼ' ʻ' ′' “" ”" „" ‟" ″" ⁄/ −-`,
  ]
    .join(' ')
    .split(' ')
    .map((pair) => [pair.slice(0, 1), pair.slice(1)]),
)
const UNLIKE = new RegExp(String.raw`[\p{Pd}${[...ALIKE.keys()].join('')}]`, 'gu')

/** Removes differences of case, accents, widths, quotes, dashes and gaps. Folding a folded text changes nothing. */
export function fold(text: string): string {
  const narrow = text.replaceAll(GAPS, ' ')
  if (PLAIN.test(narrow)) return narrow.toLowerCase()
  return (
    narrow
      // Both run twice: before marks are sorted, which takes the square of their number, and after letters were
      // decomposed.
      .replaceAll(DROPPED, '')
      .replaceAll(PILE, '$1')
      .normalize('NFKD')
      .replaceAll(DROPPED, '')
      .replaceAll(PILE, '$1')
      // Down alone leaves ẞ and ς as they are.
      .toUpperCase()
      .toLowerCase()
      .replaceAll(UNLIKE, (sign) => ALIKE.get(sign) ?? '-')
      .replaceAll(REPEATED, repeat)
      .normalize('NFC')
      .replaceAll(/ {2,}/g, ' ')
  )
}

const repeat = (_: string, kana: string, mark: string, repeats: string): string =>
  kana + mark + repeats.replaceAll(/[ゝヽ]/g, kana)
