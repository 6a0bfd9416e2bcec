/** Texts of a page of which nothing is known, made fit to stand beside a message. */

/** Marks that turn the direction of the text around them, or that nobody sees. Joiners stay: scripts need them. */
const UNSEEN =
  /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu
/** More marks on one letter than any language has. They would cover the lines around. */
const PILE = /(\p{M}{4})\p{M}+/gu

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** One line of at most so many characters; undefined when nothing is left. */
export function tidyText(text: string | undefined, most: number): string | undefined {
  // The part that is cut away here would be cut away below. It keeps the work on long texts short.
  const plain = (text ?? '')
    .slice(0, most * 20)
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(UNSEEN, '')
    .replaceAll(/ {2,}/g, ' ')
    .replaceAll(PILE, '$1')
    .trim()
  let shown = ''
  let count = 0
  for (const { segment } of graphemes.segment(plain)) {
    if (++count > most || shown.length + segment.length > most * 4) return `${shown.trimEnd()}…`
    shown += segment
  }
  return shown || undefined
}
