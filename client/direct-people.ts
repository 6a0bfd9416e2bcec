/** The people I talk to directly: who is online, and their statuses. The server is asked once per connection. */
import { type ReadonlySignal, computed, effect, signal, untracked } from '@preact/signals-core'
import type { DirectPeople as Answer, ProfileChange, RoomView } from '../protocol/models.ts'
import type { Client } from './client.ts'
import { perClient } from './per-client.ts'
import type { Room } from './room.ts'

type Person = Answer['people'][number]

export const directPeopleOf = perClient((client) => new DirectPeople(client))

class DirectPeople {
  readonly #client: Client
  readonly #people = signal<ReadonlyMap<string, Person>>(new Map())

  constructor(client: Client) {
    this.#client = client
    // A new direct room, or a new person in one, must be asked about as well.
    const directs: ReadonlySignal<string> = computed(() =>
      client.rooms.all.value
        .filter(({ kind, askedBy }) => kind.value === 'direct' && !askedBy.value)
        .map(({ view }) => peopleKey(view.value))
        .join(),
    )
    effect(() => {
      const isOnline = client.connection.state.value.state === 'online'
      if (!isOnline) this.#people.value = new Map()
      else if (directs.value !== '') untracked(() => void this.#ask())
    })
    effect(() => {
      const change = client.profileChange.value
      if (change) untracked(() => this.#hear(change))
    })
  }

  /** The other person of a direct room, as far as known. */
  in(room: Room): Person | undefined {
    const other = room.person.value
    if (!other) return undefined
    const person = this.#people.value.get(other.id)
    const here = room.presence.value?.users
    const isHere = here ? here.some(({ id }) => id === other.id) : (person?.isHere ?? false)
    return { ...person, userId: other.id, isHere }
  }

  async #ask(): Promise<void> {
    const result = await this.#client.run('people:direct', {})
    if (result.ok) this.#people.value = new Map(result.value.people.map((person) => [person.userId, person]))
  }

  #hear({ userId, ...change }: ProfileChange): void {
    const person = this.#people.peek().get(userId)
    if (!person) return
    const isBlocked = this.#client.me.peek()?.blocked.includes(userId) === true
    const { status, ...rest } = change
    const now = { userId, isHere: person.isHere, ...rest, ...(status && !isBlocked && { status }) }
    this.#people.value = new Map(this.#people.peek()).set(userId, now)
  }
}

const peopleKey = ({ people = [] }: RoomView): string => people.map(({ id }) => id).join()
