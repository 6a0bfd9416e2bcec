/** The figures both sides go by. No schema here: the page counts bytes without loading the schema library. */

/** The room everybody arrives in; its id and its slug. */
export const LOBBY = 'lobby'

/** Bytes of UTF-8 in one message body, at most. */
export const MAX_BODY_BYTES = 16_384

/** Messages in one answer, at most. A greater `limit` is read as this one. */
export const MAX_PAGE = 200

/** Characters as people count them (grapheme clusters) in a name, at most. */
export const MAX_NAME_GRAPHEMES = 32

/** The same for a room's name. */
export const MAX_ROOM_NAME_GRAPHEMES = 50

/** UTF-16 code units. */
export const MAX_TOPIC_CHARACTERS = 250
export const MIN_PASSWORD_CHARACTERS = 8
export const MAX_PASSWORD_CHARACTERS = 256

/** People in a direct room, at least and at most. */
export const MIN_DIRECT = 2
export const MAX_DIRECT = 8

/** Uses of one invitation, at most, unless it has no end of them. */
export const MAX_INVITE_USES = 10_000

/** Seconds between two messages of one person in a slow room, at most. */
export const MAX_SLOW_SECONDS = 3_600

/** Ten years, in minutes: what is to hold for longer holds for good. */
export const MAX_MINUTES = 5_256_000

/** How far back everything that somebody said can be removed at once, and for how long that can be undone, in hours. */
export const MAX_REMOVAL_HOURS = 720
export const UNDO_HOURS = 24

/** People who are here of a room: up to so many are named, beyond it they are only counted. */
export const MAX_NAMED_HERE = 50

/** Pinned messages in one room, at most. */
export const MAX_PINS = 100

/** Messages that somebody has saved for later, at most. */
export const MAX_SAVED = 10_000

/** What a message said before: its first words and the latest, so many in all. */
export const MAX_VERSIONS = 20

/** Of what is looked for, in UTF-16 code units. */
export const MAX_SEARCH_CHARACTERS = 500

/** Messages in one page of a search, of an inbox, or of what was saved, at most. A greater `limit` is read as this one. */
export const MAX_FOUND = 50

const encoder = new TextEncoder()

/** How many bytes of UTF-8 a text takes. */
export const utf8Length = (text: string): number => encoder.encode(text).length
