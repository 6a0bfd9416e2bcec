/** Who is connected to this node, by user and by name. Never written to disk. */
import type { Caller } from '../caller.ts'
import { prepareName } from '../people/names.ts'

export class Online {
  readonly #connections = new Map<string, number>()
  readonly #names = new Map<string, number>()

  /** Counts one connection; the answer takes it back. */
  enter({ user }: Caller): () => void {
    const { key } = prepareName(user.name)
    add(this.#connections, user.id, 1)
    add(this.#names, key, 1)
    return () => {
      add(this.#connections, user.id, -1)
      add(this.#names, key, -1)
    }
  }

  isHere(userId: string): boolean {
    return this.#connections.has(userId)
  }

  /** Whether somebody of this name (as a comparing key) is connected. */
  isNameHere(key: string): boolean {
    return this.#names.has(key)
  }
}

function add(counts: Map<string, number>, key: string, change: 1 | -1): void {
  const count = (counts.get(key) ?? 0) + change
  if (count > 0) counts.set(key, count)
  else counts.delete(key)
}
