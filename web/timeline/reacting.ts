/** Adding and removing reactions. The reader may have moved on, so an error is shown above all rows. */
import { signal } from '@preact/signals'
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import type { Timeline } from '../../client/timeline.ts'
import type { Failure } from '../../protocol/errors.ts'
import { openEmojiPicker } from '../emoji/open.ts'

type Refused = { timeline: Timeline; emoji: string; failure: Failure }

export const refused = signal<Refused | undefined>(undefined)

/** Adds my reaction, or removes it. */
export async function react(room: Room, seq: number, emoji: string, on: boolean): Promise<void> {
  refused.value = undefined
  const result = await room.react(seq, emoji, on)
  if (!result.ok) refused.value = { timeline: room.timeline, emoji, failure: result.error }
}

/** Opens the picker with all emoji. `anchor` is the pressed button; it disappears when the pointer leaves its row. */
export function pickReaction(client: Client, room: Room, seq: number, anchor: HTMLElement): void {
  const list = anchor.closest<HTMLElement>('.scroller')
  void openEmojiPicker({
    anchor,
    userId: client.you.peek()?.id ?? '',
    hasCustom: true,
    onPick: (emoji) => void react(room, seq, emoji, true),
    back: () => (anchor.isConnected ? anchor : list),
  })
}
