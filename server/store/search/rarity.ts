/**
 * Chooses the terms that the index is asked for. Two or three rare runs say as much as all of them, and each further
 * one is another list to open in every room. Rarity is judged by one’s own rooms only.
 */
import { matchIn, type Term } from './grams.ts'
import { type FollowedRoom, rowOf, type SearchIndex, seqOf } from './index-file.ts'

/** Terms that are judged, and the newest messages with a term that are counted, at most. */
const MOST_TERMS = 12
const MOST_MESSAGES = 32
/** This many terms are enough. */
const ENOUGH = 3

/** Judged by the newest messages of one room. */
export function rarestOf(index: SearchIndex, terms: Term[], room: FollowedRoom): Term[] {
  if (terms.length <= ENOUGH) return terms
  return evenlyFrom(terms)
    .map((term) => ({ term, share: shareOf(index, term, room) }))
    .sort((one, other) => one.share - other.share)
    .slice(0, ENOUGH)
    .map(({ term }) => term)
}

/** A long text has hundreds of runs. They are taken evenly from its beginning to its end. */
const evenlyFrom = (terms: Term[]): Term[] => {
  const step = Math.max(1, terms.length / MOST_TERMS)
  return Array.from({ length: Math.min(MOST_TERMS, terms.length) }, (_, place) => terms[Math.floor(place * step)]!)
}

function shareOf({ database }: SearchIndex, term: Term, { number, last, floor }: FollowedRoom): number {
  const sql = 'select rowid as id from grams where grams match ? and rowid > ? order by rowid limit ?'
  const rows = database.all<{ id: number }>(sql, matchIn(number, [[term]]), rowOf(number, last + 1), MOST_MESSAGES)
  const oldest = rows.length < MOST_MESSAGES ? floor : seqOf(rows.at(-1)!.id)
  return rows.length / (last + 1 - oldest)
}
