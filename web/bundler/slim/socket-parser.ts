/**
 * Socket.IO's packets as text. It replaces the library's parser: no packet here is binary, and the binary half of that
 * parser is 2 kB of a first visit.
 */
import { Emitter } from '@socket.io/component-emitter'

export const protocol = 5

export const PacketType = { CONNECT: 0, DISCONNECT: 1, EVENT: 2, ACK: 3, CONNECT_ERROR: 4 }

type Packet = { type: number; nsp: string; id?: number | undefined; data?: unknown }

export class Encoder {
  encode({ type, nsp, id, data }: Packet): string[] {
    const place = nsp && nsp !== '/' ? `${nsp},` : ''
    return [`${type}${place}${id ?? ''}${data === undefined ? '' : JSON.stringify(data)}`]
  }
}

const PACKET = /^([0-4])(?:(\/[^,]*),)?(\d+)?(.*)$/s

export class Decoder extends Emitter<object, object, { decoded: (packet: Packet) => void }> {
  /** Invalid packets end the connection: the manager listens for the throw. */
  add(text: unknown): void {
    const [, type, nsp = '/', id, data] = (typeof text === 'string' && PACKET.exec(text)) || []
    if (type === undefined) throw new Error('binary packets are not spoken here')
    this.emitReserved('decoded', {
      type: Number(type),
      nsp,
      id: id === undefined ? undefined : Number(id),
      data: data ? (JSON.parse(data) as unknown) : undefined,
    })
  }

  destroy(): void {
    // Nothing is kept between packets.
  }
}
