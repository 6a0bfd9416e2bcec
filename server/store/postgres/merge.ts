/**
 * Makes one statement of several that differ only in their parameters. A row costs Postgres little, and a statement much:
 * it is sent, bound, carried out and answered by itself.
 */
import type { Asked, Question } from '../sql/database.ts'
import type { Statement } from './asked.ts'
import { toPostgres } from './dialect.ts'

/** Questions with one text, each asked once, and which of their answers belongs to which of the questions. */
export type Merged = { sql: string; asked: Asked[]; places: Map<number, number> }

export function mergeQuestions(questions: Question[]): Merged[] {
  const merged = new Map<string, Merged & { known: Map<string, number> }>()
  for (const [place, [sql, ...values]] of questions.entries()) {
    let one = merged.get(sql)
    if (!one) merged.set(sql, (one = { sql, asked: [], places: new Map(), known: new Map() }))
    // A person who writes several messages is looked up once.
    const key = JSON.stringify(values)
    let at = one.known.get(key)
    if (at === undefined) {
      one.known.set(key, (at = one.asked.length))
      one.asked.push(values)
    }
    one.places.set(place, at)
  }
  return [...merged.values()]
}

const texts = new Map<string, string>()

/** The same question for each list of parameters. Each row tells to which one it is an answer: in `place`, from 1 on. */
export function forEach(sql: string, asked: Asked[]): Statement {
  const columns = asked[0]!.map((_, column) => asked.map((values) => values[column]!))
  const types = columns.map((values) => (values.some((value) => typeof value === 'number') ? 'bigint[]' : 'text[]'))
  const key = `${types.join()} ${sql}`
  let text = texts.get(key)
  if (text === undefined) {
    const arrays = types.map((type, column) => `$${column + 1}::${type}`)
    const names = types.map((_, column) => `p${column + 1}`)
    // With an offset it is carried out for each as it stands. Without, Postgres might join whole tables.
    text = `select asked.place, found.* from unnest(${arrays.join()}) with ordinality as asked (${names.join()}, place)
      cross join lateral (select * from (${toPostgres(sql, (place) => `asked.p${place}`)}) one offset 0) found`
    texts.set(key, text)
  }
  return { text, values: columns }
}

/** The rows of each list of parameters, without their place. */
export function byPlace(rows: unknown[], count: number): unknown[][] {
  const answers: unknown[][] = Array.from({ length: count }, () => [])
  for (const { place, ...row } of rows as { place: number }[]) answers[place - 1]!.push(row)
  return answers
}

const INSERT = /^\s*insert into \w+ \([\w, ]+\)\s+values (\([$\d, ]+\))\s*$/
/** Rows in one statement, at most. Each number of rows is a statement that Postgres plans. */
const MOST_ROWS = 64

/** Inserts that follow each other into one table become a few with many rows, by powers of two. */
export function mergeInserts(statements: Statement[]): Statement[] {
  const merged: Statement[] = []
  for (let from = 0; from < statements.length;) {
    const { text } = statements[from]!
    let until = from + 1
    while (statements[until]?.text === text) until++
    const row = until - from > 1 ? INSERT.exec(text)?.[1] : undefined
    if (row === undefined) merged.push(...statements.slice(from, until))
    else merged.push(...inserts(text, row, statements.slice(from, until)))
    from = until
  }
  return merged
}

function inserts(text: string, row: string, statements: Statement[]): Statement[] {
  const merged: Statement[] = []
  for (let at = 0; at < statements.length;) {
    const rows = Math.min(MOST_ROWS, 2 ** Math.floor(Math.log2(statements.length - at)))
    const values = statements.slice(at, at + rows).flatMap((statement) => statement.values!)
    merged.push({ text: withRows(text, row, rows, values.length / rows), values })
    at += rows
  }
  return merged
}

function withRows(text: string, row: string, rows: number, columns: number): string {
  const key = `${rows} ${text}`
  let found = texts.get(key)
  if (found === undefined) {
    const more = Array.from({ length: rows - 1 }, (_, number) =>
      row.replaceAll(/\d+/g, (place) => `${Number(place) + (number + 1) * columns}`),
    )
    texts.set(key, (found = [text, ...more].join()))
  }
  return found
}
