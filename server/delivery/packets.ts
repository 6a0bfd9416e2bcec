/**
 * Packs texts into notifications of Postgres, which carry less than 8,000 bytes each. Short texts share one, a line for
 * each. A long one is cut into parts, which come one after the other. Each packet of a transaction begins with a number
 * of its own, because Postgres drops one that equals another: long texts often differ only in their last part.
 */

/** Bytes, a little below the limit of Postgres (https://www.postgresql.org/docs/current/sql-notify.html). */
const MOST_BYTES = 7_900
/** UTF-16 units of a part: each takes at most three bytes. */
const PART_UNITS = 2_600
/** UTF-16 units of one text, at most. Parts of a longer one are not kept. */
const LONGEST = 64 * 1_048_576

/** The content of a packet: some whole texts, or the first, a middle or the last part of one. */
type Kind = '=' | '<' | '-' | '>'

/** Each text is one line of JSON. Answers with the packets of one transaction. */
export function pack(texts: string[]): string[] {
  const packets: string[] = []
  const add = (kind: Kind, text: string) => packets.push(`${packets.length}${kind}${text}`)
  let [lines, bytes]: [string[], number] = [[], 0]
  const flush = () => {
    if (lines.length > 0) add('=', lines.join('\n'))
    ;[lines, bytes] = [[], 0]
  }
  for (const text of texts) {
    const size = Buffer.byteLength(text) + 1
    if (size > MOST_BYTES) {
      flush()
      const parts = cut(text)
      add('<', parts[0]!)
      for (const part of parts.slice(1, -1)) add('-', part)
      add('>', parts.at(-1)!)
      continue
    }
    if (bytes + size > MOST_BYTES) flush()
    lines.push(text)
    bytes += size
  }
  flush()
  return packets
}

/** A text that is longer than a packet has two parts at least. */
function cut(text: string): string[] {
  const parts: string[] = []
  for (let start = 0; start < text.length;) {
    let end = Math.min(start + PART_UNITS, text.length)
    // A character of two units stays whole.
    if (end < text.length && /[\uD800-\uDBFF]/.test(text[end - 1]!)) end--
    parts.push(text.slice(start, end))
    start = end
  }
  return parts
}

const PACKET = /^(?<number>\d+)(?<kind>[=<>-])(?<text>.*)$/s

/** Puts the packets of one sender together again. */
export class Unpacker {
  /** The parts of one text so far, and the number of the next one. */
  #parts: string[] = []
  #next = 0
  #units = 0

  /** Answers with the texts that are complete now. A text that lost a part is left out. */
  take(packet: string): string[] {
    const found = PACKET.exec(packet)?.groups as { number: string; kind: Kind; text: string } | undefined
    if (found === undefined) return []
    const { kind, text } = found
    const number = Number(found.number)
    const isNext = this.#parts.length > 0 && number === this.#next && this.#units <= LONGEST
    if (kind === '=' || kind === '<' || !isNext) this.#forget()
    if (kind === '=') return text.split('\n')
    if (kind !== '<' && !isNext) return []
    this.#parts.push(text)
    this.#units += text.length
    this.#next = number + 1
    if (kind !== '>') return []
    const whole = this.#parts.join('')
    this.#forget()
    return [whole]
  }

  /** Whether no text has begun. */
  get isEmpty(): boolean {
    return this.#parts.length === 0
  }

  #forget(): void {
    this.#parts = []
    this.#units = 0
  }
}
