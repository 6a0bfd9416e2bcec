/**
 * Who has which room on the screen, on this node and on others: whoever has it there is not told of its messages. Only
 * in memory, as presence is.
 */
import type { Lifetime } from '../lifetime.ts'

/** A connection, or the name of another node. */
type Screen = object | string

export class Screens {
  /** By user: what each of the user's screens shows. */
  readonly #shown = new Map<string, Map<Screen, readonly string[]>>()
  readonly #held = new WeakSet<object>()
  /** A user's screens on this node changed. */
  onChange: (userId: string) => void = () => 'nobody listens yet'

  /** A connection of this node shows this room, or none. */
  show(userId: string, roomId: string | undefined, connection: Lifetime): void {
    const before = this.here(userId).join()
    this.#put(userId, connection, roomId === undefined || connection.isOver ? [] : [roomId])
    if (this.here(userId).join() !== before) this.onChange(userId)
    if (this.#held.has(connection) || roomId === undefined) return
    this.#held.add(connection)
    connection.hold(() => this.show(userId, undefined, connection))
  }

  /** Another node tells of its screens. */
  showElsewhere(node: string, userId: string, roomIds: readonly string[]): void {
    this.#put(userId, node, roomIds)
  }

  /** The rooms on the user’s screens of this node. */
  here(userId: string): string[] {
    const screens = [...(this.#shown.get(userId) ?? [])].filter(([screen]) => typeof screen !== 'string')
    return [...new Set(screens.flatMap(([, roomIds]) => roomIds))].toSorted()
  }

  has(userId: string, roomId: string): boolean {
    return [...(this.#shown.get(userId)?.values() ?? [])].some((roomIds) => roomIds.includes(roomId))
  }

  #put(userId: string, screen: Screen, roomIds: readonly string[]): void {
    const screens = this.#shown.get(userId) ?? new Map<Screen, readonly string[]>()
    if (roomIds.length > 0) screens.set(screen, roomIds)
    else screens.delete(screen)
    if (screens.size > 0) this.#shown.set(userId, screens)
    else this.#shown.delete(userId)
  }
}
