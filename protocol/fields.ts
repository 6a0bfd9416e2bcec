/** One schema for each field, with its limits. A schema's message is what a person reads when the field is wrong. */
import * as v from 'valibot'
import {
  MAX_BODY_BYTES,
  MAX_FOUND,
  MAX_MINUTES,
  MAX_PAGE,
  MAX_PASSWORD_CHARACTERS,
  MAX_SEARCH_CHARACTERS,
  MAX_TOPIC_CHARACTERS,
  MIN_PASSWORD_CHARACTERS,
  utf8Length,
} from './limits.ts'

/** An issue with this message becomes the error code `too_long` instead of `bad_request`. */
export const TOO_LONG = `A message has at most ${MAX_BODY_BYTES.toLocaleString('en')} bytes.`

// Both stores must be able to keep every text: Postgres refuses U+0000, and UTF-8 has no lone surrogates.
const Text = v.pipe(
  v.string(),
  v.check((text) => text.isWellFormed() && !text.includes('\0'), 'Text may not hold U+0000 or half a character.'),
)

/** Anything but gaps and what nobody sees: zero-width spaces and joiners, fillers, the Braille pattern without a dot. */
const SEEN = /[^\p{White_Space}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u

export const Body = v.pipe(
  Text,
  v.trim(),
  v.check((body) => SEEN.test(body), 'A message needs some text.'),
  v.check((body) => utf8Length(body) <= MAX_BODY_BYTES, TOO_LONG),
  v.description('CommonMark as typed, trimmed: 1 to 16,384 bytes of UTF-8, without U+0000 and half characters'),
)

export const ClientId = v.pipe(
  Text,
  v.minLength(1),
  v.maxLength(64),
  v.description(
    'chosen by the client, unique for its author, so that a retry is harmless: a UUID is a good one; 1 to 64 characters',
  ),
)

export const UserId = v.pipe(v.string(), v.minLength(1), v.maxLength(64), v.description('a user’s id'))

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
  v.string(),
  v.minLength(1),
  v.maxLength(64),
  v.description('the random name of this history; another one means that what a client holds may have been rewound'),
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
  v.maxLength(1_000, 'That name is too long.'),
  v.description('what a guest wants to be called: 1 to 32 characters that can be seen'),
)

export const Id = v.pipe(Text, v.minLength(1), v.maxLength(64))

export const SessionId = v.pipe(Id, v.description('a session’s id; it is no secret and no token'))

/** Neither too short to be guessed nor so long that hashing it would be the attack. */
export const Password = v.pipe(
  Text,
  v.minLength(MIN_PASSWORD_CHARACTERS, `A password has at least ${MIN_PASSWORD_CHARACTERS} characters.`),
  v.maxLength(MAX_PASSWORD_CHARACTERS, `A password has at most ${MAX_PASSWORD_CHARACTERS} characters.`),
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
  v.maxLength(1_000, 'That name is too long.'),
  v.description('what a room is called: 1 to 50 characters that can be seen'),
)

export const Topic = v.pipe(
  Text,
  v.trim(),
  v.maxLength(MAX_TOPIC_CHARACTERS, `A topic has at most ${MAX_TOPIC_CHARACTERS} characters.`),
  v.description(`what a room is about: at most ${MAX_TOPIC_CHARACTERS} characters; empty for none`),
)

// Some write a heart without the selector that makes it red.
const ONE_EMOJI = /^(?:\p{RGI_Emoji}|\p{Extended_Pictographic})$/v

export const Emoji = v.pipe(
  Text,
  v.maxLength(64, 'A reaction is one emoji.'),
  v.check((text) => ONE_EMOJI.test(text), 'A reaction is one emoji.'),
  v.description('one emoji'),
)

export const Reason = v.pipe(
  Text,
  v.trim(),
  v.maxLength(500, 'A reason has at most 500 characters.'),
  v.description('in a few words; at most 500 characters'),
)

export const Query = v.pipe(
  Text,
  v.trim(),
  v.maxLength(100),
  v.description('what the name has to contain; empty for all'),
)

export const SearchText = v.pipe(
  Text,
  v.trim(),
  v.nonEmpty('Say what to look for.'),
  v.maxLength(MAX_SEARCH_CHARACTERS, `A search has at most ${MAX_SEARCH_CHARACTERS} characters.`),
  v.description(
    `words or parts of words that all occur, "exact phrases", -without, and from: in: before: after: on: has: is:`,
  ),
)

export const TimeZone = v.pipe(
  v.string(),
  v.maxLength(100),
  v.description('whose days are meant, as Europe/Berlin or +02:00'),
)

/** Where a page ended. It says nothing to clients. */
export const Cursor = v.pipe(
  v.string(),
  v.regex(/^\d{1,15}$/, 'Give the `next` of the page before.'),
  v.description('the `next` of the page before'),
)

export const Found = v.pipe(
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
