/** Limits that server and page share. There is no schema here: the page counts bytes without the schema library. */

/** The room that all newcomers enter: its id and its slug. */
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
export const MAX_STATUS_CHARACTERS = 80
export const MIN_PASSWORD_CHARACTERS = 8
export const MAX_PASSWORD_CHARACTERS = 256

/** People in a direct room, at least and at most. */
export const MIN_DIRECT = 2
export const MAX_DIRECT = 8

/** Uses of one invitation, at most, unless it is unlimited. */
export const MAX_INVITE_USES = 10_000

/** Seconds between two messages of one person in a slow room, at most. */
export const MAX_SLOW_SECONDS = 3_600

/** Ten years, in minutes. */
export const MAX_MINUTES = 5_256_000

/** How far back a removal of a user's messages goes, at most, and how long it can be undone, in hours. */
export const MAX_REMOVAL_HOURS = 720
export const UNDO_HOURS = 24

/** Users who are named as online in a room. Larger numbers are only counted. */
export const MAX_NAMED_HERE = 50

/** People who are named with a reaction or a report. A command lists the others. */
export const MAX_NAMED = 50

/** Open reports, at most: of one person, of all guests of one network, and of one network. */
export const MAX_OPEN_REPORTS = { ofPerson: 20, ofGuests: 40, ofNetwork: 200 }

/** Limits of preferences: rooms in a list, and sections of the sidebar. */
export const MAX_LISTED_ROOMS = 200
export const MAX_SECTIONS = 50

/** In a room with more people, the times of joining are not told. */
export const MAX_MEMBERS_FOR_JOINS = 50

/** Reminders of one person, at most, including past ones that were not removed. */
export const MAX_REMINDERS = 100

/** Keywords and quiet hours of one person, at most, and UTF-16 code units of a keyword. */
export const MAX_KEYWORDS = 50
export const MAX_KEYWORD_CHARACTERS = 64
/** Of all keywords of one person together. */
export const MAX_CHARACTERS_OF_KEYWORDS = 1_000
export const MAX_QUIET_HOURS = 14

/** UTF-16 code units in the address of a subscription, and subscriptions of one user, at most. */
export const MAX_ENDPOINT_CHARACTERS = 1_000
export const MAX_SUBSCRIPTIONS = 10

/** The bytes of the chat's own picture, at most: as base64 it has to fit into one packet. */
export const MAX_PICTURE_BYTES = 48_000

/** The bytes of the picture of a custom emoji, at most. */
export const MAX_EMOJI_BYTES = 256_000

/** Custom emoji of the chat, at most. */
export const MAX_CUSTOM_EMOJI = 500

/** Custom emoji that one person adds in any 24 hours, at most. */
export const MAX_EMOJI_A_DAY = 100

/** Files of one message, at most. */
export const MAX_FILES = 10

/** UTF-16 code units of the text that says what a file shows, and bytes of UTF-8 in a file's name, at most. */
export const MAX_ALT_CHARACTERS = 1_000
export const MAX_FILE_NAME_BYTES = 255

/** The bytes of one file, at most, unless the operator chose otherwise. */
export const MAX_FILE_BYTES = 100_000_000

/** The bytes of the picture that the sender of a film makes of it, at most. */
export const MAX_POSTER_BYTES = 500_000

/** How long a file may wait for a message, in hours. */
export const UNUSED_FILE_HOURS = 24

/** Links of one message that get a preview, at most. */
export const MAX_PREVIEWS = 3

/** Pinned messages in one room, at most. */
export const MAX_PINS = 100

/** Saved messages of one user, at most. */
export const MAX_SAVED = 10_000

/** Earlier versions of a message that are kept: the first one and the latest ones. */
export const MAX_VERSIONS = 20

/** UTF-16 code units in a search, at most. */
export const MAX_SEARCH_CHARACTERS = 500

/** Messages in one page of a search, an inbox or saved messages, at most. A greater `limit` is read as this one. */
export const MAX_FOUND = 50

const encoder = new TextEncoder()

/** The bytes of a text in UTF-8. */
export const utf8Length = (text: string): number => encoder.encode(text).length
