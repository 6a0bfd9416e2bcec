/** My reactions to messages of one room that have too many to name me. They come with pages and with my own acts. */
import { signal } from '@preact/signals-core'
import type { HistoryPage, OwnReaction, Reaction } from '../protocol/models.ts'

/** The state when the room was at this rev. */
type Known = { rev: number; emojis: ReadonlySet<string> }

export class OwnReactions {
  readonly #known = signal<ReadonlyMap<number, Known>>(new Map())

  has(seq: number, { emoji, userIds, count }: Reaction, myId: string | undefined): boolean {
    if (myId !== undefined && userIds.includes(myId)) return true
    return count !== undefined && this.#known.value.get(seq)?.emojis.has(emoji) === true
  }

  hear({ seq, rev, emoji, on }: OwnReaction): void {
    const emojis = new Set(this.#known.peek().get(seq)?.emojis)
    if (on) emojis.add(emoji)
    else emojis.delete(emoji)
    this.#learn([[seq, { rev, emojis }]])
  }

  /** A message that the page does not name has no reaction of mine. */
  receive({ messages, own = [] }: Pick<HistoryPage, 'messages' | 'own'>): void {
    const named = new Map(own.map(({ seq, emojis }) => [seq, emojis]))
    // Nearly always nothing is new.
    const told = messages.filter(({ seq }) => named.has(seq) || this.#known.peek().has(seq))
    if (told.length > 0) this.#learn(told.map(({ seq, rev }) => [seq, { rev, emojis: new Set(named.get(seq)) }]))
  }

  #learn(news: [number, Known][]): void {
    const known = new Map(this.#known.peek())
    for (const [seq, now] of news) {
      if ((known.get(seq)?.rev ?? 0) <= now.rev) known.set(seq, now)
    }
    this.#known.value = known
  }
}
