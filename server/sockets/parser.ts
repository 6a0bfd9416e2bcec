/** Socket.IO's parser, for text alone: nothing here travels as binary, so a binary packet ends the connection. */
import { Decoder, Encoder } from 'socket.io-parser'

class TextDecoder extends Decoder {
  override add(packet: unknown): void {
    // 5 and 6 announce a binary event and a binary ack, whose attachments would be waited for in memory.
    if (typeof packet !== 'string' || packet[0] === '5' || packet[0] === '6')
      throw new Error('binary packets are not spoken here')
    super.add(packet)
  }
}

export const textParser = { Encoder, Decoder: TextDecoder }
