/** Calls of one batch that are carried out together (`DecidedForMany`). */
import { type Asked, writes } from '../sql/calls.ts'
import type { Database } from '../sql/database.ts'
import type { Outcome } from '../sql/outcome.ts'
import type { Signed } from '../terms.ts'

type OfMany = (database: Database, calls: never[]) => Outcome<unknown>[]

/** How several calls of this name are carried out as one; undefined where each is carried out by itself. */
export const ofMany = (name: string): OfMany | undefined =>
  (writes as Record<string, object & { ofMany?: OfMany }>)[name]?.ofMany

/**
 * A call may go before earlier ones, to others like it. All calls of a batch are under way at once, so their users cannot
 * tell. But the calls of one user keep their order.
 */
export function inGroups(batch: Asked[]): Asked[][] {
  const groups: Asked[][] = []
  /** The last group of each name, and the users who asked for something else since. */
  const open = new Map<string, { group: Asked[]; since: Set<string> }>()
  for (const asked of batch) {
    const user = (asked.parameters[0] as Partial<Signed> | undefined)?.userId
    const found = open.get(asked.name)
    const isJoining = found !== undefined && user !== undefined && !found.since.has(user)
    if (isJoining) found.group.push(asked)
    else groups.push([asked])
    // A call of the server itself may be about any user.
    if (user === undefined) open.clear()
    for (const [name, { since }] of open) if (name !== asked.name) since.add(user!)
    if (!isJoining && user !== undefined && ofMany(asked.name))
      open.set(asked.name, { group: groups.at(-1)!, since: new Set() })
  }
  return groups
}
