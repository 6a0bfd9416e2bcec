/** The terms that all parts of the store's contract share. */
import type { Message } from '../../protocol/models.ts'

/** A user on one signed-in device. */
export type Signed = { userId: string; sessionId: string }

/** The messages of one room that were changed in one act, ascending by rev and without a gap. */
export type Changed = { roomId: string; from: number; to: number; messages: Message[] }
