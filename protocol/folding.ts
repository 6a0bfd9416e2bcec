/** How words are compared when somebody looks for them: by the server that finds them and by the page that marks them. */

const PLAIN = /^[\x20-\x7e]*$/
// Accents, Arabic and Hebrew vowel signs, variation selectors; but not the marks that tell か from が.
const ACCENTS =
  /[[[\p{Script=Inherited}&&\p{Mn}]--[\u3099\u309a]][\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]]/gv
const ALIKE: Record<string, string> = {
  '‘': `'`,
  '’': `'`,
  ʼ: `'`,
  '“': '"',
  '”': '"',
  '„': '"',
  '–': '-',
  '—': '-',
  ς: 'σ',
}
const UNLIKE = new RegExp(`[${Object.keys(ALIKE).join('')}]`, 'g')

/** Without case, accents, widths, and how quotes, dashes and gaps were typed. Folding it again changes nothing. */
export function fold(text: string): string {
  const narrow = text.replaceAll(/\s+/g, ' ')
  if (PLAIN.test(narrow)) return narrow.toLowerCase()
  return narrow
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(ACCENTS, '')
    .replaceAll(UNLIKE, (sign) => ALIKE[sign]!)
    .normalize('NFC')
    .replaceAll(/\s+/g, ' ')
}
