/**
 * Shows on this node what another node has changed, when its announcement got lost: names, the accounts of users who are
 * connected here, and the settings of the chat. A difference counts when it was there at two looks, because an
 * announcement may be faster than the store's answer.
 */
import { Refusal } from '../../protocol/errors.ts'
import type { Me, Settings, User } from '../../protocol/models.ts'
import type { Online } from '../chat/presence/online.ts'
import type { Delivery, Parcel } from '../delivery/delivery.ts'
import type { Store } from '../store/store.ts'

/** Two looks and the time of their answers are less than five seconds. */
const LOOK_EVERY_MS = 2_000
/** Users whose accounts are asked for at once. */
const AT_ONCE = 500
/** Clocks of nodes may differ by this: names are looked for as far back. */
const CLOCKS_APART_MS = 60_000

type Needs = {
  store: Pick<Store, 'mesOf' | 'namedSince' | 'roomIdsOf' | 'settings'>
  delivery: Pick<Delivery, 'publishHere' | 'subscribe'>
  online: Pick<Online, 'connected'>
  onBug: (error: unknown, during: string) => void
}

/** Told once it was there twice, by this text. */
type Difference = [what: string, parcel: Parcel]

type LostNews = {
  /** A user is told their account. */
  welcomed: (me: Me) => void
  stop: () => void
}

export function showLostNews({ store, delivery, online, onBug }: Needs): LostNews {
  let isLooking = false
  let lookedAt = Date.now()
  let before = new Map<string, Parcel>()
  /** As they were told here last. */
  let settings: string | undefined
  const accounts = new Map<string, Me>()
  /** By user: how they were shown last, and when. */
  let names: Map<string, { name: string; at: number }> | undefined

  const stopHearing = delivery.subscribe(({ event, payload }) => {
    if (event === 'settings:changed') settings = textOf(payload)
    if (event === 'user:changed') names?.set(payload.id, shownNow(payload))
    // An account of somebody who is not connected here is not known here.
    if (event === 'me:changed' && accounts.has(payload.user.id)) accounts.set(payload.user.id, payload)
  })

  async function look(): Promise<void> {
    if (isLooking) return
    isLooking = true
    const beganAt = Date.now()
    try {
      const differences = new Map([
        ...(await lostSettings()),
        ...(await lostNames(Math.min(beganAt, lookedAt) - CLOCKS_APART_MS)),
        ...(await lostAccounts()),
      ])
      for (const [what, parcel] of differences) if (before.has(what)) delivery.publishHere(parcel)
      before = differences
      lookedAt = beganAt
    } catch (error) {
      // If the store is away, nothing changes, and the next look tries again.
      if (!(error instanceof Refusal)) onBug(error, 'lost news')
    } finally {
      isLooking = false
    }
  }

  async function lostSettings(): Promise<Difference[]> {
    const kept = await store.settings()
    // At the first look, which comes before anybody does, all are told by their welcome.
    settings ??= textOf(kept)
    if (textOf(kept) === settings) return []
    return [[`settings ${textOf(kept)}`, { audience: { everyone: true }, event: 'settings:changed', payload: kept }]]
  }

  async function lostNames(since: number): Promise<Difference[]> {
    const named = await store.namedSince(new Date(since).toISOString())
    names ??= new Map(named.map((user) => [user.id, shownNow(user)]))
    // Longer than it is found: the clock of the node that named may be ahead.
    for (const [id, { at }] of names) if (at < since - CLOCKS_APART_MS) names.delete(id)
    const lost: Difference[] = []
    for (const user of named) {
      if (names.get(user.id)?.name === nameOf(user)) continue
      const rooms = await store.roomIdsOf(user.id)
      // Nobody sees a user without a room.
      if (rooms.length > 0)
        lost.push([`name ${nameOf(user)}`, { audience: { rooms }, event: 'user:changed', payload: user }])
    }
    return lost
  }

  async function lostAccounts(): Promise<Difference[]> {
    const userIds = online.connected()
    const connected = new Set(userIds)
    for (const userId of accounts.keys()) if (!connected.has(userId)) accounts.delete(userId)
    const lost: Difference[] = []
    for (let start = 0; start < userIds.length; start += AT_ONCE) {
      for (const me of await store.mesOf(userIds.slice(start, start + AT_ONCE))) {
        const { id } = me.user
        const told = accounts.get(id)
        // Without one the welcome is still being written.
        if (told && textOf(lasting(told)) !== textOf(lasting(me)))
          lost.push([`account ${textOf(me)}`, { audience: { user: id }, event: 'me:changed', payload: me }])
      }
    }
    return lost
  }

  void look()
  const timer = setInterval(() => void look(), LOOK_EVERY_MS).unref()
  return {
    welcomed: (me) => {
      // Another device of the user may have an older one, and must be told.
      if (!accounts.has(me.user.id)) accounts.set(me.user.id, me)
    },
    stop: () => {
      clearInterval(timer)
      stopHearing()
    },
  }
}

const shownNow = (user: User) => ({ name: nameOf(user), at: Date.now() })

const nameOf = ({ id, kind, name, picture = '' }: User): string => `${id} ${kind} ${picture} ${name}`
/** Both sides were made by the same statements, so equal facts have equal texts. */
const textOf = (fact: Me | Settings): string => JSON.stringify(fact)

/** Without a status that has ended: clients remove it by themselves. */
function lasting(me: Me): Me {
  const { status, ...rest } = { ...me, blocked: me.blocked.toSorted() }
  const isOver = status?.until !== undefined && status.until <= new Date().toISOString()
  return status && !isOver ? { ...rest, status } : rest
}
