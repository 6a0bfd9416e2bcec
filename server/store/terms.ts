/** The terms that all parts of the store's contract share. */
import type { Message, User } from '../../protocol/models.ts'

/** A user on one signed-in device. */
export type Signed = { userId: string; sessionId: string }

/** The messages of one room that were changed in one act, ascending by rev and without a gap. */
export type Changed = { roomId: string; from: number; to: number; messages: Message[] }

/** A device that signs in. `network` is its network (server/doors/address.ts), for bans. */
export type NewDevice = {
  /** SHA-256 of the session's token; the token itself is never kept, and neither is any other secret. */
  tokenHash: Uint8Array
  /** A short description, such as “Firefox on Linux”. */
  device: string
  network: string
}

export type SignedIn = { user: User; sessionId: string }
