/** One schema for each field, with its limits. Where people can make a mistake, its message names a refusal. */
import * as v from 'valibot'
import {
  MAX_BODY_BYTES,
  MAX_EMOJI_BYTES,
  MAX_FOUND,
  MAX_MINUTES,
  MAX_PAGE,
  MAX_PASSWORD_CHARACTERS,
  MAX_PICTURE_BYTES,
  MAX_SEARCH_CHARACTERS,
  MAX_STATUS_CHARACTERS,
  MAX_TOPIC_CHARACTERS,
  MIN_PASSWORD_CHARACTERS,
  utf8Length,
} from './limits.ts'
import { toMailbox } from './mailboxes.ts'
import { once } from './once.ts'
import type { Reason as Refused } from './refusals.ts'

/** Names a refusal. The gate makes its sentence. */
const no = (reason: Refused): Refused => reason

// Both stores must be able to keep every text: Postgres refuses U+0000, and UTF-8 has no lone surrogates.
export const Text = v.pipe(
  v.string(),
  v.check((text) => text.isWellFormed() && !text.includes('\0'), no('text_damaged')),
)

/** A visible character: no gap, no zero-width space or joiner, no filler, no empty Braille pattern. */
const SEEN = /[^\p{White_Space}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u

export const Body = v.pipe(
  Text,
  v.trim(),
  v.check((body) => SEEN.test(body), no('message_empty')),
  v.check((body) => utf8Length(body) <= MAX_BODY_BYTES, no('message_too_long')),
  v.description('CommonMark as typed, trimmed: 1 to 16,384 bytes of UTF-8, without U+0000 and lone surrogates'),
)

/** The body of a message that may have files instead of words. */
export const BodyOrNone = v.pipe(
  Text,
  v.trim(),
  v.check((body) => utf8Length(body) <= MAX_BODY_BYTES, no('message_too_long')),
  v.transform((body) => (SEEN.test(body) ? body : '')),
  v.description(
    'CommonMark as typed, trimmed, at most 16,384 bytes of UTF-8; without files it needs a visible character',
  ),
)

export const ClientId = v.pipe(
  Text,
  v.minLength(1),
  v.maxLength(64),
  v.description(
    'chosen by the client and unique for its author, so that a retry is harmless: 1 to 64 characters, such as a UUID',
  ),
)

export const UserId = v.pipe(Text, v.minLength(1), v.maxLength(64), v.description('a user’s id'))

export const RoomId = v.pipe(
  Text,
  v.minLength(1),
  v.maxLength(64),
  v.description('a room’s id; a command takes its slug as well'),
)

export const Slug = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/),
  v.description('the room’s name in addresses: small letters, digits, hyphens'),
)

export const Seq = v.pipe(
  v.number(),
  v.safeInteger(),
  v.minValue(1),
  v.description('a message’s place in its room: 1, 2, 3… without holes'),
)

export const Rev = v.pipe(
  v.number(),
  v.safeInteger(),
  v.minValue(0),
  v.description('the room’s change counter; 0 is a room in which nothing has happened'),
)

export const Epoch = v.pipe(
  Text,
  v.minLength(1),
  v.maxLength(64),
  v.description('the random name of this history; after a change of it, history may have been rewound'),
)

export const Time = v.pipe(v.string(), v.isoTimestamp(), v.description('ISO 8601, UTC; for people, never for order'))

export const Limit = v.pipe(
  v.number(),
  v.safeInteger(),
  v.minValue(1),
  v.description('how many messages at most; more than 200 is read as 200'),
  v.transform((limit) => Math.min(limit, MAX_PAGE)),
)

export const Name = v.pipe(
  Text,
  v.maxLength(1_000, no('name_too_long')),
  v.description('the name of a guest: 1 to 32 visible characters'),
)

export const Id = v.pipe(Text, v.minLength(1), v.maxLength(64))

export const SessionId = v.pipe(Id, v.description('a session’s id, which is not secret'))

/** The minimum prevents guessing. The maximum keeps hashing cheap. */
export const Password = v.pipe(
  Text,
  v.minLength(MIN_PASSWORD_CHARACTERS, no('password_short')),
  v.maxLength(MAX_PASSWORD_CHARACTERS, no('password_long')),
  v.description(`${MIN_PASSWORD_CHARACTERS} to ${MAX_PASSWORD_CHARACTERS} characters`),
)

export const Code = v.pipe(
  Text,
  v.minLength(1),
  v.maxLength(100),
  v.description('the part after # of an invitation, a sign-in link or the owner link'),
)

export const RoomName = v.pipe(
  Text,
  v.maxLength(1_000, no('name_too_long')),
  v.description('the name of a room: 1 to 50 visible characters'),
)

export const Topic = v.pipe(
  Text,
  v.trim(),
  v.maxLength(MAX_TOPIC_CHARACTERS, no('topic_too_long')),
  v.description(`the topic of a room: at most ${MAX_TOPIC_CHARACTERS} characters; empty for none`),
)

// Some write a heart without the selector that makes it red.
const oneEmoji = once(() => /^(?:\p{RGI_Emoji}|\p{Extended_Pictographic})$/v)

export const Emoji = v.pipe(
  Text,
  v.maxLength(64, no('reaction_not_emoji')),
  v.check((text) => oneEmoji().test(text), no('reaction_not_emoji')),
  v.description('one emoji'),
)

export const EmojiName = v.pipe(
  v.string(),
  v.regex(/^[a-z\d][a-z\d_-]{1,31}$/, no('emoji_name')),
  v.description(
    'the name of a custom emoji: 2 to 32 of the characters a to z, 0 to 9, _ and -, of which the first is a letter or a digit',
  ),
)

/** A custom emoji in a text: its name between colons. */
const IN_COLONS = /^:[a-z\d][a-z\d_-]{1,31}:$/

export const ReactionEmoji = v.pipe(
  Text,
  v.maxLength(64, no('reaction_not_emoji')),
  v.check((text) => IN_COLONS.test(text) || oneEmoji().test(text), no('reaction_not_emoji')),
  v.description('one emoji, or the name of a custom one between colons, such as `:party_parrot:`'),
)

export const Reason = v.pipe(
  Text,
  v.trim(),
  v.maxLength(500, no('reason_too_long')),
  v.description('a reason, at most 500 characters'),
)

export const Query = v.pipe(Text, v.trim(), v.maxLength(100), v.description('a part of the name; empty for all'))

export const SearchText = v.pipe(
  Text,
  v.trim(),
  v.nonEmpty(no('search_empty')),
  v.maxLength(MAX_SEARCH_CHARACTERS, no('search_too_long')),
  v.description(
    `words or parts of words that must all occur, "exact phrases", -excluded, and from: in: before: after: on: has: is:`,
  ),
)

export const TimeZone = v.pipe(
  Text,
  v.maxLength(100),
  v.description('the time zone of the days, such as Europe/Berlin or +02:00'),
)

/** As `TimeZone`, for one that is kept and shown to others. */
export const ZoneName = v.pipe(
  TimeZone,
  v.check(isTimeZone, 'There is no such time zone. It is a name as Europe/Berlin, or +02:00.'),
)

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** A moment to come, kept in one form so that moments compare as text. A past one is over at once. */
export const FutureTime = v.pipe(
  Time,
  v.check((time) => Date.parse(time) <= Date.now() + MAX_MINUTES * 60_000, 'At most ten years from now.'),
  v.transform((time) => new Date(time).toISOString()),
  v.description('ISO 8601; at most ten years from now'),
)

/** Any moment, kept in one form so that moments compare as text. */
export const Moment = v.pipe(
  Time,
  v.transform((time) => new Date(time).toISOString()),
  v.description('ISO 8601'),
)

// Controls and the marks that turn the direction of a text would reach beyond a line that stands beside a name.
const BREAKS_LINE = /[\p{Cc}\p{White_Space}\u202a-\u202e\u2066-\u2069]+/gu

export const StatusText = v.pipe(
  Text,
  v.maxLength(1_000),
  v.transform((text) => (SEEN.test(text) ? text.replaceAll(BREAKS_LINE, ' ').trim() : '')),
  v.maxLength(MAX_STATUS_CHARACTERS),
  v.description(`one line; at most ${MAX_STATUS_CHARACTERS} characters`),
)

/** A colour, or nothing to clear it. */
export const Accent = v.pipe(
  v.string(),
  v.regex(/^(?:#[0-9a-f]{6})?$/i, 'A colour is written as #1a7f5a.'),
  v.toLowerCase(),
  v.description('a colour such as #1a7f5a; empty for none'),
)

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/

export const Base64 = v.pipe(
  v.string(),
  v.maxLength(Math.ceil(MAX_PICTURE_BYTES / 3) * 4, no('picture_unfit')),
  v.regex(BASE64, no('picture_unfit')),
  v.description(`a PNG, JPEG or WebP file of at most ${MAX_PICTURE_BYTES} bytes, in base64`),
)

export const EmojiPicture = v.pipe(
  v.string(),
  v.maxLength(Math.ceil(MAX_EMOJI_BYTES / 3) * 4, no('emoji_unfit')),
  v.regex(BASE64, no('emoji_unfit')),
  v.description(`a PNG, JPEG, GIF, WebP or AVIF file of at most ${MAX_EMOJI_BYTES} bytes, in base64`),
)

/** The end of a page, sealed. Clients cannot read it, and it works for one user and one list. */
export const Cursor = v.pipe(
  v.string(),
  v.regex(/^[\w-]{1,1000}$/, 'Use the `next` of the page before.'),
  v.description('the `next` of the page before, of the same list and the same user'),
)

export const FoundLimit = v.pipe(
  v.number(),
  v.safeInteger(),
  v.minValue(1),
  v.description(`how many at most; more than ${MAX_FOUND} is read as ${MAX_FOUND}`),
  v.transform((limit) => Math.min(limit, MAX_FOUND)),
)

export const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

export const Minutes = v.pipe(
  Count,
  v.minValue(1),
  v.maxValue(MAX_MINUTES),
  v.description('1 to 5,256,000 minutes, which is ten years'),
)

export const NotifyLevel = v.pipe(
  v.picklist(['everything', 'mentions', 'nothing']),
  v.description('`everything`, `mentions` or `nothing`'),
)

/** Kept as typed; `toMailbox` gives the form for servers. */
export const Address = v.pipe(
  Text,
  v.maxLength(1_000, no('address_wrong')),
  v.trim(),
  v.normalize('NFC'),
  v.check((text) => toMailbox(text) !== undefined, no('address_wrong')),
  v.description('a mail address, such as ann@example.org: at most 254 characters'),
)

export const MissedAfter = v.pipe(
  v.picklist([0, 5, 15, 60, 240, 1_440]),
  v.description('after how many minutes away I get a mail of what I missed; 0 for never'),
)

export const WeeklyMail = v.pipe(v.boolean(), v.description('whether I get a summary of each week'))

export const MailLanguage = v.pipe(v.picklist(['en', 'ar', 'de']), v.description('the language of my mails'))

/** As a person types it when they forgot the rest. */
export const NameOrAddress = v.pipe(
  Text,
  v.trim(),
  v.nonEmpty(no('name_needed')),
  v.maxLength(1_000, no('name_too_long')),
  v.description('the name of a person, or their mail address'),
)
