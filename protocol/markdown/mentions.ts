/**
 * Finds mentions, by one rule for the server, which resolves them, and for the page, which marks them. Names contain
 * gaps and signs. Here is only where a name may end; the names of members decide. An @ in code, in a quote, in a link
 * or behind a backslash mentions no one: the parser does not ask about it.
 */
import type { Mention as Person } from '../models.ts'
import { ROOM, nameKey } from '../name-key.ts'
import type { Names } from './inline.ts'
import { parseMarkdown } from './markdown.ts'
import { type Mark, type Mention, partsOf } from './marks.ts'
import { UNSPACED } from './unspaced.ts'

/** Names of 32 characters have no more ends than this, except one of many joined emoji. */
const MAX_ENDS = 40
const MAX_KEY = 200

/** Mentions in one text, at most. More would be a list to notify all. */
const MAX_NAMES = 50
/** How far after an @ a name is looked for. */
const MAX_REST = 400

/** A name does not begin within a word, a mail address or a path. */
const IN_WORD = /[\p{L}\p{N}\p{M}@/]/u
const LETTER = `[[\\p{L}\\p{N}\\p{M}]--${UNSPACED.source}]`
/** A word, a flag, or a character with its joined marks. A name ends between these. */
const PIECE = new RegExp(
  `${LETTER}+(?:_+${LETTER}+)*|\\p{RI}{2}|[^](?:[\\p{M}\\p{Emoji_Modifier}\\u1160-\\u11ff\\uff9e\\uff9f]|\\u200d[^])*`,
  'gv',
)

/** The possible names behind an @, the shortest first: where each ends, and its key. */
function namesIn(rest: string): { end: number; key: string }[] {
  const names: { end: number; key: string }[] = []
  let name = ''
  for (const { 0: piece, index } of rest.matchAll(PIECE)) {
    const isGap = /^\s/.test(piece)
    if (isGap && name === '') break
    // Piece by piece: folding the whole text for each end would take the square of its length.
    if (!isGap) name += piece.normalize('NFKC')
    else if (!name.endsWith(' ')) name += ' '
    if (name.length > MAX_KEY || names.length === MAX_ENDS) break
    const end = index + piece.length
    // "@room-mates" does not mention the room.
    if (!isGap && (name.length !== ROOM.length || rest[end] !== '-' || nameKey(name) !== ROOM))
      names.push({ end, key: name.toLowerCase() })
  }
  return names
}

/** Finds the name that the rest of the line after an @ means. */
type Find = (rest: string) => Mention | undefined

function namesBy(find: Find): Names {
  let left = MAX_NAMES
  function at(text: string, place: number): Mention | undefined {
    if (left <= 0) return undefined
    const before = text.slice(Math.max(0, place - 2), place)
    const last = String.fromCodePoint(before.codePointAt(/[\udc00-\udfff]$/.test(before) ? 0 : before.length - 1) ?? 0)
    if (IN_WORD.test(last) && !UNSPACED.test(last)) return undefined
    left--
    return find(text.slice(place + 1, place + 1 + MAX_REST).split('\n', 1)[0] ?? '')
  }
  function within(text: string): Mark[] {
    left = MAX_NAMES
    const marks: Mark[] = []
    let from = 0
    for (let place = text.indexOf('@'); place >= 0; place = text.indexOf('@', Math.max(from, place + 1))) {
      const mention = at(text, place)
      if (!mention) continue
      marks.push(text.slice(from, place), mention)
      from = place + mention.text.length
    }
    return [...marks, text.slice(from)]
  }
  return { at, within }
}

/** For each @ the keys of the possible names, the longest first. `ROOM` means all members. */
export function readMentions(body: string): string[][] {
  if (!body.includes('@')) return []
  const rests = new Map<Mark, string>()
  const find: Find = (rest) => {
    const mention: Mention = { kind: 'mention', text: '@', isMine: false }
    rests.set(mention, rest)
    return mention
  }
  const marks = parseMarkdown(body, namesBy(find))
  const keysOf = (mark: Mark): string[][] => {
    const rest = rests.get(mark)
    if (rest === undefined) return partsOf(mark).flatMap((part) => part.flatMap(keysOf))
    const keys = namesIn(rest).map(({ key }) => key)
    return keys.length > 0 ? [keys.reverse()] : []
  }
  return marks.flatMap(keysOf)
}

/** The users that a message mentions. */
export type Named = {
  mentions: readonly Person[] | undefined
  isToRoom: boolean | undefined
  youId: string | undefined
}

/** Finds those names again, for the reader of the body. */
export function namesOf({ mentions = [], isToRoom = false, youId }: Named): Names {
  const known = new Map<string, Pick<Mention, 'isMine' | 'userId'>>(
    mentions.map(({ id, name }) => [nameKey(name), { isMine: id === youId, userId: id }]),
  )
  if (isToRoom) known.set(ROOM, { isMine: true })
  return namesBy((rest) => {
    // The longest: "Ann 2" is not "Ann".
    const found = namesIn(rest).findLast(({ key }) => known.has(key))
    const person = found && known.get(found.key)
    return person && { kind: 'mention', text: `@${rest.slice(0, found.end)}`, ...person }
  })
}
