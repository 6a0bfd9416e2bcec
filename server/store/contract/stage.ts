/** A store of its own for each part of the suite, and the people in it. */
import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { after, before } from 'node:test'
import { LOBBY } from '../../../protocol/limits.ts'
import type { Message, RoomView, User } from '../../../protocol/models.ts'
import type { PreparedName } from '../../../protocol/names/looks.ts'
import type { Draft, NewRoom, SeatRow, Store } from '../store.ts'
import type { NewDevice, Signed } from '../terms.ts'

/**
 * A place where a store is kept; `open` may be called again after `close`, as after a restart. `beside` opens it once
 * more, as another node does, where the engine allows that.
 */
type StoreFolder = { open: () => Promise<Store>; beside?: () => Promise<Store>; remove: () => Promise<void> }
export type MakeFolder = () => Promise<StoreFolder>

/** How much some tests do. A statement of Postgres takes twenty times as long, and more of the same proves no more. */
export type Effort = { reactors: number; searches: number; messages: number }
export const THOROUGH: Effort = { reactors: 5_000, searches: 1_000, messages: 3_000 }
export const BRIEF: Effort = { reactors: 200, searches: 40, messages: 1_200 }

/** A signed-in user. */
export type Somebody = Signed & { user: User }

export const named = (name: string): PreparedName => ({ name, key: name.toLowerCase(), look: name.toLowerCase() })
export const hash = (secret: string): Uint8Array => new Uint8Array(createHash('sha256').update(secret).digest())
export const aDevice = (network = '', token: string = randomUUID()): NewDevice => ({
  tokenHash: hash(token),
  device: 'Firefox on Linux',
  network,
})

const HOUR_MS = 60 * 60 * 1_000
export const inHours = (hours: number): string => new Date(Date.now() + hours * HOUR_MS).toISOString()

export class Stage {
  store!: Store
  /** The stores of two more nodes, for callers who race. Where there is one node, they are the same. */
  other!: Store
  third!: Store
  readonly #beside: Store[] = []
  #folder!: StoreFolder

  constructor(makeFolder: MakeFolder) {
    before(async () => {
      this.#folder = await makeFolder()
      this.store = await this.#folder.open()
      const { beside } = this.#folder
      if (beside) this.#beside.push(await beside(), await beside())
      const [other = this.store, third = this.store] = this.#beside
      Object.assign(this, { other, third })
    })
    after(async () => {
      for (const store of [this.store, ...this.#beside]) await store.close()
      await this.#folder.remove()
    })
  }

  async restart(): Promise<void> {
    await this.store.close()
    this.store = await this.#folder.open()
    if (this.#beside.length === 0) this.other = this.third = this.store
  }

  /** For the callers of a race, in turn. */
  node(place: number): Store {
    return [this.store, this.other, this.third][place % 3]!
  }

  async guest(name: string, network?: string): Promise<Somebody> {
    return somebody(await this.store.addUser({ name: named(name), device: aDevice(network) }))
  }

  async person(name: string): Promise<Somebody> {
    return somebody(
      await this.store.addUser({ name: named(name), device: aDevice(), passwordHash: `hash of ${name}’s` }),
    )
  }

  /** Signs in on another device, with the password that `person` gave. */
  signIn({ userId, user }: Somebody, device: NewDevice): Promise<{ user: User; sessionId: string }> {
    return this.store.signIn({ userId, passwordHash: `hash of ${user.name}’s` }, device)
  }

  async owner(name: string): Promise<Somebody> {
    const code = randomUUID()
    await this.store.setOwnerCode(hash(code))
    const owner = { name: named(name), passwordHash: `hash of ${name}’s`, device: aDevice() }
    return somebody(await this.store.redeemOwnerCode(hash(code), owner))
  }

  /** A room made by the first user, in which the others have a seat and keep it. */
  async room(kind: RoomView['kind'], name: string, [maker, ...others]: [Somebody, ...Somebody[]]): Promise<string> {
    const memberIds = others.map(({ userId }) => userId)
    const { roomId } = await this.store.createRoom(maker, newRoom(kind, name, memberIds))
    for (const other of others) await this.store.acceptRequest(other, roomId)
    return roomId
  }

  /** Gives a user a seat, and the user accepts it. */
  async seat(by: Signed, roomId: string, other: Signed): Promise<void> {
    await this.store.seat(by, roomId, other.userId)
    await this.store.acceptRequest(other, roomId)
  }

  async say(author: Signed, body: string, { roomId = LOBBY, ...rest }: Partial<Draft> = {}): Promise<Message> {
    return (await this.store.append(author, { roomId, body, clientId: randomUUID(), ...rest })).message
  }

  /** A room as a user sees it. The facts that commands depend on must be the same. */
  async view(who: Signed, idOrSlug: string): Promise<RoomView | undefined> {
    const seat = await this.store.findRoom(idOrSlug, who)
    const access = await this.store.roomAccess(idOrSlug, who)
    assert.equal(access === undefined, seat === undefined)
    assert.deepEqual({ ...seat, ...access, room: { ...seat?.room, ...access?.room } }, { room: {}, ...seat })
    return seat?.room
  }

  /** The seat of the one member whose name contains this. */
  async seatOf(reader: Signed, roomId: string, query: string): Promise<SeatRow | undefined> {
    const { members } = await this.store.members(reader, roomId, { query, limit: 2 })
    assert.ok(members.length < 2)
    return members[0]
  }

  async wholeHistory(roomId: string = LOBBY): Promise<Message[]> {
    const all: Message[] = []
    for (;;) {
      const { messages } = await this.store.history(roomId, { after: all.at(-1)?.seq ?? 0, limit: 10_000 })
      if (messages.length === 0) return all
      all.push(...messages)
    }
  }

  /** The audit log as a user may read it, the newest first, without ids and times. */
  async acts(reader: Signed, roomId?: string): Promise<object[]> {
    const { entries } = await this.store.audit(reader, { roomId, limit: 100 })
    return entries.map(({ id: _id, at: _at, ...act }) => act)
  }
}

const somebody = ({ user, sessionId }: { user: User; sessionId: string }): Somebody => ({
  user,
  userId: user.id,
  sessionId,
})

export const newRoom = (kind: RoomView['kind'], name: string, memberIds: string[] = []): NewRoom => ({
  kind,
  name,
  look: name.toLowerCase(),
  slug: name.toLowerCase().replaceAll(' ', '-'),
  memberIds,
})
