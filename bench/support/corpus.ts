/** Messages that look like talk: words by Zipf's law in several languages, the same in each run. */

const SYLLABLES = [
  ...'a al an ar as at be ber can ca ce ch co con de der di do ed en er ere es est et for ge gen ha he her i in ing ion is'.split(
    ' ',
  ),
  ...'it la le ly ma me men na ne ng no of on or ou out ow pa pre pro ra re ri ro sa se ser sh so sta ste te ter th the ti'.split(
    ' ',
  ),
  ...'to tr tion tu u un ur us ve ver wa we wi wor y'.split(' '),
]
const CYRILLIC =
  'а без в во го да де до ем ен ет ка ко ла ле ли ло ма ме на не ни но ный о об ов он от по пре при ра ре ро с сто та те ть у что я'.split(
    ' ',
  )
const HAN = Array.from(
  '的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里今天开明',
)
const WORDS = 60_000

export type Corpus = { body: () => string; number: (below: number) => number; word: (rank: number) => string }

export function makeCorpus(seed: number): Corpus {
  const next = mulberry32(seed)
  const number = (below: number) => Math.floor(next() * below)
  const pick = <T>(from: T[]): T => from[number(from.length)]!
  // The commoner a word is, the shorter.
  const makeWords = (syllables: string[]) =>
    Array.from({ length: WORDS }, (_, rank) =>
      Array.from({ length: 1 + number(1 + Math.ceil(Math.log10(rank + 2))) }, () => pick(syllables)).join(''),
    )
  const latin = makeWords(SYLLABLES)
  const cyrillic = makeWords(CYRILLIC)
  const rank = () => Math.floor(Math.exp(next() * Math.log(WORDS))) - 1
  const sentence = (words: string[]) => Array.from({ length: 3 + number(15) }, () => words[rank()]).join(' ')
  const han = () => Array.from({ length: 4 + number(20) }, () => HAN[Math.floor(HAN.length * next() ** 2)]).join('')

  function body(): string {
    const kind = number(100)
    if (kind < 8) return `${han()}。`
    if (kind < 14) return sentence(cyrillic)
    if (kind < 17) return `${sentence(latin)} https://example.org/${number(100_000)}`
    if (kind < 20) return `\`${pick(latin)}(${number(100)})\` ${sentence(latin)}`
    if (kind < 25) return `${sentence(latin)} ${pick(['🙂', '👍', '…', '😀 ok', 'naïve café'])}`
    return `${sentence(latin)}${pick(['.', '!', '?', ''])}`
  }
  return { body, number, word: (at) => latin[at]! }
}

/** A small generator of numbers in [0, 1) that gives the same ones each time. */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
