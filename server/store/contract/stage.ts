/** A store of its own for each part of the suite, and the people in it. */
import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { after, before } from 'node:test'
import { LOBBY } from '../../../protocol/limits.ts'
import type { Message, RoomView, User } from '../../../protocol/models.ts'
import type { Draft, NewDevice, NewRoom, PreparedName, Signed, Store } from '../store.ts'

/** A place where a store is kept; `open` may be called again after `close`, as after a restart. */
export type StoreFolder = { open: () => Promise<Store>; remove: () => Promise<void> }
export type MakeFolder = () => Promise<StoreFolder>

/** Somebody who is signed in. */
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
  #folder!: StoreFolder

  constructor(makeFolder: MakeFolder) {
    before(async () => {
      this.#folder = await makeFolder()
      this.store = await this.#folder.open()
    })
    after(async () => {
      await this.store.close()
      await this.#folder.remove()
    })
  }

  async restart(): Promise<void> {
    await this.store.close()
    this.store = await this.#folder.open()
  }

  async guest(name: string, network?: string): Promise<Somebody> {
    return somebody(await this.store.addUser({ name: named(name), device: aDevice(network) }))
  }

  async person(name: string): Promise<Somebody> {
    return somebody(
      await this.store.addUser({ name: named(name), device: aDevice(), passwordHash: `hash of ${name}’s` }),
    )
  }

  async owner(name: string): Promise<Somebody> {
    const code = randomUUID()
    await this.store.setOwnerCode(hash(code))
    const owner = { name: named(name), passwordHash: `hash of ${name}’s`, device: aDevice() }
    return somebody(await this.store.redeemOwnerCode(hash(code), owner))
  }

  /** A room made by the first of them, in which the others have a seat. */
  async room(kind: RoomView['kind'], name: string, [maker, ...others]: [Somebody, ...Somebody[]]): Promise<string> {
    const memberIds = others.map(({ userId }) => userId)
    return (await this.store.createRoom(maker, newRoom(kind, name, memberIds))).roomId
  }

  async say(author: Signed, body: string, { roomId = LOBBY, ...rest }: Partial<Draft> = {}): Promise<Message> {
    return (await this.store.append(author, { roomId, body, clientId: randomUUID(), ...rest })).message
  }

  /** A room as somebody sees it; what commands are decided by is the same. */
  async view(who: Signed, idOrSlug: string): Promise<RoomView | undefined> {
    const seat = await this.store.findRoom(idOrSlug, who)
    const footing = await this.store.footingIn(idOrSlug, who)
    assert.equal(footing === undefined, seat === undefined)
    assert.deepEqual({ ...seat, ...footing, room: { ...seat?.room, ...footing?.room } }, { room: {}, ...seat })
    return seat?.room
  }

  async wholeHistory(roomId: string = LOBBY): Promise<Message[]> {
    const all: Message[] = []
    for (;;) {
      const { messages } = await this.store.history(roomId, { after: all.at(-1)?.seq ?? 0, limit: 10_000 })
      if (messages.length === 0) return all
      all.push(...messages)
    }
  }

  /** What was done as somebody may read it, the newest first, without when. */
  async acts(reader: Signed, roomId?: string): Promise<object[]> {
    const { entries } = await this.store.audit({ roomId, limit: 100 }, reader)
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
