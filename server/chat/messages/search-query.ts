/** What somebody typed to find messages, read. Any text can be looked for; only a filter’s value can be wrong, and then it is said how. */
import { Refusal } from '../../../protocol/errors.ts'
import { fold } from '../../../protocol/folding.ts'
import type { FoundPage, Search } from '../../store/store.ts'

export type WhatToFind = Omit<Search, keyof FoundPage>

/** Words, phrases and filters in one search, at most. */
const MAX_PARTS = 30

// In quotes, or as far as the next gap; before it may stand - or the name of a filter. A quote without an end ends with the
// text. Any other word with a colon (localhost:5050, note:) is a word, and so is what only begins as a filter does (in::out).
const PART =
  /(?<minus>-(?=[^\s-]))?(?:(?<filter>from|in|before|after|on|has|is):(?![/:]))?(?:["“”](?<quoted>[^"“”]*)(?:["“”]|$)|(?<bare>[^\s]*))/giu
/** What is typed around words and seldom meant. The signs of #tag, @Ann, C++ and C# are. */
const SIGNS = String.raw`[,.;:!?…'‘’"“”„«»()\[\]{}<>。、，！？：；「」（）]+`
const AROUND = new RegExp(`^${SIGNS}|${SIGNS}$`, 'gu')
const DATE = /^(?:19[7-9]\d|2\d\d\d)-\d\d-\d\d$/

/** Throws `bad_request` for a filter that has a wrong value, and for nothing to look for. */
export function readSearch(query: string, timeZone: string): WhatToFind {
  requireTimeZone(timeZone)
  const found: WhatToFind = { texts: [], without: [], has: [], isPinned: false }
  const parts = [...query.matchAll(PART)].filter(([part]) => part !== '')
  if (parts.length > MAX_PARTS) throw refuse(`A search has at most ${MAX_PARTS} words.`)
  for (const { groups } of parts) {
    const { minus, filter, quoted, bare } = groups!
    if (filter === undefined) takeText(found, minus !== undefined, quoted ?? trimmed(bare!))
    else if (minus !== undefined) throw refuse(`“-” goes before words, not before “${filter}:”.`)
    else takeFilter(found, filter, (quoted ?? bare!).trim(), timeZone)
  }
  const { texts, without, from, rooms, since, until, has, isPinned } = found
  const isEmpty = texts.length + without.length + has.length === 0 && !isPinned
  if (isEmpty && [from, rooms, since, until].every((filter) => filter === undefined))
    throw refuse('Say what to look for.')
  return found
}

/** A word of nothing but signs is meant as it is. */
const trimmed = (word: string): string => (MEANT.test(word) ? word.replaceAll(AROUND, '') : word)
const MEANT = /[\p{L}\p{N}\p{Extended_Pictographic}]/u

function takeText(found: WhatToFind, isUnwanted: boolean, text: string): void {
  const folded = fold(text).trim()
  const into = isUnwanted ? found.without : found.texts
  if (folded !== '' && !into.includes(folded)) into.push(folded)
}

const FILTERS: Record<string, (found: WhatToFind, value: string, timeZone: string) => void> = {
  from(found, value) {
    const name = value.replace(/^@/, '')
    found.from ??= { names: [], me: false }
    if (fold(name) === 'me') found.from.me = true
    else found.from.names.push(name)
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
    const what = fold(value)
    if (what !== 'link' && what !== 'code') throw refuse('There are has:link and has:code.')
    found.has.push(what)
  },
  is(found, value) {
    if (fold(value) !== 'pinned') throw refuse('There is is:pinned.')
    found.isPinned = true
  },
}

function takeFilter(found: WhatToFind, name: string, value: string, timeZone: string): void {
  if (value === '') throw refuse(`After “${name}:” comes what is meant, without a gap.`)
  FILTERS[fold(name)]!(found, value, timeZone)
}

// Several of them hold all at once.
function takeSince(found: WhatToFind, since: string): void {
  if (found.since === undefined || found.since < since) found.since = since
}
function takeUntil(found: WhatToFind, until: string): void {
  if (found.until === undefined || found.until > until) found.until = until
}

function dayOf(filter: string, value: string): Temporal.PlainDate {
  const wrong = refuse(`After “${filter}:” comes a day as 2026-12-31.`)
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
    throw refuse('timeZone: There is no such time zone. It is a name as Europe/Berlin, or +02:00.')
  }
}

const refuse = (message: string): Refusal => new Refusal('bad_request', message)
