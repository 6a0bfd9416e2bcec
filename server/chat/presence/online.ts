/** Whose names are in use, as they are connected to this node. Never written to disk. */
import type { Caller } from '../caller.ts'
import { prepareName } from '../people/names.ts'

export class Online {
  readonly #names = new Map<string, number>()

  /** Counts one connection; the answer takes it back. */
  enter({ user }: Caller): () => void {
    const { key } = prepareName(user.name)
    add(this.#names, key, 1)
    return () => add(this.#names, key, -1)
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
