/** Notices: of what a user wants to be told, when, and where their browsers are reached. */
import * as v from 'valibot'
import { NotifyLevel, Text, Time } from './fields.ts'
import {
  MAX_CHARACTERS_OF_KEYWORDS,
  MAX_ENDPOINT_CHARACTERS,
  MAX_KEYWORD_CHARACTERS,
  MAX_KEYWORDS,
  MAX_QUIET_HOURS,
} from './limits.ts'

const BREAKS_LINE = /[\p{Cc}\p{White_Space}]+/gu
const SAYS = /[\p{L}\p{M}\p{N}\p{P}\p{S}]/u

const Keyword = v.pipe(
  Text,
  v.maxLength(1_000),
  v.transform((text) => text.replaceAll(BREAKS_LINE, ' ').trim()),
  v.check((text) => SAYS.test(text), 'A keyword needs a visible character.'),
  v.maxLength(MAX_KEYWORD_CHARACTERS),
)

export const Keywords = v.pipe(
  v.array(Keyword),
  v.maxLength(MAX_KEYWORDS),
  v.transform((words) => [...new Set(words)]),
  v.check(
    (words) => words.join('').length <= MAX_CHARACTERS_OF_KEYWORDS,
    `All keywords together have at most ${MAX_CHARACTERS_OF_KEYWORDS} characters.`,
  ),
  v.description(
    `words of which I want to be told wherever they are said: at most ${MAX_KEYWORDS}, each of at most ${MAX_KEYWORD_CHARACTERS} characters, and together ${MAX_CHARACTERS_OF_KEYWORDS}`,
  ),
)

const ClockTime = v.pipe(
  v.string(),
  v.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'A time of the day is written as 22:30.'),
  v.description('a time of the day, such as 22:30'),
)

const Weekday = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(6))

/** Hours on some days. An end before the beginning is on the day after, and the same time is a whole day later. */
export const QuietHours = v.object({
  days: v.pipe(
    v.array(Weekday),
    v.minLength(1),
    v.maxLength(7),
    v.transform((days) => [...new Set(days)].toSorted((one, other) => one - other)),
    v.description('the days on which they begin; 0 is Sunday'),
  ),
  from: ClockTime,
  to: ClockTime,
})
export type QuietHours = v.InferOutput<typeof QuietHours>

export const Quiet = v.pipe(
  v.array(QuietHours),
  v.maxLength(MAX_QUIET_HOURS),
  v.description('hours in which I am not told; what waited is told in one summary afterwards'),
)

export const NotifySettings = v.object({
  keywords: Keywords,
  quiet: Quiet,
  timeZone: v.optional(v.pipe(v.string(), v.description('the zone of the quiet hours; absent: that of my profile'))),
  snoozedUntil: v.optional(v.pipe(Time, v.description('until then I am not told'))),
  showWords: v.pipe(v.boolean(), v.description('whether a notice shows the words of the message')),
  reactions: v.pipe(v.boolean(), v.description('whether I am told of reactions to my messages')),
  mutedMentions: v.pipe(
    v.boolean(),
    v.description('whether I am told when somebody mentions me by name in a room whose level is `nothing`'),
  ),
  sound: v.pipe(NotifyLevel, v.description('for which messages the page plays a sound')),
})
export type NotifySettings = v.InferOutput<typeof NotifySettings>

/** The keys of the chat's pushes. */
export const PushKey = v.object({
  publicKey: v.pipe(
    v.string(),
    v.description('the `applicationServerKey` of a subscription: a point on P-256, base64url'),
  ),
})

const base64url = (bytes: number, characters: number, means: string) =>
  v.pipe(
    v.string(),
    v.regex(new RegExp(String.raw`^[\w-]{${characters}}={0,2}$`), `${means} has ${bytes} bytes, in base64url.`),
    v.transform((text) => text.replace(/=+$/, '')),
    v.description(`${means}, ${bytes} bytes in base64url`),
  )

/** Written in one way only, so that one address is one address; in ASCII. */
export const Endpoint = v.pipe(
  Text,
  v.maxLength(MAX_ENDPOINT_CHARACTERS),
  v.transform((text) => {
    const url = URL.parse(text)
    if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return ''
    url.hash = ''
    return url.href
  }),
  v.check((address) => address !== '', 'An endpoint is an address such as https://….'),
  v.maxLength(MAX_ENDPOINT_CHARACTERS),
  v.description('the address at which the browser’s push service takes messages for it'),
)

export const PushKeys = v.object({
  p256dh: base64url(65, 87, 'the public key of the browser'),
  auth: base64url(16, 22, 'the secret of the browser'),
})
