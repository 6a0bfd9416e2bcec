/**
 * A thread with one connection to the database. The event loop never waits for the disk.
 *
 * Group commit: calls that arrive during one transaction share the next one, with one fsync. Each call has its own
 * savepoint, or shares one with calls that it is carried out together with. So a failed call does not fail the others.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { Refusal } from '../../../protocol/errors.ts'
import type { Searcher } from '../search/searcher.ts'
import { type Asked, NAMES, shared, reads, writes } from '../sql/calls.ts'
import type { Engine } from '../sql/database.ts'
import { sleep } from '../sql/sleep.ts'
import { type Search, UnusableStore, type Written } from '../store.ts'
import type { Signed } from '../terms.ts'
import { answerOf, type Answered, outrun } from './answers.ts'
import { inGroups, ofMany } from './groups.ts'

/** Where everything is kept: in a file, or in Postgres, and beside it the folder for what can be made again. */
export type Place = { path: string; url?: string }
export type ThreadData = Place & { role: 'writer' | 'counter' | 'reader' | 'searcher' }
export type ToMain =
  | { ready: typeof NAMES }
  | { unusable: string }
  | { answers: [id: number, answered: Answered][]; written?: Written }

/**
 * How often a group of writes is tried, and then each of its calls by itself, when other writers are in the way. From the
 * second time on the others wait, so a third one is rare.
 */
const MOST_TRIES = 5
/** The longest pause before the third try; each later one may be twice as long. */
const PAUSE_MS = 5

const { path, url, role } = workerData as ThreadData
type Calls = Record<string, (database: Engine, ...parameters: never[]) => unknown>
/** A file has one writer, which then counts too. */
const CALLS: Record<typeof role, Calls> = {
  writer: url === undefined ? { ...writes, ...shared } : writes,
  counter: shared,
  reader: reads,
  searcher: reads,
}
const calls = CALLS[role]
const main = parentPort!

try {
  const engine = await open()
  const searcher = role === 'searcher' ? await startSearcher(engine) : undefined
  main.on('message', (batch: Asked[] | 'close') => {
    if (batch === 'close') {
      searcher?.stop()
      engine.close()
      main.close()
      return
    }
    // Each search is answered by itself, because it may take long.
    if (searcher) for (const asked of batch) searchFor(searcher, asked)
    else if (role === 'writer') writeAll(engine, batch)
    else if (role === 'counter') say({ answers: answersTo(batch, countEach(engine, batch)) })
    else say({ answers: answersTo(batch, readTogether(engine, batch)) })
  })
  say({ ready: NAMES })
} catch (error) {
  if (!(error instanceof UnusableStore)) throw error
  say({ unusable: error.message })
}

// A thread loads only what its role and its engine need: each has modules of its own, and every start waits for them.
async function open(): Promise<Engine> {
  if (url !== undefined) {
    const postgres = await import('../postgres/open-database.ts')
    if (role === 'writer') return postgres.openPostgresForWriting(url)
    return role === 'counter' ? postgres.openPostgresForCounting(url) : postgres.openPostgresForReading(url)
  }
  const sqlite = await import('../sqlite/open-database.ts')
  return role === 'writer' ? sqlite.openForWriting(path) : sqlite.openForReading(path)
}

async function startSearcher(engine: Engine): Promise<Searcher> {
  const { startSearching } = await import('../search/searcher.ts')
  return startSearching(engine, path)
}

function say(message: ToMain): void {
  main.postMessage(message)
}

function answersTo(batch: Asked[], answers: Answered[]): [id: number, answered: Answered][] {
  return batch.map(({ id }, place) => [id, answers[place]!])
}

function writeAll(engine: Engine, asked: Asked[]): void {
  const written: Written = { groups: [], retries: 0 }
  // They are answered in the order in which they are carried out.
  const batch = inGroups(asked).flat()
  const answers = writeTogether(engine, batch, written)
  say({ answers: answersTo(batch, answers), written })
}

function searchFor(searcher: Searcher, { id, parameters }: Asked): void {
  const [who, asked] = parameters as [Signed, Search]
  searcher.search(who, asked, (answered) => say({ answers: [[id, answered]] }))
}

function writeTogether(engine: Engine, batch: Asked[], written: Written): Answered[] {
  for (let tries = 1; ; tries++) {
    try {
      if (tries > 2) sleep(Math.random() * PAUSE_MS * 2 ** (tries - 3))
      return writeOnce(engine, batch, written, tries === 1 ? subjectsOf(batch) : undefined)
    } catch (error) {
      // The whole group failed: another writer was in its way, or the disk is full or gone.
      engine.rollback()
      if (!engine.isWorthAnotherTry(error)) return batch.map(() => faultOf(engine, error))
      if (tries === MOST_TRIES && batch.length === 1) return [faultOf(engine, error)]
      written.retries++
      if (tries === MOST_TRIES) return batch.flatMap((asked) => writeTogether(engine, [asked], written))
    }
  }
}

function writeOnce(engine: Engine, batch: Asked[], { groups }: Written, subjects?: string[]): Answered[] {
  const beganAt = performance.now()
  engine.beginWriting(subjects)
  const answers = inGroups(batch).flatMap((group) => writeGroup(engine, group))
  const carriedOutAt = performance.now()
  engine.commit()
  const committedAt = performance.now()
  groups.push({ calls: batch.length, ms: committedAt - beganAt, commitMs: committedAt - carriedOutAt })
  return answers
}

/** Calls that go together are carried out as one. If that fails, each is carried out by itself, so that one fails alone. */
function writeGroup(engine: Engine, group: Asked[]): Answered[] {
  const together = group.length > 1 ? writeAsOne(engine, group) : undefined
  return together ?? group.map((asked) => writeAlone(engine, asked))
}

function writeAlone(engine: Engine, asked: Asked): Answered {
  engine.beginCall()
  const answer = carryOut(engine, asked, () => engine.endCall())
  if (!('value' in answer)) engine.undoCall()
  return answer
}

/** Undefined when they failed, and not by a refusal. */
function writeAsOne(engine: Engine, group: Asked[]): Answered[] | undefined {
  engine.beginCall()
  try {
    const outcomes = ofMany(group[0]!.name)!(engine, group.map(({ parameters }) => parameters) as never[])
    engine.endCall()
    return outcomes.map((value) => (value instanceof Refusal ? answerOf(value, false) : { value }))
  } catch (error) {
    if (engine.isWorthAnotherTry(error)) throw error
    engine.undoCall()
    return undefined
  }
}

/** The rooms and users that calls are about, as far as their parameters tell. */
function subjectsOf(batch: Asked[]): string[] {
  const subjects = batch.flatMap(({ parameters: [, about] }) => {
    if (typeof about === 'string') return about
    const { roomId, toRoomId, userId } = (about ?? {}) as Record<string, unknown>
    return [roomId, toRoomId, userId].filter((id) => typeof id === 'string')
  })
  return [...new Set(subjects)]
}

/** The batch reads one snapshot. So an answer made of several statements shows one instant. */
function readTogether(engine: Engine, batch: Asked[]): Answered[] {
  try {
    engine.beginReading()
    const answers = batch.map((asked) => carryOut(engine, asked))
    engine.commit()
    return answers
  } catch (error) {
    engine.rollback()
    return batch.map(() => faultOf(engine, error))
  }
}

/** Each statement is a transaction of its own, which no other one can fail (`postgres/wire.ts`). */
function countEach(engine: Engine, batch: Asked[]): Answered[] {
  return batch.map((asked) => {
    try {
      return carryOut(engine, asked)
    } catch (error) {
      return faultOf(engine, error)
    }
  })
}

/** Throws when the whole group must be tried again. */
function carryOut(engine: Engine, { name, parameters }: Asked, end?: () => void): Answered {
  try {
    const value = calls[name]!(engine, ...(parameters as never[]))
    end?.()
    return { value }
  } catch (error) {
    if (engine.isWorthAnotherTry(error)) throw error
    return faultOf(engine, error)
  }
}

function faultOf(engine: Engine, error: unknown): Answered {
  if (engine.isWorthAnotherTry(error)) return outrun()
  return answerOf(error, engine.isStorageFault(error))
}
