import type { Room } from '../../client/rooms.ts'
import { begunIn } from '../composer/begun.ts'

/** Whoever begins to answer goes on by writing, also where that is the message which is answered already. */
export function answer(room: Room, seq: number): void {
  begunIn(room).answer.value = seq
  document.querySelector<HTMLElement>('.composer textarea')?.focus()
}
