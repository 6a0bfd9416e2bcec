/** My saved messages. */
import { effect, untracked } from '@preact/signals-core'
import type { Result } from '../protocol/errors.ts'
import type { Client } from './client.ts'
import { MessageMarks, type MarksPage } from './message-marks.ts'
import { perClient } from './per-client.ts'

/** Beyond these pages, the oldest saved messages are unknown. Saving one of them again changes nothing. */
const MOST_PAGES = 4

export const savedOf = perClient((client) => new Saved(client))

class Saved extends MessageMarks<true> {
  constructor(client: Client) {
    super(client, MOST_PAGES)
    effect(() => {
      const mark = client.savedMark.value
      if (mark) untracked(() => this.#hear(mark.roomId, mark.seq, mark.on))
    })
  }

  has(roomId: string, seq: number): boolean {
    return this.markOf(roomId, seq) === true
  }

  async save(roomId: string, seq: number, on: boolean): Promise<Result<undefined>> {
    const result = await this.client.run('message:save', { roomId, seq, on })
    if (result.ok) this.#hear(roomId, seq, on)
    return result
  }

  #hear(roomId: string, seq: number, on: boolean): void {
    if (this.isLoading || this.has(roomId, seq) !== on) this.put(roomId, seq, on ? true : undefined)
  }

  protected async read(page: { limit: number; after?: string }): Promise<MarksPage<true> | undefined> {
    const result = await this.client.run('messages:saved', page)
    if (!result.ok) return undefined
    const { saved, next } = result.value
    return { marks: saved.map(({ room, message }) => ({ roomId: room.id, seq: message.seq, mark: true })), next }
  }
}
