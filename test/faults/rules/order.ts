/** The order of messages: that of the writer, that of real time, and the same for all who look. */
import { only, type Rule } from './rule.ts'

export const oneValue: Rule = {
  id: 'K5',
  name: 'one value for each (room, epoch, rev), whoever looks',
  *find(history) {
    const known = new Map<string, { value: string; observer: string }>()
    const looked = new Set<unknown>()
    for (const { observer, epoch, messages } of only(history, 'change')) {
      if (looked.has(messages)) continue
      looked.add(messages)
      for (const { seq, rev, body, clientId, authorId } of messages) {
        const key = `${epoch} ${rev}`
        const value = JSON.stringify([seq, body, clientId, authorId])
        const other = known.get(key)
        if (!other) known.set(key, { value, observer })
        else if (other.value !== value)
          yield `rev ${rev} is ${other.value} to ${other.observer} and ${value} to ${observer}`
      }
    }
  },
}

export const senderOrder: Rule = {
  id: 'K8',
  name: 'what one client wrote is in the order in which it was written',
  *find(history, storeIndex) {
    const written = new Set<string>()
    const latest = new Map<string, { seq: number; body: string }>()
    for (const { observer, draft } of only(history, 'invoke')) {
      if (written.has(draft.body)) continue
      written.add(draft.body)
      const [row] = storeIndex.rowsOf(draft)
      if (!row) continue
      const before = latest.get(observer)
      if (before && before.seq > row.seq)
        yield `${observer} wrote “${before.body}” before “${row.body}”; they are messages ${before.seq} and ${row.seq}`
      else latest.set(observer, row)
    }
  },
}

export const realTimeOrder: Rule = {
  id: 'K9',
  name: 'what was sent after an ack comes after the message acked',
  *find(history, storeIndex) {
    const acks = [...only(history, 'ack')].sort((a, b) => a.at - b.at)
    const begun = new Map<string, { at: number; seq: number }>()
    for (const { draft, at } of only(history, 'invoke')) {
      const [row] = storeIndex.rowsOf(draft)
      if (row && !begun.has(draft.body)) begun.set(draft.body, { at, seq: row.seq })
    }
    let next = 0
    let highest = 0
    for (const [body, { at, seq }] of [...begun].sort(([, a], [, b]) => a.at - b.at)) {
      for (let ack = acks[next]; ack && ack.at < at; ack = acks[++next]) highest = Math.max(highest, ack.message.seq)
      if (seq <= highest) yield `“${body}” was sent after message ${highest} was acked, and is message ${seq}`
    }
  },
}

export const readYourAck: Rule = {
  id: 'K10',
  name: 'a history read begun after an ack contains the message acked',
  *find(history) {
    const acks = [...only(history, 'ack')].sort((a, b) => a.at - b.at)
    let next = 0
    const acked: number[] = []
    for (const read of [...only(history, 'read')].sort((a, b) => a.beganAt - b.beganAt)) {
      for (let ack = acks[next]; ack && ack.at < read.beganAt; ack = acks[++next]) acked.push(ack.message.seq)
      const shown = new Set(read.messages.map(({ seq }) => seq))
      const first = read.messages[0]?.seq ?? 0
      const missing = acked.find((seq) => seq > read.lastSeq || (seq >= first && !shown.has(seq)))
      if (missing !== undefined) yield `message ${missing} was acked before ${read.observer} read, and was not there`
    }
  },
}
