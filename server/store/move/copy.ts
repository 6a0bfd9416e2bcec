/** Copies all rows, table by table and in slices. Each slice is one transaction, with the note of how far the move is. */
import { setImmediate } from 'node:timers/promises'
import type { Engine } from '../sql/database.ts'
import { keyOf, slice, type Table } from '../sql/tables.ts'
import { type Moving, noteMoving } from '../sql/upkeep/moving.ts'
import type { End } from './ends.ts'
import type { Progress } from '../../progress.ts'
import { SliceSize } from './slice-size.ts'

type Copying = { tables: Table[]; ownKeys: string[]; progress: Progress }

/** Goes on after the last row that `noted` tells of. */
export async function copy(source: End, target: End, noted: Moving, { tables, ownKeys, progress }: Copying) {
  let { after, done } = noted
  const ahead = tables.slice(tables.findIndex(({ name }) => name === noted.table))
  for (const [place, table] of ahead.entries()) {
    const size = new SliceSize()
    for (;;) {
      const rows = slice(source.engine, table, { after, limit: size.rows, ownKeys })
      if (rows.length === 0) break
      after = keyOf(table, rows.at(-1)!)
      done += rows.length
      size.learn(rows)
      together(target.engine, () => {
        target.tables.put(table, rows)
        noteMoving(target.engine, { ...noted, table: table.name, after, done })
      })
      // Signals and output have their turn.
      await setImmediate()
      progress.tell(table.name, rows.length)
    }
    if (table.counted !== undefined) target.tables.countOnFrom(table, source.tables.lastNumber(table))
    after = []
    together(target.engine, () => noteMoving(target.engine, { ...noted, table: ahead[place + 1]?.name, after, done }))
  }
}

export function together(engine: Engine, act: () => void): void {
  engine.beginWriting()
  try {
    act()
    engine.commit()
  } catch (error) {
    engine.rollback()
    throw error
  }
}
