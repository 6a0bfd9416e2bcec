/** Places the lines about new members among the rows. */
import type { Joins } from '../../protocol/models.ts'
import { dayOf } from '../ui/time.ts'
import type { Row } from './rows.ts'

export type Join = Joins['joins'][number]
/** Whether the rows reach the start and the end of the room. */
type Reach = { atStart: boolean; atHead: boolean }

/** `joins` is sorted, oldest first. Joins of one day between the same two messages share a line. */
export function withJoins(rows: readonly Row[], joins: readonly Join[], { atStart, atHead }: Reach): readonly Row[] {
  const first = rows.find((row) => row.kind === 'message')
  if (!first || joins.length === 0) return rows
  // Joins before the first loaded message may belong further up.
  const from = atStart ? 0 : Date.parse(first.message.sentAt)
  const left = joins.filter(({ at }) => Date.parse(at) >= from)
  const all: Row[] = []
  let day: string | undefined
  /** The day line above the next message. */
  let line: Extract<Row, { kind: 'day' }> | undefined
  let above: Row[] = []

  function add(until: number) {
    for (let next = left[0]; next && Date.parse(next.at) <= until; next = left[0]) {
      left.shift()
      const last = all.at(-1)
      if (dayOf(next.at) !== day) {
        day = dayOf(next.at)
        all.push({ kind: 'day', key: `day ${day} ${next.user.id}`, time: next.at, isNew: false })
      } else if (last?.kind === 'joined') {
        last.users.push(next.user)
        continue
      }
      all.push({ kind: 'joined', key: `joined ${next.user.id} ${next.at}`, users: [next.user] })
    }
  }

  for (const row of rows) {
    if (row.kind === 'day') line = row
    else if (row.kind === 'message') {
      add(Date.parse(row.message.sentAt))
      const isAfterLine = all.at(-1)?.kind === 'joined'
      if (line && dayOf(row.message.sentAt) !== day) all.push(line)
      else if (line?.isNew) all.push({ kind: 'new', key: 'new' })
      day = dayOf(row.message.sentAt)
      all.push(...above, isAfterLine ? { ...row, isHead: true } : row)
      line = undefined
      above = []
    } else if (row.kind === 'draft') {
      if (atHead) add(Infinity)
      all.push(...above, all.at(-1)?.kind === 'joined' ? { ...row, isHead: true } : row)
      above = []
    } else above.push(row)
  }
  all.push(...above)
  if (atHead) add(Infinity)
  return all
}
