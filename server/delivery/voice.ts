/**
 * The contract of the voice between nodes: it carries short texts to all other nodes. It only saves time. A text may be
 * lost, doubled or late, because the store is the truth and every node compares itself with it.
 */

export interface Voice {
  /**
   * Tells the other nodes, and perhaps this one too. Returns at once. With a room only those nodes need to hear it that
   * listen to the room.
   */
  say(text: string, roomId?: string): void
  listenTo(roomId: string): void
  stopListeningTo(roomId: string): void
  /** Sends what still waits, and ends. */
  close(): Promise<void>
}

export type VoiceNeeds = {
  /** Chats that share a server of Postgres or Redis have different names. Whoever knows the name can hear all. */
  name: string
  /** Gets each text, with the one of this node among them or not. */
  hear: (text: string) => void
  /** The connection was lost, so texts may have been missed. It is tried again until it is back. */
  onLost: (error: Error) => void
  /** Texts are heard from now on: at the start, after a loss, or in a room. Earlier ones may have been missed. */
  onListening: () => void
}

export type OpenVoice = (needs: VoiceNeeds) => Voice
