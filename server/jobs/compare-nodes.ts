/** Compares this node with the others on its database, and tells the log what differs. */
import { randomUUID } from 'node:crypto'
import { Refusal } from '../../protocol/errors.ts'
import type { NodeSettings, Store } from '../store/store.ts'

const MEET_EVERY_MS = 5_000
/** A clock this far from the database’s is wrong. */
const CLOCK_APART_MS = 30_000

type Difference = { level: 'warn' | 'info'; sentence: string }

type ComparingNeeds = {
  store: Pick<Store, 'meetNodes' | 'leaveNodes'>
  settings: NodeSettings
  say: (level: Difference['level'], sentence: string) => void
  onBug: (error: unknown, during: string) => void
}

/** Each difference is told when it begins. Answers with a function that stops the comparing, and tells the others. */
export function compareNodes({ store, settings, say, onBug }: ComparingNeeds): () => void {
  const id = randomUUID()
  let known = new Map<string, Difference>()
  const report = (error: unknown) => {
    // If the store is away, the next meeting tries again.
    if (!(error instanceof Refusal)) onBug(error, 'comparing nodes')
  }

  async function meet(): Promise<void> {
    const beganAt = Date.now()
    const { others, clock } = await store.meetNodes(id, settings)
    const ahead = clockAhead(beganAt, Date.now(), clock)
    const found = new Map([...others.flatMap((other) => differencesOf(settings, other)), ...ofClock(ahead)])
    for (const [what, { level, sentence }] of found) if (!known.has(what)) say(level, sentence)
    known = found
  }
  void meet().catch(report)
  const timer = setInterval(() => void meet().catch(report), MEET_EVERY_MS)
  return () => {
    clearInterval(timer)
    store.leaveNodes(id).catch(report)
  }
}

function differencesOf(mine: NodeSettings, other: NodeSettings): [what: string, Difference][] {
  const found: [string, Difference][] = []
  const warn = (setting: 'access' | 'limits', result: string) => {
    if (mine[setting] === other[setting]) return
    const sentence = `Another node was started with --${setting} ${other[setting]}, this one with --${setting} ${mine[setting]}: ${result}. Start all nodes alike.`
    found.push([`${setting} ${other[setting]}`, { level: 'warn', sentence }])
  }
  warn('access', 'people get in where they should not')
  warn('limits', 'only some nodes tell people to slow down')
  // A server from before files says nothing of them.
  if (other.files !== undefined && mine.files !== other.files) {
    const sentence =
      'Another node keeps files elsewhere: people miss those of the other nodes. Give all nodes the same --files FOLDER or FILES_URL.'
    found.push([`files ${other.files}`, { level: 'warn', sentence }])
  }
  if (mine.version !== other.version) {
    const sentence = `Another node runs version ${other.version}, this one ${mine.version}.`
    found.push([`version ${other.version}`, { level: 'info', sentence }])
  }
  return found
}

/** How far this machine’s clock is ahead of another, for sure: the other was read between two moments of this one. */
function clockAhead(from: number, to: number, other: number): number {
  if (from > other) return from - other
  return Math.min(0, to - other)
}

function ofClock(aheadMs: number): [what: string, Difference][] {
  if (Math.abs(aheadMs) <= CLOCK_APART_MS) return []
  const by = `${Math.round(Math.abs(aheadMs) / 1_000)} seconds ${aheadMs > 0 ? 'ahead of' : 'behind'}`
  const sentence = `The clock of this machine is ${by} the database's: messages show wrong times, and bans, mutes and links end at wrong ones. Set it right, as NTP does.`
  return [[`clock ${aheadMs > 0}`, { level: 'warn', sentence }]]
}
