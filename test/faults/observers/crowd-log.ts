/** The notes of thousands of observers, in numbers: four for each event, and each packet once however many hear it. */
import type { Change } from '../../../protocol/models.ts'
import { type Event, type Fact, type Seen, seenOf } from '../history.ts'

/** One packet's content. */
type Packet = { from: number; to: number; messages: readonly Seen[] }

/** Packets that may still arrive at another observer. */
const RECENT = 16

const CODES = ['connect', 'disconnect', 'live', 'asked', 'invoke', 'ack', 'timeout', 'final'] as const
type Code = (typeof CODES)[number]

export class CrowdLog implements Iterable<Event> {
  readonly #entries: number[][] = []
  readonly #names: string[] = []
  readonly #packets: Packet[] = []
  readonly #epochs: string[] = []
  readonly #recent: { bytes: Buffer; packet: number }[] = []
  readonly #acked: Seen[] = []

  /** A new observer; the answer is its number. */
  enter(name: string): number {
    this.#names.push(name)
    return this.#entries.push([]) - 1
  }

  connect(who: number, epoch: string, rev: number): void {
    if (!this.#epochs.includes(epoch)) this.#epochs.push(epoch)
    this.#write(who, 'connect', rev, this.#epochs.indexOf(epoch))
  }

  disconnect(who: number): void {
    this.#write(who, 'disconnect', 0)
  }

  /** A live packet as it came. Equal bytes are decoded once. */
  live(who: number, frame: Buffer, bodyAt: number): Packet {
    const known = this.#recent.find(({ bytes }) => bytes.equals(frame))
    const packet = known?.packet ?? this.#keep((JSON.parse(frame.toString('utf8', bodyAt)) as [string, Change])[1])
    if (!known) {
      this.#recent.unshift({ bytes: Buffer.from(frame), packet })
      this.#recent.length = Math.min(this.#recent.length, RECENT)
    }
    this.#write(who, 'live', packet)
    return this.#packets[packet]!
  }

  asked(who: number, page: Omit<Change, 'roomId'>): void {
    this.#write(who, 'asked', this.#keep(page))
  }

  invoke(who: number, draft: number): void {
    this.#write(who, 'invoke', draft)
  }

  ack(who: number, draft: number, message: Seen): void {
    this.#write(who, 'ack', draft, this.#acked.push(message) - 1)
  }

  timeout(who: number, draft: number): void {
    this.#write(who, 'timeout', draft)
  }

  final(who: number, fromSeq: number, outbox: number): void {
    this.#write(who, 'final', fromSeq, outbox)
  }

  draftOf(who: number, draft: number): { clientId: string; body: string } {
    const name = this.#names[who] ?? ''
    return { clientId: `${name}-${draft}`, body: `«${name} ${draft}»` }
  }

  *[Symbol.iterator](): Iterator<Event> {
    for (const [who, entries] of this.#entries.entries()) {
      const observer = this.#names[who] ?? ''
      const place = { connection: 0, epoch: '' }
      for (let at = 0; at < entries.length; at += 4) {
        const [code = 0, moment = 0, a = 0, b = 0] = entries.slice(at, at + 4)
        const fact = this.#factOf(who, CODES[code]!, [a, b], place)
        yield { ...fact, observer, kind: 'raw', at: moment }
      }
    }
  }

  #factOf(who: number, code: Code, [a, b]: [number, number], place: { connection: number; epoch: string }): Fact {
    switch (code) {
      case 'connect':
        place.connection++
        place.epoch = this.#epochs[b] ?? ''
        return { what: 'connect', ...place, rev: a }
      case 'disconnect':
        return { what: 'disconnect', connection: place.connection, reason: 'cut' }
      case 'live':
      case 'asked':
        return { what: 'change', by: code, ...place, ...this.#packets[a]! }
      case 'ack':
        return { what: 'ack', draft: this.draftOf(who, a), message: this.#acked[b]! }
      case 'invoke':
      case 'timeout':
        return { what: code, draft: this.draftOf(who, a) }
      case 'final':
        return { what: 'final', fromSeq: a, outbox: b, shown: this.#shownTo(who) }
    }
  }

  /** All that an observer has heard, laid over one another. */
  #shownTo(who: number): Seen[] {
    const shown = new Map<number, Seen>()
    const entries = this.#entries[who] ?? []
    for (let at = 0; at < entries.length; at += 4) {
      const code = CODES[entries[at] ?? 0]
      if (code !== 'live' && code !== 'asked') continue
      for (const message of this.#packets[entries[at + 2] ?? 0]?.messages ?? []) {
        if ((shown.get(message.seq)?.rev ?? 0) < (message.rev ?? 0)) shown.set(message.seq, message)
      }
    }
    return [...shown.values()].sort((a, b) => a.seq - b.seq)
  }

  #keep({ from, to, messages }: Omit<Change, 'roomId'>): number {
    return this.#packets.push({ from, to, messages: messages.map(seenOf) }) - 1
  }

  #write(who: number, code: Code, a: number, b = 0): void {
    this.#entries[who]?.push(CODES.indexOf(code), performance.now(), a, b)
  }
}
