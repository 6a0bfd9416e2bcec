/** All people known to this client, by their present names. Reactions name only their ids. */
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
