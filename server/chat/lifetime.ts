/**
 * The lifetime of a connection or a request. Its end gives back everything that was counted for it. If it has ended
 * already, that happens at once: a line may break at any moment, also while the store looks up the session.
 */
export class Lifetime {
  readonly #held = new DisposableStack()

  get isOver(): boolean {
    return this.#held.disposed
  }

  hold(giveBack: () => void): void {
    if (this.isOver) giveBack()
    else this.#held.defer(giveBack)
  }

  /** Gives back everything, once. */
  end(): void {
    this.#held.dispose()
  }
}
