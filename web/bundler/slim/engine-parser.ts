/** Engine.IO's packets as text, in the place of the library's parser, for the same reason as `socket-parser.ts`. */
export const protocol = 4

const TYPES = ['open', 'close', 'ping', 'pong', 'message', 'upgrade', 'noop']
const SEPARATOR = '\u001e'

type Packet = { type: string; data?: string }

const encode = ({ type, data = '' }: Packet) => `${TYPES.indexOf(type)}${data}`

export function encodePacket(packet: Packet, _supportsBinary: boolean, give: (text: string) => void): void {
  give(encode(packet))
}

export function decodePacket(text: unknown): Packet {
  const type = typeof text === 'string' ? TYPES[Number(text.slice(0, 1) || NaN)] : undefined
  if (typeof text !== 'string' || type === undefined) return { type: 'error', data: 'parser error' }
  return text.length > 1 ? { type, data: text.slice(1) } : { type }
}

export function encodePayload(packets: Packet[], give: (text: string) => void): void {
  give(packets.map(encode).join(SEPARATOR))
}

export function decodePayload(text: string): Packet[] {
  const packets = text.split(SEPARATOR).map(decodePacket)
  const broken = packets.findIndex(({ type }) => type === 'error')
  return broken < 0 ? packets : packets.slice(0, broken + 1)
}

/** Imported by WebTransport, which is left out of the page. */
export const createPacketEncoderStream = undefined
export const createPacketDecoderStream = undefined
