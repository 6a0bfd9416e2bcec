/**
 * Moves a chat from one engine to the other, or to another place of the same: all rows as they are, with the epoch, the
 * id and the sealing key. So clients notice nothing.
 */
import { clear, countRows, inOrder, type Table } from '../sql/tables.ts'
import { forgetMoving, type Moving, noteMoving } from '../sql/upkeep/moving.ts'
import { UnusableStore } from '../store.ts'
import { compare } from './compare.ts'
import { copy, together } from './copy.ts'
import { type End, openSource, openTarget, type Place } from './ends.ts'
import { count, type Output, Progress, time } from '../../progress.ts'

/** Throws `UnusableStore` with a sentence for the operator. After that the same move can be begun again, and goes on. */
export async function move({ from, to }: { from: Place; to: Place }, output: Output): Promise<void> {
  const begun = performance.now()
  const source = openSource(from)
  try {
    const { target, noted } = openTarget(to, from)
    try {
      const rows = await moveAll(source, target, noted, output)
      output.write(
        `Moved ${count(rows)} rows from ${source.name} to ${target.name} in ${time(performance.now() - begun)}. Both now hold the same.\n`,
      )
    } catch (error) {
      throw explain(error, source, target)
    } finally {
      target.close()
    }
  } finally {
    source.close()
  }
}

async function moveAll(source: End, target: End, noted: Moving | undefined, output: Output): Promise<number> {
  const tables = sameTables(source, target)
  const ownKeys = [...source.tables.ownKeys, ...target.tables.ownKeys]
  const now = describe(source, tables, ownKeys)
  const all = Object.values(now.rows).reduce((sum, rows) => sum + rows, 0)
  if (noted) refuseOther(noted, now)
  else begin(target, tables, ownKeys, now)

  const moving = noted ?? now
  const copying = new Progress('Moving', { all, before: moving.done }, output)
  target.tables.hurry()
  if (moving.table !== undefined) await copy(source, target, moving, { tables, ownKeys, progress: copying })
  copying.end()

  const comparing = new Progress('Comparing', { all }, output)
  const difference = await compare(source, target, { tables, ownKeys, progress: comparing })
  comparing.end()
  if (difference !== undefined) {
    throw new UnusableStore(
      `The copy is not right: ${difference}. No server starts on ${target.name}. Empty it, then begin again.`,
    )
  }
  target.tables.settle()
  together(target.engine, () => forgetMoving(target.engine))
  return all
}

/** In the order in which they are filled. A table that only one side has would be lost, and so would its columns. */
function sameTables(source: End, target: End): Table[] {
  const [tables, others] = [source, target].map((end) => inOrder(end.tables.all()))
  const shape = (list: Table[]) => list.map(({ name, columns }) => `${name} (${columns.toSorted().join(', ')})`)
  const [here, there] = [shape(tables!), shape(others!)]
  const odd = [...here.filter((one) => !there.includes(one)), ...there.filter((one) => !here.includes(one))]
  if (odd.length > 0) throw new Error(`The two have different tables: ${odd.join('; ')}.`)
  return tables!
}

function describe({ name, engine }: End, tables: Table[], ownKeys: string[]): Moving {
  const meta = (key: string) => engine.get<{ value: string }>('select value from meta where key = ?', key)!.value
  const rows = tables.map((table) => [table.name, countRows(engine, table, ownKeys)] as const)
  const from = { place: name, id: meta('id'), epoch: meta('epoch') }
  return { from, rows: Object.fromEntries(rows), table: tables[0]!.name, after: [], done: 0 }
}

function refuseOther(noted: Moving, now: Moving): void {
  if (JSON.stringify(noted.from) !== JSON.stringify(now.from)) {
    throw new UnusableStore(
      `The target holds a part of another chat, from ${noted.from.place}. Finish that move first, or empty the target.`,
    )
  }
  const changed = Object.keys(now.rows).find((table) => noted.rows[table] !== now.rows[table])
  if (changed === undefined) return
  throw new UnusableStore(
    `The source has changed since this move began (${changed} had ${noted.rows[changed]} rows, and now has ${now.rows[changed]}). Empty the target, then begin again.`,
  )
}

/** Takes out what every new chat holds. From now on no server starts here. */
function begin(target: End, tables: Table[], ownKeys: string[], moving: Moving): void {
  together(target.engine, () => {
    for (const table of tables.toReversed()) clear(target.engine, table, ownKeys)
    noteMoving(target.engine, moving)
  })
}

/** A disk or a database that goes away is no bug. */
function explain(error: unknown, ...ends: End[]): unknown {
  const gone = ends.find(({ engine }) => engine.isStorageFault(error))
  if (gone === undefined) return error
  const said = (error as Error).message.replaceAll(/\s+/g, ' ')
  return new UnusableStore(`The move stopped at ${gone.name} (${said}). Begin it again, and it goes on.`)
}
