/**
 * Socket.IO's parser, for text alone. Bytes are thrown away as they come. A client that sends some is answered like one
 * with an unknown event, and stays connected.
 */
import { Decoder, Encoder } from 'socket.io-parser'

/** As many as Socket.IO's own parser takes. */
const MOST_ATTACHMENTS = 10

class TextDecoder extends Decoder {
  /** Attachments that were announced and have not come yet. */
  #awaited = 0

  override add(packet: unknown): void {
    if (typeof packet !== 'string') return this.#throwAway()
    if (this.#awaited > 0) throw new Error('an event came before the bytes of the one before it')
    super.add(packet.startsWith('5') ? this.#withoutBytes(packet) : this.#noBinaryAck(packet))
  }

  #throwAway(): void {
    if (this.#awaited === 0) throw new Error('nothing announced these bytes')
    this.#awaited--
  }

  /** A placeholder replaces the bytes, and is not text. */
  #withoutBytes(packet: string): string {
    const [, attachments = '', event = ''] = /^5(\d{1,2})-([^]*)$/.exec(packet) ?? []
    const awaited = Number(attachments)
    if (awaited < 1 || awaited > MOST_ATTACHMENTS) throw new Error('no event with bytes')
    this.#awaited = awaited
    return `2${event}`
  }

  #noBinaryAck(packet: string): string {
    // The server never asks clients for an ack.
    if (packet.startsWith('6')) throw new Error('no answer with bytes was asked for')
    return packet
  }
}

export const textParser = { Encoder, Decoder: TextDecoder }
