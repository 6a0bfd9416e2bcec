/** The props of every part of a message's row. */
import type { Client } from '../../client/client.ts'
import type { Room } from '../../client/rooms.ts'
import type { Message } from '../../protocol/models.ts'
import type { Reading } from './reading.ts'

export type MessageProps = {
  message: Message
  client: Client
  room: Room
  reading: Reading
  onVisit: (seq: number) => void
}
