/** Parses the text of a search. Any text is valid. Only a filter’s value can be wrong, and the refusal says how. */
import { Refusal, refusal } from '../../../protocol/errors.ts'
import { fold } from '../../../protocol/folding.ts'
import type { FoundPage, Has, Search } from '../../store/store.ts'

export type WhatToFind = Omit<Search, keyof FoundPage>

/** Words, phrases and filters in one search, at most. */
const MAX_PARTS = 30
/** Names after `from:`, at most: each may have to be looked for among all people. */
const MAX_NAMES = 10

// A term is in quotes, or ends at the next gap. A - or the name of a filter may stand before it. An open quote ends
// with the text. Another word with a colon (localhost:5050, note:) is a word, and so is in::out.
const PART =
  /(?<minus>-(?=[^\s-]))?(?:(?<filter>from|in|before|after|on|has|is):(?![/:]))?(?:["“”](?<quoted>[^"“”]*)(?:["“”]|$)|(?<bare>[^\s]*))/giu
/** Signs around words that are seldom meant. The signs of #tag, @Ann, C++ and C# are meant. */
const SIGNS = String.raw`[,.;:!?…'‘’"“”„«»()\[\]{}<>。、，！？：；「」（）]+`
const AROUND = new RegExp(`^${SIGNS}|${SIGNS}$`, 'gu')
const DATE = /^(?:19[7-9]\d|2\d\d\d)-\d\d-\d\d$/

/** Throws `bad_request` for a filter with a wrong value, and for a search without any condition. */
export function readSearch(query: string, timeZone: string): WhatToFind {
  requireTimeZone(timeZone)
  const found: WhatToFind = { texts: [], without: [], has: [], isPinned: false }
  const parts = [...query.matchAll(PART)].filter(([part]) => part !== '')
  if (parts.length > MAX_PARTS) throw refusal('search_too_many', { most: MAX_PARTS })
  for (const { groups } of parts) {
    const { minus, filter, quoted, bare } = groups!
    if (filter === undefined) takeText(found, minus !== undefined, quoted ?? trimmed(bare!))
    else if (minus !== undefined) throw refusal('search_minus', { filter })
    else takeFilter(found, filter, (quoted ?? bare!).trim(), timeZone)
  }
  const { texts, without, from, rooms, since, until, has, isPinned } = found
  const isEmpty = texts.length + without.length + has.length === 0 && !isPinned
  if (isEmpty && [from, rooms, since, until].every((filter) => filter === undefined)) throw refusal('search_empty')
  return found
}

/** A word that consists only of signs is searched as it is. */
const trimmed = (word: string): string => (MEANT.test(word) ? word.replaceAll(AROUND, '') : word)
const MEANT = /[\p{L}\p{N}\p{Extended_Pictographic}]/u

function takeText(found: WhatToFind, isUnwanted: boolean, text: string): void {
  const folded = fold(text).trim()
  const into = isUnwanted ? found.without : found.texts
  if (folded !== '' && !into.includes(folded)) into.push(folded)
}

const HAS: readonly Has[] = ['link', 'code', 'file', 'image', 'video', 'audio']

const FILTERS: Record<string, (found: WhatToFind, value: string, timeZone: string) => void> = {
  from(found, value) {
    const name = value.replace(/^@/, '')
    found.from ??= { names: [], me: false }
    if (fold(name) === 'me') found.from.me = true
    else found.from.names.push(name)
    if (found.from.names.length > MAX_NAMES) throw refusal('search_too_many_people', { most: MAX_NAMES })
  },
  in(found, value) {
    ;(found.rooms ??= []).push(value.replace(/^#/, ''))
  },
  before: (found, value, timeZone) => takeUntil(found, startOf(dayOf('before', value), timeZone)),
  after: (found, value, timeZone) => takeSince(found, startOf(dayOf('after', value).add({ days: 1 }), timeZone)),
  on(found, value, timeZone) {
    const day = dayOf('on', value)
    takeSince(found, startOf(day, timeZone))
    takeUntil(found, startOf(day.add({ days: 1 }), timeZone))
  },
  has(found, value) {
    const what = HAS.find((one) => one === fold(value))
    if (!what) throw refusal('search_has')
    found.has.push(what)
  },
  is(found, value) {
    if (fold(value) !== 'pinned') throw refusal('search_is')
    found.isPinned = true
  },
}

function takeFilter(found: WhatToFind, name: string, value: string, timeZone: string): void {
  if (value === '') throw refusal('search_value', { filter: name })
  FILTERS[fold(name)]!(found, value, timeZone)
}

// If a time filter is given several times, all of them apply.
function takeSince(found: WhatToFind, since: string): void {
  if (found.since === undefined || found.since < since) found.since = since
}
function takeUntil(found: WhatToFind, until: string): void {
  if (found.until === undefined || found.until > until) found.until = until
}

function dayOf(filter: string, value: string): Temporal.PlainDate {
  const wrong = refusal('search_day', { filter })
  if (!DATE.test(value)) throw wrong
  try {
    return Temporal.PlainDate.from(value)
  } catch {
    throw wrong
  }
}

const startOf = (day: Temporal.PlainDate, timeZone: string): string =>
  new Date(day.toZonedDateTime(timeZone).epochMilliseconds).toISOString()

function requireTimeZone(timeZone: string): void {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone)
  } catch {
    throw new Refusal(
      'bad_request',
      'timeZone: Unknown time zone. Use a name such as Europe/Berlin, or an offset such as +02:00.',
    )
  }
}
