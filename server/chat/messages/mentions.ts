/** Whom a body speaks to. Names have spaces, so only the store, which knows who is in the room, can say where one ends. */
import { type Place, mayInRoom } from '../access.ts'
import { nameKey } from '../people/names.ts'

/** Of each body at most. */
const MAX_MENTIONS = 50
const MAX_NAME_WORDS = 6
/** A name of 32 characters can be longer than that, but not when somebody types it after an @. */
const MAX_NAME_LENGTH = 64

const CODE = /(`+)(?!`)[^]*?[^`]\1(?!`)/g
const AT = /(?<![\p{L}\p{N}_@/.])@(?=[\p{L}\p{N}\p{S}])/gu
/** Where a name may end: before anything that does not go on as a word. */
const WORD_END = /(?<=[\p{L}\p{M}\p{N}_\p{S}.])(?![\p{L}\p{M}\p{N}_])/gu
const ROOM = /^room(?![\p{L}\p{N}_-])/u

/** For each @ the names that may be meant, as comparing keys, the longest first; and whether it speaks to the whole room. */
export function readMentions(body: string, place: Place): { mentions?: string[][]; mentionsRoom?: boolean } {
  if (!body.includes('@')) return {}
  // Code is quoted, not said. What replaces it must not end a name.
  const spoken = body.replaceAll(CODE, (code) => '\n'.repeat(code.length))
  const rests = [...spoken.matchAll(AT)].slice(0, MAX_MENTIONS).map(({ index }) => restOfLine(spoken, index + 1))
  const mentions = rests.map(namesIn).filter((names) => names.length > 0)
  const mentionsRoom = rests.some((rest) => ROOM.test(rest)) && mayInRoom(place, 'mention:room')
  return { ...(mentions.length > 0 && { mentions }), ...(mentionsRoom && { mentionsRoom }) }
}

const restOfLine = (text: string, from: number): string => text.slice(from, from + MAX_NAME_LENGTH).split('\n', 1)[0]!

function namesIn(rest: string): string[] {
  const ends = [...rest.matchAll(WORD_END)].slice(0, MAX_NAME_WORDS).map(({ index }) => index)
  return ends.map((end) => nameKey(rest.slice(0, end))).reverse()
}
