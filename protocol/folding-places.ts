/**
 * Maps each character of a folded text to the characters that it comes from, so that hits can be marked in the
 * original.
 */
import { DROPPED, fold } from './folding.ts'

/**
 * Characters that may join the one before them: marks and dropped characters, the signs that repeat a kana, the vowels
 * that begin as marks do, and the parts of a Hangul syllable.
 */
export const JOINED = String.raw`[${DROPPED.source}\p{M}ゝヽゞヾ\u0e33\u0eb3\u1160-\u11ff\u3131-\u318e\ud7b0-\ud7ff\uff9e-\uffdc\u{16d60}-\u{16d6f}]`

/** A piece that folds by itself: a character with all that may join it. */
export const PIECE = new RegExp(String.raw`[\s\S]${JOINED}*`, 'gv')

type FoldedText = {
  folded: string
  /** For each code unit of the folded text: the beginning and the end of the piece that it comes from. */
  from: number[]
  to: number[]
}

/** Folds as `fold` does. */
export function foldWithPlaces(text: string): FoldedText {
  const [from, to]: [number[], number[]] = [[], []]
  // Long texts have few different pieces.
  const known = new Map<string, string>()
  let folded = ''
  for (const { 0: piece, index } of text.matchAll(PIECE)) {
    let part = known.get(piece)
    if (part === undefined) known.set(piece, (part = fold(piece)))
    // A gap is one space, however wide it is, and ends where it ends.
    if (part.startsWith(' ') && folded.endsWith(' ')) {
      to[to.length - 1] = index + piece.length
      part = part.slice(1)
    }
    for (let unit = 0; unit < part.length; unit++) {
      from.push(index)
      to.push(index + piece.length)
    }
    folded += part
  }
  return { folded, from, to }
}
