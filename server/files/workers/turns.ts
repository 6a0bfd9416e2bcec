/** A queue in which those who wait take turns, however much each of them brings. */
export class Turns<Item> {
  readonly #waiting = new Map<string, Item[]>()

  get isEmpty(): boolean {
    return this.#waiting.size === 0
  }

  add(whose: string, item: Item): void {
    const items = this.#waiting.get(whose)
    if (items) items.push(item)
    else this.#waiting.set(whose, [item])
  }

  take(): Item | undefined {
    const [turn] = this.#waiting
    if (!turn) return undefined
    const [whose, [item, ...others]] = turn
    this.#waiting.delete(whose)
    if (others.length > 0) this.#waiting.set(whose, others)
    return item
  }
}
