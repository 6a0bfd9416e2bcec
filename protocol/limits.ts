/** The figures both sides go by. No schema here: the page counts bytes without loading the schema library. */

/** The room everybody arrives in; its id and its slug. */
export const LOBBY = 'lobby'

/** Bytes of UTF-8 in one message body, at most. */
export const MAX_BODY_BYTES = 16_384

/** Messages in one answer, at most. A greater `limit` is read as this one. */
export const MAX_PAGE = 200

/** Characters as people count them (grapheme clusters) in a name, at most. */
export const MAX_NAME_GRAPHEMES = 32

const encoder = new TextEncoder()

/** How many bytes of UTF-8 a text takes. */
export const utf8Length = (text: string): number => encoder.encode(text).length
