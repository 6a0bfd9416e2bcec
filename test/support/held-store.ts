/** A store whose answers a test holds back, one kind of question at a time. */
import type { Store } from '../../server/store/store.ts'
import { eventually } from './eventually.ts'

type Question = keyof Store

export class HeldStore {
  /** The questions to the store since the last look, each once, in their order. */
  readonly asked = new Set<Question>()
  #held: { question: string; waiting: (() => void)[] } | undefined

  /** For `serveHere`: every answer comes by way of here. */
  readonly through = (store: Store): Partial<Store> =>
    Object.fromEntries(
      Object.entries(store)
        .filter(([, value]) => typeof value === 'function')
        .map(([question, ask]) => [
          question,
          async (...about: unknown[]): Promise<unknown> => {
            this.asked.add(question as Question)
            const answer: unknown = await (ask as (...about: unknown[]) => unknown)(...about)
            await this.#pass(question)
            return answer
          },
        ]),
    )

  /** From now on the answers to this question wait. */
  hold(question: Question): void {
    this.#held = { question, waiting: [] }
  }

  /** Resolves when so many answers wait. */
  async holds(count: number): Promise<void> {
    await eventually(() => {
      const { length } = this.#held?.waiting ?? []
      if (length < count) throw new Error(`${length} of ${count} answers to ${this.#held?.question} wait`)
    })
  }

  /** All that waits is answered, and nothing is held back any more. */
  release(): void {
    const { waiting = [] } = this.#held ?? {}
    this.#held = undefined
    for (const answer of waiting) answer()
  }

  #pass(question: string): Promise<void> | undefined {
    if (this.#held?.question !== question) return undefined
    return new Promise((resolve) => this.#held?.waiting.push(resolve))
  }
}
