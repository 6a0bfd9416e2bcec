/** One visit to a room: the place where reading began, the new messages and the messages seen. */
import { type ReadonlySignal, batch, effect, signal, untracked } from '@preact/signals'
import type { Room } from '../../client/rooms.ts'
import { isAttentive } from '../state/attention.ts'

export class Reading {
  readonly room: Room
  /** The last message read before the "New" line; without it there is no line. */
  readonly newFrom: ReadonlySignal<number | undefined>
  /** Whether the bottom of the room is on the screen. */
  readonly isAtBottom = signal(false)

  readonly #newFrom = signal<number | undefined>(undefined)
  /** The reader has marked a message unread. It stays unread during this visit. */
  readonly #isHeld = signal(false)

  constructor(room: Room) {
    this.room = room
    if (room.unread.peek() > 0) this.#newFrom.value = room.readSeq.peek()
    this.newFrom = this.#newFrom
  }

  /** Begins to watch. The returned function stops it. */
  begin(): () => void {
    const { room } = this
    const isReading = () => isAttentive.value && this.isAtBottom.value && !this.#isHeld.value
    // At once, not a frame later: a message read as it appears is never shown as unread.
    const stop = effect(() => {
      const { lastSeq } = room.view.value
      const readSeq = room.readSeq.value
      if (isReading()) untracked(() => room.markRead(lastSeq))
      else if (lastSeq > readSeq) untracked(() => this.#drawLine(readSeq))
    })
    return () => {
      stop()
      room.leave()
    }
  }

  /** Marks everything as read, wherever the reader is. */
  readAll(): void {
    batch(() => {
      this.#isHeld.value = false
      this.#newFrom.value = undefined
      this.room.markRead(this.room.view.peek().lastSeq)
    })
  }

  unreadFrom(seq: number): void {
    batch(() => {
      this.#isHeld.value = true
      this.#newFrom.value = seq - 1
      this.room.markUnread(seq)
    })
  }

  /** Writing a message marks everything above it as read. */
  wrote(): void {
    this.#isHeld.value = false
  }

  /** The line is drawn above the first unseen message. A line with unread messages below it does not move. */
  #drawLine(readSeq: number): void {
    const line = this.#newFrom.peek()
    if (line === undefined || line < readSeq) this.#newFrom.value = readSeq
  }
}
