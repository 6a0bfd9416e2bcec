import type { Room } from '../../client/rooms.ts'
import { unsentIn } from './unsent.ts'

/** Begins a reply. The composer gets the focus, even if the draft already replies to this message. */
export function answer(room: Room, seq: number): void {
  unsentIn(room).answer.value = seq
  document.querySelector<HTMLElement>('.composer textarea')?.focus()
}
