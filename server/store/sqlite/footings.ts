/**
 * Remembers on what footing somebody is in a room until something is written that may change it: then a message goes through
 * one thread and not two (`bench/scenarios/durable-posts.ts`). No other process writes, and the writer looks once more anyway.
 */
import type { Footing, Signed } from '../store.ts'
import type { Asking, reads, writes } from './calls.ts'

/** Footings remembered, at most. */
const MOST = 10_000

/** Writes after which everybody stands in every room as before. */
const HARMLESS = new Set<string>([
  'append',
  'edit',
  'deleteMessage',
  'react',
  'pin',
  'save',
  'markRead',
  'markUnread',
  'setLevel',
  'report',
  'addUser',
  'signIn',
  'noteUse',
  'nextGuestNumber',
  'isWritable',
] satisfies (keyof typeof writes)[])

type Writing = Asking<typeof writes>
type Reading = Asking<typeof reads>

/** The same calls, of which one remembers and some make it forget. */
export function rememberingFootings(writing: Writing, reading: Reading): Writing & Reading {
  const footings = new Footings((idOrSlug, who) => reading.footingIn(idOrSlug, who))
  const watched = Object.entries(writing as Record<string, (...parameters: unknown[]) => Promise<unknown>>)
    .filter(([name]) => !HARMLESS.has(name))
    .map(([name, write]) => [name, (...parameters: unknown[]) => footings.whileChanging(() => write(...parameters))])
  return {
    ...writing,
    ...(Object.fromEntries(watched) as Partial<Writing>),
    ...reading,
    footingIn: (idOrSlug, who) => footings.find(idOrSlug, who),
  }
}

class Footings {
  readonly #look: Reading['footingIn']
  readonly #known = new Map<string, Footing>()
  /** Writes that may change them and are not answered yet, and how often one of these began or ended. */
  #changing = 0
  #turn = 0

  constructor(look: Reading['footingIn']) {
    this.#look = look
  }

  async find(idOrSlug: string, who: Signed): Promise<Footing | undefined> {
    const key = `${who.userId} ${who.sessionId} ${idOrSlug}`
    const known = this.#known.get(key)
    if (known) return known
    const turn = this.#turn
    const footing = await this.#look(idOrSlug, who)
    // What was looked up beside a change may say what was true before it. And that somebody is muted ends by itself.
    if (footing && footing.room.mutedUntil === undefined && this.#changing === 0 && turn === this.#turn) {
      if (this.#known.size >= MOST) this.#known.clear()
      this.#known.set(key, footing)
    }
    return footing
  }

  async whileChanging<T>(write: () => Promise<T>): Promise<T> {
    this.#changing++
    this.#turn++
    this.#known.clear()
    try {
      return await write()
    } finally {
      this.#changing--
      this.#turn++
    }
  }
}
