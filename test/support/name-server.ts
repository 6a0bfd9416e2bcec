/** A name server on this machine, for names that lead where a test wants them to. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'

const [A, AAAA] = [1, 28]

export type NameServer = {
  /** As `Resolver.setServers` takes it. */
  address: string
  /** The names that were asked for, with the kind. */
  asked: string[]
  close: () => void
}

/** `find` answers with the addresses of a name, in the order of the answer, or with nothing to say nothing at all. */
export async function serveNames(find: (name: string) => string[] | undefined): Promise<NameServer> {
  const asked: string[] = []
  const socket = createSocket('udp4')
  socket.on('message', (query, from) => {
    const { name, kind, end } = readQuestion(query)
    asked.push(`${name} ${kind === A ? 'A' : 'AAAA'}`)
    const found = find(name)
    if (found === undefined) return
    const answers = found.flatMap((address) => {
      const isSix = address.includes(':')
      if (kind !== (isSix ? AAAA : A)) return []
      const bytes = isSix ? bytesOfSix(address) : address.split('.').map(Number)
      // The name is the one that was asked for, at byte 12. It holds for no time at all.
      return [Buffer.from([0xc0, 12, 0, kind, 0, 1, 0, 0, 0, 0, 0, bytes.length, ...bytes])]
    })
    const head = Buffer.from([...query.subarray(0, 2), 0x81, 0x80, 0, 1, 0, answers.length, 0, 0, 0, 0])
    socket.send(Buffer.concat([head, query.subarray(12, end), ...answers]), from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return { address: `127.0.0.1:${socket.address().port}`, asked, close: () => socket.close() }
}

function readQuestion(query: Buffer): { name: string; kind: number; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += length + 1
  }
  return { name: labels.join('.').toLowerCase(), kind: query.readUInt16BE(at + 1), end: at + 5 }
}

/** Eight groups, written out. */
function bytesOfSix(address: string): number[] {
  const [before = '', after = ''] = address.split('::')
  const groups = (text: string) => (text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16)))
  const [left, right] = [groups(before), groups(after)]
  const middle = Array.from({ length: 8 - left.length - right.length }, () => 0)
  return [...left, ...middle, ...right].flatMap((group) => [group >> 8, group & 255])
}
