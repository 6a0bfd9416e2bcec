/** My reminders: messages and their times. */
import { effect, untracked } from '@preact/signals-core'
import type { Result } from '../protocol/errors.ts'
import type { Client } from './client.ts'
import { MessageMarks, type MarksPage } from './message-marks.ts'
import { perClient } from './per-client.ts'

export const remindersOf = perClient((client) => new Reminders(client))

class Reminders extends MessageMarks<string> {
  constructor(client: Client) {
    super(client)
    effect(() => {
      const mark = client.reminderMark.value
      if (mark) untracked(() => this.put(mark.roomId, mark.seq, mark.at))
    })
    effect(() => {
      const due = client.dueReminder.value
      if (due) untracked(() => this.put(due.room.id, due.message.seq, undefined))
    })
  }

  /** The time of a message's reminder, if it is still to come. */
  timeOf(roomId: string, seq: number): string | undefined {
    return this.markOf(roomId, seq)
  }

  /** Without a time the reminder is removed. */
  async set(roomId: string, seq: number, at?: string): Promise<Result<undefined>> {
    const result = await this.client.run('message:remind', { roomId, seq, ...(at !== undefined && { at }) })
    if (result.ok) this.put(roomId, seq, at)
    return result
  }

  protected async read(page: { limit: number; after?: string }): Promise<MarksPage<string> | undefined> {
    const result = await this.client.run('reminders:list', page)
    if (!result.ok) return undefined
    const { reminders, next } = result.value
    return { marks: reminders.map(({ room, message, at }) => ({ roomId: room.id, seq: message.seq, mark: at })), next }
  }
}
