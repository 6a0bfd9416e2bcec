/**
 * Tells the other nodes of the users who are online here, and keeps those that they tell of. Each node tells at most once
 * a second, and only of what changed since; a node that missed something asks for the whole list. A node that gives no
 * sign of life is forgotten. Nothing of it is written.
 */
import type { User } from '../../../protocol/models.ts'
import type { Delivery, News } from '../../delivery/delivery.ts'

const TELL_EVERY_MS = 1_000
/** The first change after a pause leaves sooner, with those that come with it. */
const TELL_SOON_MS = 50
const ALIVE_EVERY_MS = 5_000
const FORGET_AFTER_MS = 30_000

type Online = { user: User; roomIds: Iterable<string> }

type ElsewhereNeeds = {
  delivery: Pick<Delivery, 'node' | 'tellNodes' | 'hearNodes'>
  /** A user who is online on this node; undefined for others. */
  here: (userId: string) => Online | undefined
  /** All users who are online on this node. */
  allHere: () => Iterable<string>
  /** A user came, or has another name or other rooms, on another node. */
  enter: (node: string, user: User, roomIds: string[]) => void
  leave: (node: string, userId: string) => void
  /** The rooms on a user’s screens, on this node; and as another node tells. */
  screens?: { here: (userId: string) => string[]; show: (node: string, userId: string, roomIds: string[]) => void }
  /** Counts ms and never goes back. */
  now?: () => number
}

type OtherNode = { version: number; heardAt: number; askedAt: number; users: Set<string> }

export class Elsewhere {
  readonly #needs: ElsewhereNeeds
  readonly #now: () => number
  readonly #nodes = new Map<string, OtherNode>()
  readonly #changed = new Set<string>()
  readonly #screensChanged = new Set<string>()
  #version = 0
  #isAskedForAll = false
  #toldAt = Number.NEGATIVE_INFINITY
  #timer: NodeJS.Timeout | undefined
  readonly #living: NodeJS.Timeout

  constructor(needs: ElsewhereNeeds) {
    this.#needs = needs
    this.#now = needs.now ?? (() => performance.now())
    needs.delivery.hearNodes((news, node) => this.#hear(news, node))
    this.#living = setInterval(() => this.live(), ALIVE_EVERY_MS).unref()
    this.live()
  }

  /** A user came, changed or went on this node. */
  note(userId: string): void {
    this.#changed.add(userId)
    this.#tellSoon()
  }

  /** What a user’s screens show on this node changed. */
  noteScreen(userId: string): void {
    this.#screensChanged.add(userId)
    this.#tellSoon()
  }

  #tellSoon(): void {
    this.#timer ??= setTimeout(
      () => this.#tell(),
      Math.max(TELL_SOON_MS, this.#toldAt + TELL_EVERY_MS - this.#now()),
    ).unref()
  }

  /** Gives a sign of life, and forgets nodes that give none. */
  live(): void {
    this.#needs.delivery.tellNodes({ kind: 'alive', version: this.#version })
    const oldest = this.#now() - FORGET_AFTER_MS
    for (const [node, { heardAt }] of this.#nodes) if (heardAt < oldest) this.#forget(node)
  }

  close(): void {
    clearTimeout(this.#timer)
    clearInterval(this.#living)
    this.#needs.delivery.tellNodes({ kind: 'bye' })
  }

  #tell(): void {
    this.#timer = undefined
    this.#toldAt = this.#now()
    const changed = [...this.#changed]
    this.#changed.clear()
    const screens = this.#screensOf(this.#screensChanged)
    this.#screensChanged.clear()
    if (this.#isAskedForAll) return this.#tellAll()
    const gone = changed.filter((userId) => !this.#needs.here(userId))
    this.#needs.delivery.tellNodes({
      kind: 'presence',
      from: this.#version,
      to: ++this.#version,
      here: this.#listOf(changed),
      gone,
      ...(screens.length > 0 && { screens }),
    })
  }

  #screensOf(userIds: Iterable<string>): { userId: string; roomIds: string[] }[] {
    return [...userIds].map((userId) => ({ userId, roomIds: this.#needs.screens?.here(userId) ?? [] }))
  }

  #listOf(userIds: Iterable<string>): { user: User; roomIds: string[] }[] {
    return [...userIds].flatMap((userId) => {
      const online = this.#needs.here(userId)
      return online ? [{ user: online.user, roomIds: [...online.roomIds] }] : []
    })
  }

  #hear(news: News, name: string): void {
    if (news.kind === 'ask') {
      if (news.node !== this.#needs.delivery.node) return
      // All nodes hear the answer: those who ask together get one.
      this.#isAskedForAll = true
      return this.#tellSoon()
    }
    if (news.kind === 'bye') return this.#forget(name)
    if (news.kind !== 'alive' && news.kind !== 'presence') return
    const node = this.#nodes.get(name) ?? {
      version: 0,
      heardAt: 0,
      askedAt: Number.NEGATIVE_INFINITY,
      users: new Set(),
    }
    this.#nodes.set(name, node)
    node.heardAt = this.#now()
    if (news.kind === 'presence') this.#take(news, name, node)
    else if (news.version !== node.version) this.#ask(name, node)
  }

  /** A list that does not begin where the last one ended has a hole before it. */
  #take(
    { from, to, here, gone, screens = [] }: Extract<News, { kind: 'presence' }>,
    name: string,
    node: OtherNode,
  ): void {
    if (from !== 0 && from !== node.version) return this.#ask(name, node)
    const left = from === 0 ? node.users.difference(new Set(here.map(({ user }) => user.id))) : gone
    for (const userId of left) {
      node.users.delete(userId)
      this.#needs.leave(name, userId)
      this.#needs.screens?.show(name, userId, [])
    }
    for (const { user, roomIds } of here) {
      node.users.add(user.id)
      this.#needs.enter(name, user, roomIds)
      // A whole list says all that is on a screen.
      if (from === 0) this.#needs.screens?.show(name, user.id, [])
    }
    for (const { userId, roomIds } of screens)
      if (node.users.has(userId)) this.#needs.screens?.show(name, userId, roomIds)
    node.version = to
  }

  #ask(name: string, node: OtherNode): void {
    // The answer to the last question may still be under way.
    if (node.askedAt > this.#now() - TELL_EVERY_MS) return
    node.askedAt = this.#now()
    this.#needs.delivery.tellNodes({ kind: 'ask', node: name })
  }

  #tellAll(): void {
    this.#isAskedForAll = false
    const here = this.#listOf(this.#needs.allHere())
    const screens = this.#screensOf(here.map(({ user }) => user.id)).filter(({ roomIds }) => roomIds.length > 0)
    this.#needs.delivery.tellNodes({
      kind: 'presence',
      from: 0,
      to: ++this.#version,
      here,
      gone: [],
      ...(screens.length > 0 && { screens }),
    })
  }

  #forget(name: string): void {
    for (const userId of this.#nodes.get(name)?.users ?? []) {
      this.#needs.leave(name, userId)
      this.#needs.screens?.show(name, userId, [])
    }
    this.#nodes.delete(name)
  }
}
