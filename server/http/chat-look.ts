/**
 * The chat's own name, picture and colour, for pages and strangers. What the owners change is heard from delivery, and
 * asked for now and then: news of other nodes may get lost.
 */
import type { Context } from 'hono'
import type { ChatLook, Settings } from '../../protocol/models.ts'
import type { Tools } from '../chat/tools.ts'
import type { Picture } from '../store/store.ts'

const HELD_MS = 5_000

export class ChatLooks {
  readonly #store: Tools['store']
  #settings: Promise<Settings> | undefined
  #askedAt = 0
  #picture: Picture | undefined

  constructor({ store, delivery }: Pick<Tools, 'store' | 'delivery'>) {
    this.#store = store
    delivery.subscribe((parcel) => {
      if (parcel.event === 'settings:changed') this.#settings = Promise.resolve(parcel.payload)
    })
  }

  /** Undefined for a chat without a look of its own. */
  async now(): Promise<ChatLook | undefined> {
    if (performance.now() - this.#askedAt > HELD_MS) this.#settings = undefined
    const asked = (this.#settings ??= this.#ask())
    try {
      return (await asked).chat
    } catch {
      // If the store is away for a moment, the next page asks it again.
      if (this.#settings === asked) this.#settings = undefined
      return undefined
    }
  }

  #ask(): Promise<Settings> {
    this.#askedAt = performance.now()
    return this.#store.settings()
  }

  /** A picture is named by its content, so browsers may keep it for ever. */
  async serve(c: Context, hash: string): Promise<Response> {
    // A picture that the owners removed is no longer served.
    if ((await this.now())?.picture !== hash) return c.notFound()
    const found = this.#picture?.hash === hash ? this.#picture : await this.#store.picture(hash)
    if (!found) return c.notFound()
    this.#picture = found
    return c.body(Uint8Array.from(found.bytes), 200, {
      'Content-Type': found.type,
      'Cache-Control': 'public, max-age=31536000, immutable',
      'X-Content-Type-Options': 'nosniff',
    })
  }
}
