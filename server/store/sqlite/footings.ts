/**
 * Remembers on what footing somebody is in a room until something is written that may change it: then a message goes
 * through one thread and not two (`bench/scenarios/durable-posts.ts`). No other process writes what is remembered here, and
 * the writer looks once more anyway.
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
    .map(([name, write]) => [name, (...parameters: unknown[]) => footings.changing(() => write(...parameters))])
  return {
    ...writing,
    ...(Object.fromEntries(watched) as Partial<Writing>),
    ...reading,
    footingIn: (idOrSlug, who) => footings.find(idOrSlug, who),
  }
}

class Footings {
  readonly #look: Reading['footingIn']
  /** Also of those that are being looked up: whoever asks meanwhile waits for the same, and overtakes nobody who asked before. */
  readonly #known = new Map<string, Promise<Footing | undefined>>()

  constructor(look: Reading['footingIn']) {
    this.#look = look
  }

  find(idOrSlug: string, who: Signed): Promise<Footing | undefined> {
    const key = `${who.userId} ${who.sessionId} ${idOrSlug}`
    const known = this.#known.get(key)
    if (known) return known
    const look = this.#look(idOrSlug, who)
    if (this.#known.size >= MOST) this.#known.clear()
    this.#known.set(key, look)
    const forget = () => this.#known.get(key) === look && this.#known.delete(key)
    // Names of rooms that are not there never end, and would crowd out the others. That somebody is muted ends by itself.
    look.then((footing) => (!footing || footing.room.mutedUntil !== undefined) && forget(), forget)
    return look
  }

  /** Whatever was looked up before a change is answered may say what was true before it. */
  async changing<T>(write: () => Promise<T>): Promise<T> {
    try {
      return await write()
    } finally {
      this.#known.clear()
    }
  }
}
