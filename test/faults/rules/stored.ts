/** Messages said to be accepted are kept, once, as they were said; and nothing else is. */
import type { Event, Seen } from '../history.ts'
import { isThisRow, type Stored } from '../store.ts'
import { only, type Rule } from './rule.ts'

export const ackedIsStored: Rule = {
  id: 'K1',
  name: 'every ack is in the store, with its exact body and seq',
  *find(history, { bySeq }) {
    for (const { observer, draft, message } of only(history, 'ack')) {
      const row = bySeq.get(message.seq)
      if (!isThisRow({ ...message, ...draft }, row))
        yield `${observer} was told that “${draft.body}” is message ${message.seq}; the store has ${said(row)}`
    }
  },
}

export const postedOnce: Rule = {
  id: 'K2',
  name: '(author, clientId) is unique',
  *find(_history, { store }) {
    const known = new Map<string, number>()
    for (const { seq, authorId, clientId, body } of store.messages) {
      const key = `${authorId} ${clientId}`
      if (known.has(key)) yield `“${body}” is message ${known.get(key)} and message ${seq}`
      known.set(key, seq)
    }
  },
}

export const gapless: Rule = {
  id: 'K3',
  name: 'seq is 1…n and rev has no hole',
  *find(_history, { store }) {
    const { messages, rev, lastSeq } = store
    const hole = messages.findIndex(({ seq }, index) => seq !== index + 1)
    if (hole >= 0) yield `in the place of message ${hole + 1} the store has message ${messages[hole]?.seq}`
    if (messages.length !== lastSeq) yield `the room counts ${lastSeq} messages and has ${messages.length}`

    const revs = messages.map((message) => message.rev).sort((a, b) => a - b)
    if (new Set(revs).size !== revs.length) yield 'two messages carry the same rev'
    if ((revs.at(-1) ?? 0) !== rev) yield `the room is at rev ${rev}, its latest change at ${revs.at(-1) ?? 0}`
    // An edit moves its message's rev up and leaves no other behind; posts alone leave 1…n.
    const isTouched = messages.some((message) => message.isTouched)
    const missing = isTouched ? -1 : revs.findIndex((found, index) => found !== index + 1)
    if (missing >= 0) yield `no message carries rev ${missing + 1}`
  },
}

export const nothingFromNowhere: Rule = {
  id: 'K4',
  name: 'what was seen is stored, and what was finally refused is not',
  *find(history, storeIndex) {
    // A crowd hears the same packet a thousand times.
    const looked = new Set<readonly Seen[]>()
    for (const event of history) {
      if (event.what === 'nack' && event.isFinal && storeIndex.rowsOf(event.draft).length > 0)
        yield `“${event.draft.body}” was refused to ${event.observer} with ${event.code}, and is stored`
      const messages = seenIn(event)
      if (looked.has(messages)) continue
      looked.add(messages)
      for (const message of messages) {
        const row = storeIndex.bySeq.get(message.seq)
        if (!isThisRow(message, row))
          yield `${event.observer} saw “${message.body}” as message ${message.seq}; the store has ${said(row)}`
      }
    }
  },
}

export const keptOnce: Rule = {
  id: 'K12',
  name: 'a draft is stored exactly once, unless it was finally refused, and however often it was sent',
  *find(history, storeIndex) {
    const owed = new Map<string, { observer: string; rows: readonly Stored[] }>()
    for (const { observer, draft } of only(history, 'invoke'))
      owed.set(draft.body, { observer, rows: storeIndex.rowsOf(draft) })
    for (const { draft, isFinal } of only(history, 'nack')) if (isFinal) owed.delete(draft.body)
    for (const [body, { observer, rows }] of owed)
      if (rows.length !== 1) yield `“${body}” of ${observer} is stored ${rows.length} times`
  },
}

const NOTHING: readonly Seen[] = []

function seenIn(event: Event): readonly Seen[] {
  if (event.what === 'change' || event.what === 'read') return event.messages
  return event.what === 'final' ? event.shown : NOTHING
}

const said = (row: Stored | undefined): string => (row ? `“${row.body}” (rev ${row.rev})` : 'no such message')
