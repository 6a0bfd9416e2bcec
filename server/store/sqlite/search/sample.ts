/**
 * How common every gram is, judged by a sample of the messages. The index is asked for the rarest runs of what is looked
 * for: three or four of them say as much as all, and each more is another long list to walk (`bench/scenarios/search.ts`).
 */
import type { Database } from '../database.ts'
import { searchable } from './grams.ts'

/** Messages in a sample, and how many of them are looked at in one turn. */
const SIZE = 1_000
const TURN = 50
/** Multiples of it, without what is before the point, lie evenly however many there are. */
const GOLDEN = 0.618_033_988_749_895

/** `top` is the row up to which messages were taken. */
export type Sample = { top: number; taken: number; counts: Map<string, number> }

export const noSample = (): Sample => ({ top: 0, taken: 0, counts: new Map() })

/** Takes some messages into the sample, a new one when there are twice as many as there were. Answers with whether there is more. */
export function takeSample(messages: Database, sample: Sample): boolean {
  const { top } = messages.get<{ top: number | null }>('select max(rowid) as top from messages')!
  if ((top ?? 0) > 2 * sample.top) Object.assign(sample, noSample(), { top })
  const size = Math.min(SIZE, sample.top)
  for (let count = 0; count < TURN && sample.taken < size; count++) {
    const place = Math.floor(sample.top * ((sample.taken * GOLDEN) % 1))
    const row = messages.get<{ body: string }>('select body from messages where rowid > ? limit 1', place)
    for (const gram of gramsOf(searchable(row?.body ?? ''))) sample.counts.set(gram, (sample.counts.get(gram) ?? 0) + 1)
    sample.taken++
  }
  return sample.taken < size
}

/** In which share of the messages a text of one to three characters is. Of what was never seen: less than one in the sample. */
export const shareOf = ({ counts, taken }: Sample, gram: string): number =>
  Math.min(1, (counts.get(gram) ?? 0.5) / Math.max(1, taken))

function gramsOf(text: string): Set<string> {
  const characters = Array.from(text)
  const grams = new Set(characters)
  for (let place = 1; place < characters.length; place++) {
    const pair = characters[place - 1]! + characters[place]!
    grams.add(pair)
    if (place > 1) grams.add(characters[place - 2]! + pair)
  }
  return grams
}
