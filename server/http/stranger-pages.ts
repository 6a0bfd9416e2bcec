/**
 * The page for strangers, the same for all of them. It is rendered once for each state of its room. So each request
 * costs one look at the room, with any query (`test/abuse/strangers.test.ts`). Without this cache only the speed would
 * change.
 */
import type { RoomView } from '../../protocol/models.ts'

/** Pages kept: for a few rooms, and for a few messages that many links lead to. */
const MOST_PAGES = 32
/** The maximum age of people's names, in ms. Names are not part of a room's state. */
const KEPT_MS = 2_000

type Kept = { html: Promise<Uint8Array<ArrayBuffer>>; at: number }

export class StrangerPages {
  readonly #pages = new Map<string, Kept>()

  /** Calls `render` only if this state of the room was not rendered a moment ago. */
  of(
    room: RoomView,
    around: number | undefined,
    render: () => Promise<Uint8Array<ArrayBuffer>>,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const now = performance.now()
    const state = `${around ?? ''} ${JSON.stringify(room)}`
    const kept = this.#pages.get(state)
    if (kept && now - kept.at < KEPT_MS) return kept.html
    const html = render()
    this.#pages.delete(state)
    this.#pages.set(state, { html, at: now })
    html.catch(() => this.#pages.delete(state))
    const [oldest] = this.#pages.keys()
    if (this.#pages.size > MOST_PAGES && oldest !== undefined) this.#pages.delete(oldest)
    return html
  }
}
