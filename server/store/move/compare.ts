/** Reads all rows again, on both sides, and finds the first difference. */
import { setImmediate } from 'node:timers/promises'
import type { Parameters, Row } from '../sql/database.ts'
import { countRows, keyOf, slice, type Table, whereabouts } from '../sql/tables.ts'
import type { End } from './ends.ts'
import type { Progress } from '../../progress.ts'
import { SliceSize } from './slice-size.ts'

type Comparing = { tables: Table[]; ownKeys: string[]; progress: Progress }

/** Answers with where they differ, for people; undefined when both hold the same. */
export async function compare(source: End, target: End, { tables, ownKeys, progress }: Comparing) {
  for (const table of tables) {
    const [here, there] = [source, target].map(({ engine }) => countRows(engine, table, ownKeys))
    if (here !== there) return `${table.name} has ${here} rows in the source and ${there} in the target`
    const size = new SliceSize()
    let after: Parameters = []
    for (;;) {
      const wanted = { after, limit: size.rows, ownKeys }
      const expected = slice(source.engine, table, wanted)
      if (expected.length === 0) break
      const found = slice(target.engine, table, wanted)
      const different = expected.findIndex((row, place) => !isSame(table, row, found[place]))
      if (different !== -1) return `a row is not the same (${whereabouts(table, expected[different]!)})`
      after = keyOf(table, expected.at(-1)!)
      size.learn(expected)
      await setImmediate()
      progress.tell(table.name, expected.length)
    }
    const [last] = after
    if (table.counted !== undefined && last !== undefined && target.tables.lastNumber(table) < Number(last))
      return `${table.name} would give the number ${Number(last)} again`
  }
  return undefined
}

function isSame({ columns }: Table, one: Row, other: Row | undefined): boolean {
  return other !== undefined && columns.every((column) => isSameValue(one[column]!, other[column]!))
}

function isSameValue(one: Row[string], other: Row[string]): boolean {
  if (one instanceof Uint8Array && other instanceof Uint8Array) return Buffer.compare(one, other) === 0
  return one === other
}
