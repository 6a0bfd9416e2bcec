/** Everybody we have heard of, as they are called now: a reaction names only their ids. */
import type { User } from '../protocol/models.ts'

export class People {
  readonly #known = new Map<string, User>()

  hear(users: Iterable<User>): void {
    for (const user of users) this.#known.set(user.id, user)
  }

  get(userId: string): User | undefined {
    return this.#known.get(userId)
  }
}
